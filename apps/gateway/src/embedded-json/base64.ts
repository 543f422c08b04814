// Base64 (RFC 4648, padded) from the bytes of a request straight into bytes: checked and decoded in one pass, without a
// string in between. Node's own decoder steps over whatever is not base64.
const NOT_BASE64 = 255;
const PAD = 0x3d;

const sextets = new Uint8Array(256).fill(NOT_BASE64);
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
for (let i = 0; i < alphabet.length; i++) sextets[alphabet.charCodeAt(i)] = i;

/** A part of a text. */
export interface Span {
  readonly text: Uint8Array;
  readonly start: number;
  readonly end: number;
}

/** Decodes into `target` from `at` on. Answers the bytes written, −1 where the text is not base64. */
export function decodeBase64({ text, start, end }: Span, target: Uint8Array, at = 0): number {
  if ((end - start) % 4 !== 0) return -1;
  let last = end;
  if (last > start && text[last - 1] === PAD) last--;
  if (last > start && text[last - 1] === PAD) last--;
  const whole = last - ((last - start) % 4);
  let to = at;
  for (let i = start; i < whole; i += 4) {
    const a = sextets[text[i] as number] as number;
    const b = sextets[text[i + 1] as number] as number;
    const c = sextets[text[i + 2] as number] as number;
    const d = sextets[text[i + 3] as number] as number;
    if ((a | b | c | d) > 63) return -1;
    target[to++] = (a << 2) | (b >> 4);
    target[to++] = (b << 4) | (c >> 2);
    target[to++] = (c << 6) | d;
  }
  if (whole === last) return whole === end ? to - at : -1;
  const a = sextets[text[whole] as number] as number;
  const b = sextets[text[whole + 1] as number] as number;
  const c = whole + 2 < last ? (sextets[text[whole + 2] as number] as number) : 0;
  if ((a | b | c) > 63) return -1;
  target[to++] = (a << 2) | (b >> 4);
  if (whole + 2 < last) target[to++] = (b << 4) | (c >> 2);
  return to - at;
}

/** The most bytes that so many characters of base64 can hold. */
export function decodedSize(characters: number): number {
  return Math.ceil(characters / 4) * 3;
}
