// Producers that keep one request of REST Proxy v3 open: each sends some records as a chunk, and the next ones when all of those
// are reported.
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import type { Measured, StreamJob } from './jobs.ts';
import { Measurement } from './measurement.ts';
import { bodies, makeRequests } from './produce-load.ts';
import { streamBody, streamHead } from './requests.ts';

const CLOSE_BRACE = 0x7d;
const LINE_FEED = 0x0a;
const LAST_CHUNK = '0\r\n\r\n';

export async function streamLoad(job: StreamJob): Promise<Measured> {
  const { port, clusterId, topic, recordsPerChunk } = job;
  const chunks = makeRequests({ recordsPerRequest: recordsPerChunk, make: chunkOf });
  const head = streamHead(`/v3/clusters/${clusterId}/topics/${topic}`);
  const measurement = new Measurement(job);
  await Promise.all(
    Array.from({ length: job.connections }, async (_, first) => {
      const stream = await OpenStream.open(port, head);
      for (let next = first; !measurement.isOver; next++) {
        const beganMs = performance.now();
        await stream.send(chunks[next % bodies] as Buffer, recordsPerChunk);
        measurement.add(beganMs, recordsPerChunk);
      }
      stream.end();
    }),
  );
  return measurement.result();
}

function chunkOf(values: readonly string[]): Buffer {
  const body = `${streamBody(values)}\n`;
  return Buffer.from(`${Buffer.byteLength(body).toString(16)}\r\n${body}\r\n`);
}

class OpenStream {
  readonly #socket: Socket;
  #missing = 0;
  /** Last byte of what came before. */
  #last = 0;
  #resolve: () => void = () => undefined;
  #reject: (error: Error) => void = () => undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    socket.on('data', (piece) => this.#receive(piece));
    socket.on('error', (error) => this.#reject(error));
    socket.on('close', () => this.#reject(new Error('the gateway ended the stream')));
  }

  static open(port: number, head: Buffer): Promise<OpenStream> {
    return new Promise((resolve, reject) => {
      const socket = connect({ host: '127.0.0.1', port, noDelay: true });
      socket.once('error', reject);
      socket.once('connect', () => {
        socket.removeListener('error', reject);
        socket.write(head);
        resolve(new OpenStream(socket));
      });
    });
  }

  /** Resolves when so many reports have come. */
  send(chunk: Buffer, records: number): Promise<void> {
    this.#missing = records;
    this.#socket.write(chunk);
    return new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
  }

  end(): void {
    this.#reject = () => undefined;
    this.#socket.end(LAST_CHUNK);
  }

  /** A report is an object and an end of line; no other line of the answer ends like that. */
  #receive(piece: Buffer): void {
    for (let at = piece.indexOf(LINE_FEED); at !== -1; at = piece.indexOf(LINE_FEED, at + 1))
      if ((at === 0 ? this.#last : piece[at - 1]) === CLOSE_BRACE) this.#missing--;
    this.#last = piece[piece.length - 1] ?? 0;
    if (piece.includes('"message"')) this.#reject(new Error(`a record was refused: ${piece.toString()}`));
    if (this.#missing === 0) this.#resolve();
  }
}
