// HttpConnection: one keep-alive connection on a raw socket, one request at a time. The load generator shares the processors
// with what it measures, so it reads no more of an answer than its status and its length.
import { connect } from 'node:net';
import type { Socket } from 'node:net';

const HEAD_END = Buffer.from('\r\n\r\n');
/** Of a body in chunks: nothing else of the connection can follow, since one request is under way at a time. */
const CHUNKS_END = Buffer.from('\r\n0\r\n\r\n');
const statusStart = 'HTTP/1.1 '.length;

export interface Answer {
  readonly status: number;
  readonly body: Buffer;
}

interface Waiting {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

export class HttpConnection {
  readonly #socket: Socket;
  #waiting: Waiting | undefined;
  #head: Buffer = Buffer.alloc(0);
  #status = 0;
  /** Set while a body in chunks is being received, which stay as they are. */
  #chunks: Buffer | undefined;
  /** Set while a body of a known length is being received. */
  #body: Buffer | undefined;
  #received = 0;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.setNoDelay(true);
    socket.on('data', (chunk) => this.#receive(chunk));
    socket.on('error', (error) => this.#fail(error));
    socket.on('close', () => this.#fail(new Error('the gateway closed the connection')));
  }

  static open(port: number): Promise<HttpConnection> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        resolve(new HttpConnection(socket));
      });
    });
  }

  /** Sends a whole request and resolves with its answer. Only one may be under way. */
  send(request: Buffer): Promise<Answer> {
    if (this.#waiting !== undefined) throw new Error('a request is under way on this connection');
    return new Promise((resolve, reject) => {
      this.#waiting = { resolve, reject };
      this.#socket.write(request);
    });
  }

  close(): void {
    this.#waiting = undefined;
    this.#socket.destroy();
  }

  #receive(chunk: Buffer): void {
    if (this.#chunks !== undefined) {
      this.#receiveChunks(chunk);
      return;
    }
    if (this.#body === undefined) {
      this.#head = this.#head.length === 0 ? chunk : Buffer.concat([this.#head, chunk]);
      const end = this.#head.indexOf(HEAD_END);
      if (end === -1) return;
      const head = this.#head.toString('latin1', 0, end);
      this.#status = Number(head.slice(statusStart, statusStart + 3));
      chunk = this.#head.subarray(end + HEAD_END.length);
      if (/\r\ntransfer-encoding: *chunked/i.test(head)) {
        this.#chunks = this.#head.subarray(0, 0);
        this.#head = Buffer.alloc(0);
        this.#receiveChunks(chunk);
        return;
      }
      const length = /\r\ncontent-length: *(\d+)/i.exec(head)?.[1];
      if (length === undefined) {
        this.#fail(new Error(`an answer without a length: ${head}`));
        return;
      }
      this.#body = Buffer.allocUnsafe(Number(length));
      this.#received = 0;
      this.#head = Buffer.alloc(0);
    }
    chunk.copy(this.#body, this.#received);
    this.#received += chunk.length;
    if (this.#received >= this.#body.length) this.#finish(this.#body);
  }

  #receiveChunks(chunk: Buffer): void {
    const chunks = Buffer.concat([this.#chunks ?? chunk.subarray(0, 0), chunk]);
    this.#chunks = chunks;
    if (chunks.subarray(-CHUNKS_END.length).equals(CHUNKS_END)) this.#finish(chunks);
  }

  #finish(body: Buffer): void {
    const waiting = this.#waiting;
    this.#waiting = undefined;
    this.#body = undefined;
    this.#chunks = undefined;
    waiting?.resolve({ status: this.#status, body });
  }

  #fail(error: Error): void {
    this.#waiting?.reject(error);
    this.#waiting = undefined;
  }
}

/** Throws where the answer has another status, with what it says. */
export function requireOk({ status, body }: Answer, okStatus = 200): Buffer {
  if (status !== okStatus)
    throw new Error(`the gateway answered ${status}: ${body.subarray(0, 500).toString()}`);
  return body;
}
