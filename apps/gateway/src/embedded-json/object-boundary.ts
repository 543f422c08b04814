// Finds where a JSON object ends, over pieces that arrive one after the other: each byte is looked at once, nothing is checked.
const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** What opens and closes containers. */
const depthChange = new Int8Array(256);
for (const byte of [0x7b, 0x5b]) depthChange[byte] = 1;
for (const byte of [0x7d, 0x5d]) depthChange[byte] = -1;

export class ObjectBoundary {
  #depth = 0;
  #isInString = false;
  #isEscaped = false;

  /** The next piece begins an object. */
  reset(): void {
    this.#depth = 0;
    this.#isInString = false;
    this.#isEscaped = false;
  }

  /** Answers the position behind the object's last byte, −1 where it goes on beyond this piece. */
  find(piece: Uint8Array, from: number): number {
    for (let at = from; at < piece.length; at++) {
      const byte = piece[at] as number;
      if (this.#isEscaped) this.#isEscaped = false;
      else if (byte === QUOTE) this.#isInString = !this.#isInString;
      else if (this.#isInString) this.#isEscaped = byte === BACKSLASH;
      else if (depthChange[byte] !== 0) {
        this.#depth += depthChange[byte] as number;
        if (this.#depth === 0) return at + 1;
      }
    }
    return -1;
  }
}
