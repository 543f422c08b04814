// A body that its route reads while it arrives. What has come and is not done with is bounded, and counts in the budget for
// bodies: a sender that is faster than the log, or does not read its answer, is made to wait.
import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { Gunzip } from 'node:zlib';
import { decodedMaxBytes, growsTooMuch } from './gunzip-body.ts';
import { plainError } from './rest-error.ts';
import type { RestError } from './rest-error.ts';

/** The part of the budget for bodies that a body needs; all in bytes of the body. */
export interface BodyRoom {
  /** Throws 429. */
  readonly reserve: (bytes: number, heldBefore: number) => void;
  readonly release: (bytes: number) => void;
}

export interface StreamedBodyOptions {
  readonly isGzip: boolean;
  /** How many times a gzip body may grow. */
  readonly ratioMax: number;
  readonly room: BodyRoom;
  /** Called before the first byte is read, for clients that wait to be told. */
  readonly letContinue: () => void;
}

/** Waiting bytes at which the sender is made to wait, too. */
const WINDOW_BYTES = 256 * 1024;
const GUNZIP_CHUNK_BYTES = 64 * 1024;

/** How often a body that found no room asks again. */
const ASK_AGAIN_MS = 20;

export class StreamedBody {
  readonly #payload: IncomingMessage;
  readonly #options: StreamedBodyOptions;
  readonly #waiting: Buffer[] = [];
  #source: Readable;
  #waitingBytes = 0;
  #heldBytes = 0;
  #state: 'open' | 'ended' | 'broken' = 'open';
  #fault: RestError | undefined;
  #asking: NodeJS.Timeout | undefined;
  #starvedAt = 0;
  #gunzip: Gunzip | undefined;
  #comeBytes = 0;
  #wake: (() => void) | undefined;

  constructor(payload: IncomingMessage, options: StreamedBodyOptions) {
    this.#payload = payload;
    this.#options = options;
    this.#source = payload;
  }

  start(): void {
    if (this.#state !== 'open') return;
    const payload = this.#payload;
    this.#options.letContinue();
    payload.on('error', this.#onBreak).on('close', this.#onBreak);
    if (this.#options.isGzip) {
      this.#gunzip = payload.pipe(createGunzip({ chunkSize: GUNZIP_CHUNK_BYTES }));
      this.#gunzip.on('error', () => this.#fail(plainError(400, 'the body is not gzip')));
      this.#source = this.#gunzip;
    }
    this.#source.on('data', this.#onData).on('end', this.#onEnd);
  }

  /** The oldest bytes that wait. */
  take(): Buffer | undefined {
    const piece = this.#waiting.shift();
    if (piece === undefined) return undefined;
    this.#waitingBytes -= piece.length;
    if (this.#state === 'open' && !this.isStarved && this.#source.isPaused()) this.#source.resume();
    return piece;
  }

  /** Resolves when something has changed. */
  wait(): Promise<void> {
    return new Promise((resolve) => (this.#wake = resolve));
  }

  /** All has been taken and nothing comes any more. */
  get isOver(): boolean {
    return this.#state !== 'open' && this.#waiting.length === 0 && !this.isStarved;
  }

  /** The client has gone before the end. */
  get isBroken(): boolean {
    return this.#state === 'broken';
  }

  /** More has come than there is room for: it is taken in when others have given theirs back. */
  get isStarved(): boolean {
    return this.#asking !== undefined;
  }

  /** For how long; `wait` resolves now and then meanwhile. */
  get starvedMs(): number {
    return this.isStarved ? performance.now() - this.#starvedAt : 0;
  }

  /** What can't be decoded, or found no room at all. */
  get fault(): RestError | undefined {
    return this.#fault;
  }

  /** Of the request: false where the client still sends. */
  get isComplete(): boolean {
    return this.#payload.complete;
  }

  /** Gives back the room of all that was taken but for so many bytes. */
  keep(bytes: number): void {
    const done = this.#heldBytes - this.#waitingBytes - bytes;
    if (done <= 0) return;
    this.#heldBytes -= done;
    this.#options.room.release(done);
  }

  /** Takes nothing more in; what waits can still be taken. */
  stop(): void {
    if (this.#state === 'open') this.#end('ended');
  }

  /** Gives all room back. What still comes is left to who ends the answer. */
  close(): void {
    this.stop();
    this.#stopAsking();
    this.#waiting.length = 0;
    this.#waitingBytes = 0;
    this.keep(0);
  }

  readonly #onData = (chunk: Buffer): void => {
    const isFirst = this.#comeBytes === 0;
    const { ratioMax, room } = this.#options;
    this.#comeBytes += chunk.length;
    const gunzip = this.#gunzip;
    if (gunzip !== undefined && this.#comeBytes > decodedMaxBytes(gunzip.bytesWritten, ratioMax)) {
      this.#fail(growsTooMuch(ratioMax));
      return;
    }
    try {
      room.reserve(chunk.length, this.#heldBytes);
    } catch (error) {
      if (isFirst) this.#fail(error as RestError);
      else {
        this.#starvedAt = performance.now();
        this.#starve(chunk);
      }
      return;
    }
    this.#accept(chunk);
  };

  #accept(chunk: Buffer): void {
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    this.#heldBytes += chunk.length;
    if (this.#waitingBytes >= WINDOW_BYTES) this.#source.pause();
    this.#wakeUp();
  }

  /** Who is in the middle of a stream waits where another one would be sent away. */
  #starve(chunk: Buffer): void {
    this.#source.pause();
    this.#asking = setTimeout(() => {
      try {
        this.#options.room.reserve(chunk.length, this.#heldBytes);
      } catch {
        this.#starve(chunk);
        return;
      }
      this.#asking = undefined;
      this.#accept(chunk);
      if (this.#state === 'open' && this.#waitingBytes < WINDOW_BYTES) this.#source.resume();
    }, ASK_AGAIN_MS);
    this.#wakeUp();
  }

  #stopAsking(): void {
    clearTimeout(this.#asking);
    this.#asking = undefined;
  }

  readonly #onEnd = (): void => this.#end('ended');

  readonly #onBreak = (): void => {
    if (this.#payload.complete) return;
    this.#stopAsking();
    this.#end('broken');
  };

  #fail(fault: RestError): void {
    this.#fault ??= fault;
    this.#end('ended');
  }

  #end(state: 'ended' | 'broken'): void {
    if (this.#state === 'open') {
      this.#source.removeListener('data', this.#onData).removeListener('end', this.#onEnd).pause();
      this.#payload.unpipe().removeListener('close', this.#onBreak);
    }
    this.#state = state;
    this.#wakeUp();
  }

  #wakeUp(): void {
    this.#wake?.();
    this.#wake = undefined;
  }
}
