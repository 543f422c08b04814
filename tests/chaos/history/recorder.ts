// Recorder: writes the history as NDJSON while it happens. A line is stamped when it is given, in the order of the calls, and
// written later in large pieces.
import { closeSync, openSync, writeSync } from 'node:fs';
import type { Line, NewLine } from './lines.ts';

const PIECE_CHARACTERS = 256 * 1024;

export class Recorder {
  readonly file: string;
  readonly #descriptor: number;
  readonly #start = performance.now();
  #pending: string[] = [];
  #pendingCharacters = 0;
  #nextId = 1;
  /** Each line as it is given: for progress while the run goes on. */
  onLine: (line: Line) => void = () => undefined;

  constructor(file: string) {
    this.file = file;
    this.#descriptor = openSync(file, 'w');
  }

  /** For the two lines of one operation. */
  nextId(): number {
    return this.#nextId++;
  }

  /** Milliseconds since the start, as lines have them. */
  now(): number {
    return Math.round((performance.now() - this.#start) * 10) / 10;
  }

  write(line: NewLine): void {
    const timed = { t: this.now(), ...line } as Line;
    const text = JSON.stringify(timed);
    this.#pending.push(text);
    this.#pendingCharacters += text.length;
    this.onLine(timed);
    if (this.#pendingCharacters > PIECE_CHARACTERS) this.#flush();
  }

  close(): void {
    this.#flush();
    closeSync(this.#descriptor);
  }

  #flush(): void {
    if (this.#pending.length > 0) writeSync(this.#descriptor, `${this.#pending.join('\n')}\n`);
    this.#pending = [];
    this.#pendingCharacters = 0;
  }
}
