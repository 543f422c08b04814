// Where a tail stands: the next offset to read of each partition. Its text, `0:5,1:9`, is the id of an event, so that
// whoever has it can go on from there on any gateway.
import type { ByteWriter } from '../http/byte-writer.ts';
import { plainError } from '../http/rest-error.ts';

const COLON = Buffer.from(':');
const COMMA = Buffer.from(',');

export class TailPositions {
  readonly #offsets: Map<number, number>;

  constructor(offsets: Iterable<readonly [partition: number, offset: number]>) {
    this.#offsets = new Map(offsets);
  }

  get size(): number {
    return this.#offsets.size;
  }

  get partitions(): number[] {
    return [...this.#offsets.keys()];
  }

  offsetOf(partition: number): number {
    return this.#offsets.get(partition) ?? 0;
  }

  set(partition: number, offset: number): void {
    this.#offsets.set(partition, offset);
  }

  write(writer: ByteWriter): void {
    let isFirst = true;
    for (const [partition, offset] of this.#offsets) {
      if (!isFirst) writer.bytes(COMMA);
      isFirst = false;
      writer.integer(partition);
      writer.bytes(COLON);
      writer.integer(offset);
    }
  }
}

/**
 * The positions of an event's id for the partitions that are read; one that it does not name was added later and is read
 * from 0. Throws 400.
 */
export function resumedPositions(id: string, partitions: readonly number[]): TailPositions {
  const named = new Map<number, number>();
  for (const pair of id.split(',')) {
    const match = /^(\d{1,10}):(\d{1,16})$/.exec(pair);
    const [partition, offset] = [Number(match?.[1]), Number(match?.[2])];
    if (match === null || !Number.isSafeInteger(offset))
      throw plainError(
        400,
        `Last-Event-ID is partition:offset, separated by commas, not ${pair.slice(0, 40)}`,
      );
    if (named.has(partition)) throw plainError(400, `Last-Event-ID names partition ${partition} twice`);
    if (!partitions.includes(partition))
      throw plainError(400, `Last-Event-ID names partition ${partition}, which is not read here`);
    named.set(partition, offset);
  }
  return new TailPositions(partitions.map((partition) => [partition, named.get(partition) ?? 0] as const));
}
