// Where a tail stands: the next offset to read of each partition. Its text, `12/0:5,1:9`, is the id of an event, so that
// whoever has it can go on from there on any gateway. The number before the slash is that of the topic: one that is made
// anew under the same name has another.
import type { ByteWriter } from '../http/byte-writer.ts';
import { plainError } from '../http/rest-error.ts';

const SLASH = Buffer.from('/');
const COLON = Buffer.from(':');
const COMMA = Buffer.from(',');
/** An id grows with its offsets: one of fewer digits counts as one of so many. */
const OFFSET_DIGITS = 10;

type Offsets = ReadonlyMap<number, number>;

export class TailPositions {
  readonly #topicId: number;
  readonly #offsets: Map<number, number>;

  constructor(topicId: number, offsets: Iterable<readonly [partition: number, offset: number]>) {
    this.#topicId = topicId;
    this.#offsets = new Map(offsets);
  }

  get size(): number {
    return this.#offsets.size;
  }

  get partitions(): number[] {
    return [...this.#offsets.keys()];
  }

  /** Of an id, also when the logs have grown. */
  get idBytes(): number {
    const sizeOf = (partition: number, offset: number) =>
      `${partition}:,`.length + Math.max(OFFSET_DIGITS, `${offset}`.length);
    return [...this.#offsets].reduce((sum, pair) => sum + sizeOf(...pair), `${this.#topicId}/`.length);
  }

  offsetOf(partition: number): number {
    return this.#offsets.get(partition) ?? 0;
  }

  set(partition: number, offset: number): void {
    this.#offsets.set(partition, offset);
  }

  write(writer: ByteWriter): void {
    writer.integer(this.#topicId);
    let separator = SLASH;
    for (const [partition, offset] of this.#offsets) {
      writer.bytes(separator);
      separator = COMMA;
      writer.integer(partition);
      writer.bytes(COLON);
      writer.integer(offset);
    }
  }
}

export interface EventId {
  /** Older ids name none. */
  readonly topicId: number | undefined;
  readonly offsets: Offsets;
}

/** Throws 400. */
export function parseEventId(id: string): EventId {
  const [, topicId, pairs = ''] = /^(?:(\d{1,10})\/)?(.*)$/s.exec(id) ?? [];
  const offsets = new Map<number, number>();
  for (const pair of pairs.split(',')) {
    const match = /^(\d{1,10}):(\d{1,16})$/.exec(pair);
    const [partition, offset] = [Number(match?.[1]), Number(match?.[2])];
    if (match === null || !Number.isSafeInteger(offset))
      throw plainError(
        400,
        `Last-Event-ID is the id of an event, such as 12/0:5,1:9, not ${id.slice(0, 40)}`,
      );
    if (offsets.has(partition)) throw plainError(400, `Last-Event-ID names partition ${partition} twice`);
    offsets.set(partition, offset);
  }
  return { topicId: topicId === undefined ? undefined : Number(topicId), offsets };
}

/**
 * The positions of an event's id for the partitions that are read; one that it does not name was added later and is read
 * from 0. Throws 400.
 */
export function resumedPositions(
  { offsets }: EventId,
  { topicId, partitions }: { topicId: number; partitions: readonly number[] },
): TailPositions {
  for (const partition of offsets.keys())
    if (!partitions.includes(partition))
      throw plainError(400, `Last-Event-ID names partition ${partition}, which is not read here`);
  const positions = partitions.map((partition) => [partition, offsets.get(partition) ?? 0] as const);
  return new TailPositions(topicId, positions);
}
