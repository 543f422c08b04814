// The two forms of a tail: server-sent events (the HTML standard's) and a line of JSON per record.
import type { RecordCursor } from '@weir/protocol';
import { ByteWriter } from '../http/byte-writer.ts';
import { EVENT_STREAM, ND_JSON } from './media-types.ts';
import { RecordWriter } from './record-writer.ts';
import type { RecordFormat } from './record-writer.ts';
import type { TailPositions } from './tail-positions.ts';

export type TailType = typeof EVENT_STREAM | typeof ND_JSON;

/** Something to tell that is no record. */
export interface TailNotice {
  readonly name: 'gap' | 'error';
  readonly data: object;
}

export interface TailText {
  readonly heartbeat: Buffer;
  /** What is sent at once, so that the client knows that it is connected. */
  start(): Buffer;
  /** Throws 422 with nothing written. */
  record(writer: ByteWriter, record: RecordCursor, partition: number): void;
  /** After the positions have moved on behind the record. */
  endRecord(writer: ByteWriter): void;
  /** A chunk ends here: whatever is begun is brought to an end. */
  endChunk(writer: ByteWriter): void;
  notice(notice: TailNotice): Buffer;
}

/** Beyond it an id is too long for each record to have its own. */
const PARTITIONS_WITH_EVENT_PER_RECORD = 64;
/** After which a browser connects anew. */
const RETRY_MS = 1000;

const OPEN = Buffer.from('data: [');
const COMMA = Buffer.from(',');
const CLOSE = Buffer.from(']\nid: ');
const ID = Buffer.from('id: ');
const END = Buffer.from('\n\n');
const LINE_END = Buffer.from('\n');

export function tailText(type: TailType, positions: TailPositions, format: RecordFormat): TailText {
  return type === EVENT_STREAM ? new EventText(positions, format) : new LineText(format);
}

class EventText implements TailText {
  readonly heartbeat = Buffer.from(':\n\n');
  readonly #positions: TailPositions;
  readonly #records: RecordWriter;
  #isOpen = false;

  constructor(positions: TailPositions, format: RecordFormat) {
    this.#positions = positions;
    this.#records = new RecordWriter(format);
  }

  /** An id without data is no event, but it is remembered: `latest` is pinned from here on. */
  start(): Buffer {
    const writer = new ByteWriter(1024);
    writer.text(`retry: ${RETRY_MS}\n`);
    this.#writeId(writer);
    return writer.finish();
  }

  record(writer: ByteWriter, record: RecordCursor, partition: number): void {
    const before = writer.length;
    writer.bytes(this.#isOpen ? COMMA : OPEN);
    try {
      this.#records.write(writer, record, partition);
    } catch (error) {
      writer.cutTo(before);
      throw error;
    }
    this.#isOpen = true;
  }

  endRecord(writer: ByteWriter): void {
    if (this.#positions.size <= PARTITIONS_WITH_EVENT_PER_RECORD) this.endChunk(writer);
  }

  endChunk(writer: ByteWriter): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    writer.bytes(CLOSE);
    this.#positions.write(writer);
    writer.bytes(END);
  }

  notice({ name, data }: TailNotice): Buffer {
    const writer = new ByteWriter(1024);
    writer.text(`event: ${name}\ndata: ${JSON.stringify(data)}\n`);
    this.#writeId(writer);
    return writer.finish();
  }

  #writeId(writer: ByteWriter): void {
    writer.bytes(ID);
    this.#positions.write(writer);
    writer.bytes(END);
  }
}

class LineText implements TailText {
  readonly heartbeat = LINE_END;
  readonly #records: RecordWriter;

  constructor(format: RecordFormat) {
    this.#records = new RecordWriter(format);
  }

  start(): Buffer {
    return LINE_END;
  }

  record(writer: ByteWriter, record: RecordCursor, partition: number): void {
    this.#records.write(writer, record, partition);
  }

  endRecord(writer: ByteWriter): void {
    writer.bytes(LINE_END);
  }

  endChunk(): void {
    // A line is always whole.
  }

  notice({ name, data }: TailNotice): Buffer {
    return Buffer.from(`${JSON.stringify({ [name]: data })}\n`);
  }
}
