// ObjectStream: JSON objects that follow each other, read while they arrive. An object that lies whole in a piece is read where it
// lies, in one pass; only one that is cut by the end of a piece is put together first.
import { isUtf8 } from 'node:buffer';
import { JsonFault } from './json-fault.ts';
import type { JsonReader } from './json-reader.ts';
import { ObjectBoundary } from './object-boundary.ts';
import { JsonScanner } from './scanner.ts';

const OPEN_BRACE = 0x7b;
const NOTHING = Buffer.alloc(0);
const GATHERED_MIN_BYTES = 4096;

/** What stands in the place of an object that can't be read; after the last, nothing can be found any more. */
export class ObjectFault {
  readonly reason: unknown;
  readonly isLast: boolean;

  constructor(reason: unknown, { isLast }: { isLast: boolean }) {
    this.reason = reason;
    this.isLast = isLast;
  }
}

export interface ObjectStreamOptions<T> {
  readonly reader: JsonReader;
  /** Reads the object at the reader's position. What it throws is the fault of this object alone. */
  readonly read: (reader: JsonReader) => T;
  readonly objectMaxBytes: number;
  /** The fault of an object that is larger. */
  readonly tooLarge: () => Error;
}

export class ObjectStream<T> {
  readonly #options: ObjectStreamOptions<T>;
  readonly #boundary = new ObjectBoundary();
  readonly #pieces: Buffer[] = [];
  #piece: Buffer = NOTHING;
  #at = 0;
  /** All objects that lie whole in this piece are known to be UTF-8. */
  #isPieceUtf8 = true;
  /** An object that began in an earlier piece; empty where there is none. */
  #gathered: Buffer = NOTHING;
  #gatheredBytes = 0;

  constructor(options: ObjectStreamOptions<T>) {
    this.#options = options;
  }

  /** Its bytes are not copied, and must not change. */
  push(piece: Buffer): void {
    this.#pieces.push(piece);
  }

  /** The bytes of an object whose end has not come. */
  get gatheredBytes(): number {
    return this.#gatheredBytes;
  }

  /** Undefined where the next object, or its end, has not come. */
  next(): T | ObjectFault | undefined {
    for (;;) {
      if (this.#gatheredBytes > 0) {
        const piece = this.#pieces.shift();
        if (piece === undefined) return undefined;
        const found = this.#gather(piece);
        if (found !== undefined) return found;
        continue;
      }
      const first = this.#skipSpace();
      if (first === OPEN_BRACE) {
        const found = this.#readInPlace();
        if (found !== undefined) return found;
      } else if (first !== undefined) {
        return lastFault(
          new JsonFault(
            'expected a JSON object: records follow one another, without a list around them or commas between',
            0,
          ),
        );
      } else {
        const piece = this.#pieces.shift();
        if (piece === undefined) return undefined;
        this.#open(piece, 0);
      }
    }
  }

  #open(piece: Buffer, at: number): void {
    this.#piece = piece;
    this.#at = at;
    const end = wholeCharactersEnd(piece);
    this.#isPieceUtf8 = isUtf8(
      at === 0 && end === piece.length ? piece : piece.subarray(at, Math.max(at, end)),
    );
  }

  #skipSpace(): number | undefined {
    const { scanner } = this.#options.reader;
    this.#options.reader.moveTo(this.#piece, this.#at);
    const byte = scanner.skipSpace();
    this.#at = scanner.position;
    return byte;
  }

  /** Undefined where the object goes on beyond the piece. */
  #readInPlace(): T | ObjectFault | undefined {
    const { reader, read } = this.#options;
    const start = this.#at;
    try {
      reader.moveTo(this.#piece, start);
      const value = read(reader);
      this.#at = reader.scanner.position;
      if (this.#isPieceUtf8 || isUtf8(this.#piece.subarray(start, this.#at))) return value;
      return new ObjectFault(new JsonFault('the text is not UTF-8', 0), { isLast: false });
    } catch (error) {
      this.#boundary.reset();
      const end = this.#boundary.find(this.#piece, start);
      if (end !== -1) return this.#faulty(error, start);
    }
    this.#gatheredBytes = 0;
    this.#at = this.#piece.length;
    return this.#add(this.#piece.subarray(start));
  }

  #gather(piece: Buffer): T | ObjectFault | undefined {
    const end = this.#boundary.find(piece, 0);
    const tooLarge = this.#add(end === -1 ? piece : piece.subarray(0, end));
    if (end === -1 || tooLarge !== undefined) return tooLarge;
    const text = this.#gathered.subarray(0, this.#gatheredBytes);
    this.#gathered = NOTHING;
    this.#gatheredBytes = 0;
    this.#open(text, 0);
    const found = this.#readInPlace();
    this.#open(piece, end);
    return found;
  }

  /** Answers a fault where the object becomes too large. */
  #add(part: Uint8Array): ObjectFault | undefined {
    const { objectMaxBytes, tooLarge } = this.#options;
    const needed = this.#gatheredBytes + part.length;
    if (needed > objectMaxBytes) return lastFault(tooLarge());
    if (needed > this.#gathered.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(GATHERED_MIN_BYTES, needed, this.#gatheredBytes * 2));
      larger.set(this.#gathered.subarray(0, this.#gatheredBytes));
      this.#gathered = larger;
    }
    this.#gathered.set(part, this.#gatheredBytes);
    this.#gatheredBytes = needed;
    return undefined;
  }

  /** JSON of another shape ends where JSON ends; behind what is no JSON, nothing has a place. */
  #faulty(error: unknown, start: number): T | ObjectFault {
    const scanner = new JsonScanner(this.#piece, { allowLoneSurrogates: true });
    scanner.position = start;
    const fault = error instanceof JsonFault ? new JsonFault(error.reason, error.position - start) : error;
    try {
      scanner.skipValue();
    } catch {
      return lastFault(fault);
    }
    this.#at = scanner.position;
    return new ObjectFault(fault, { isLast: false });
  }
}

function lastFault(fault: unknown): ObjectFault {
  return new ObjectFault(fault, { isLast: true });
}

/** Where the last character ends that is not cut by the end of the piece. */
function wholeCharactersEnd(piece: Buffer): number {
  for (let back = 1; back <= Math.min(3, piece.length); back++) {
    const byte = piece[piece.length - back] as number;
    if (byte < 0x80) return piece.length;
    if (byte >= 0xc0) {
      const size = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
      return size > back ? piece.length - back : piece.length;
    }
  }
  return piece.length;
}
