// A pg client whose binary results are true. pg's own parser decodes every value as UTF-8 first, which destroys bytea
// in binary format (found with 8.23); the text format costs twice the bytes and a hex decode. Only rows are read
// differently here: values of binary columns stay bytes. And what is large, rows and messages, is given back when it is done with.
import { freeBuffer, freeBytes } from '@weir/protocol';
import pg from 'pg';
import { DataRowMessage } from 'pg-protocol/dist/messages.js';
import { Parser } from 'pg-protocol/dist/parser.js';
import type { Duplex } from 'node:stream';

const DATA_ROW = 0x44;
/** Of a message: its kind, and its length without the kind. */
const HEADER_BYTES = 5;
/** What may follow a message in the piece in which it ends. */
const PIECE_BYTES = 64 * 1024;

type Message = { readonly name: string; readonly fields?: readonly { readonly format?: string }[] };

/** What Parser does and its type declarations keep private. */
interface ParserInternals {
  buffer: Buffer;
  bufferOffset: number;
  bufferLength: number;
  handlePacket(offset: number, code: number, length: number, bytes: Buffer): Message;
  mergeBuffer(piece: Buffer): void;
}

class BinaryRowParser extends (Parser as unknown as new () => ParserInternals & {
  parse(buffer: Buffer, callback: (message: Message) => void): void;
}) {
  #isBinary: boolean[] = [];
  /** Of a message that came in many pieces. */
  #large: Buffer<ArrayBuffer> | undefined;

  override parse(piece: Buffer, callback: (message: Message) => void): void {
    super.parse(piece, callback);
    // Rows have been copied out of it. Pages are large: they must not wait for the garbage collector.
    if (this.#large === undefined || this.buffer === this.#large) return;
    freeBytes(this.#large);
    this.#large = undefined;
  }

  /** Room for all of a message at once, where pg would double it again and again. */
  override mergeBuffer(piece: Buffer): void {
    const { buffer, bufferOffset, bufferLength } = this;
    if (bufferLength >= HEADER_BYTES) {
      const wholeBytes = 1 + buffer.readUInt32BE(bufferOffset + 1);
      if (wholeBytes > PIECE_BYTES && wholeBytes > buffer.length - bufferOffset) {
        this.#large = Buffer.from(new ArrayBuffer(wholeBytes + PIECE_BYTES));
        buffer.copy(this.#large, 0, bufferOffset, bufferOffset + bufferLength);
        this.buffer = this.#large;
        this.bufferOffset = 0;
      }
    }
    super.mergeBuffer(piece);
    if (this.buffer !== piece) freeBytes(piece);
  }

  // eslint-disable-next-line max-params -- the signature is pg-protocol's
  override handlePacket(offset: number, code: number, length: number, bytes: Buffer): Message {
    if (code === DATA_ROW) return this.#readRow(offset, length, bytes);
    const message = super.handlePacket(offset, code, length, bytes);
    if (message.name === 'rowDescription') {
      this.#isBinary = (message.fields ?? []).map(({ format }) => format === 'binary');
    }
    return message;
  }

  #readRow(start: number, length: number, bytes: Buffer): Message {
    const values: (Buffer | string | null)[] = [];
    let at = start + 2;
    for (let column = 0; column < bytes.readInt16BE(start); column++) {
      const size = bytes.readInt32BE(at);
      at += 4;
      if (size === -1) values.push(null);
      else {
        const value = bytes.subarray(at, at + size);
        // Result copies binary values, so they may outlive the parser's buffer.
        values.push(this.#isBinary[column] === true ? value : value.toString('utf8'));
        at += size;
      }
    }
    return new DataRowMessage(length, values as string[]);
  }
}

class BinaryConnection extends pg.Connection {
  attachListeners(stream: Duplex): void {
    const parser = new BinaryRowParser();
    stream.on('data', (chunk: Buffer) =>
      parser.parse(chunk, (message) =>
        this.emit(message.name === 'error' ? 'errorMessage' : message.name, message),
      ),
    );
  }

  /** pg makes each message in a buffer of its own, and that of a flush is large. */
  _send(message: Buffer): boolean {
    const { stream } = this as unknown as { readonly stream: Duplex };
    if (!stream.writable) return false;
    if (message.length < PIECE_BYTES) return stream.write(message);
    return stream.write(message, () => freeBuffer(message));
  }
}

interface ClientInternals {
  connection: pg.Connection;
  readonly connectionParameters: {
    readonly ssl?: pg.ConnectionConfig['ssl'];
    readonly sslnegotiation?: string;
  };
}

/** For `pg.Pool`'s `Client` option. */
export class BinaryClient extends pg.Client {
  constructor(config: pg.ClientConfig) {
    super(config);
    const internals = this as unknown as ClientInternals;
    const { ssl, sslnegotiation } = internals.connectionParameters;
    const options = { ssl, sslNegotiation: sslnegotiation, keepAlive: config.keepAlive ?? false };
    internals.connection = new BinaryConnection(options);
  }
}
