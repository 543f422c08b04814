// UTF-8 of header keys. They are short and mostly ASCII, where these loops beat TextEncoder and TextDecoder, which are
// kept for everything else.

const encoder = new TextEncoder();
// A byte order mark is part of the text here: two headers may differ in nothing else.
const decoder = new TextDecoder('utf-8', { ignoreBOM: true });

/** Bytes that the text takes; a lone surrogate counts as the replacement character that is written for it. */
export function utf8Length(text: string): number {
  for (let at = 0; at < text.length; at++) {
    if (text.charCodeAt(at) > 0x7f) return encoder.encode(text).length;
  }
  return text.length;
}

/** Writes the text and returns the position after it. */
export function writeUtf8(target: Uint8Array, position: number, text: string): number {
  for (let at = 0; at < text.length; at++) {
    const unit = text.charCodeAt(at);
    if (unit > 0x7f) return position + encoder.encodeInto(text, target.subarray(position)).written;
    target[position + at] = unit;
  }
  return position + text.length;
}

/** The text of valid or invalid UTF-8: as in Kafka's clients, what is invalid becomes the replacement character. */
export function readUtf8(bytes: Uint8Array, start: number, end: number): string {
  let text = '';
  for (let at = start; at < end; at++) {
    const byte = bytes[at]!;
    if (byte > 0x7f) return decoder.decode(bytes.subarray(start, end));
    text += String.fromCharCode(byte);
  }
  return text;
}
