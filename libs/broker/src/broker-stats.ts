// What passes through a Broker, counted: calls by method, and records and bytes by topic.
import type { Batch, Broker, ErrorName } from '@weir/protocol';
import { utf8Length } from '@weir/protocol';
import { Histogram, secondsBounds } from '@weir/storage';
import type { HistogramSnapshot } from '@weir/storage';

export type BrokerMethod = keyof Broker;

export interface CallSnapshot {
  readonly method: BrokerMethod;
  readonly durationSeconds: HistogramSnapshot;
  /** Thrown ones, and those of single entries and partitions. */
  readonly errors: ReadonlyMap<ErrorName, number>;
}

export interface TopicTraffic {
  /** `otherTopics` stands for all that found no place of their own. */
  readonly topic: string;
  /** Stored since the start, with what keys, values and headers took. */
  readonly recordsIn: number;
  readonly bytesIn: number;
  /** Given to readers since the start, with what keys, values and headers took. */
  readonly recordsOut: number;
  readonly bytesOut: number;
}

/** Records that were put into an answer, and what their keys, values and headers took. */
export interface SentRecords {
  readonly records: number;
  readonly bytes: number;
}

export interface BrokerStats {
  /** Of methods that were called. */
  readonly calls: readonly CallSnapshot[];
  readonly topics: readonly TopicTraffic[];
}

/** No topic can have this name. */
export const otherTopics = '(other)';

export class CallCounter {
  readonly durationSeconds = new Histogram(secondsBounds);
  readonly errors = new Map<ErrorName, number>();

  failed(error: ErrorName): void {
    this.errors.set(error, (this.errors.get(error) ?? 0) + 1);
  }
}

type Counts = { -readonly [Name in keyof TopicTraffic]: TopicTraffic[Name] };

/** The first `topicsMax` topics that are used have counts of their own: what one looks at must stay bounded. */
export class TopicCounter {
  readonly #topicsMax: number;
  readonly #topics = new Map<string, Counts>();

  constructor(topicsMax: number) {
    this.#topicsMax = topicsMax;
  }

  stored(topic: string, batch: Batch): void {
    const counts = this.#of(topic);
    counts.recordsIn += batch.recordCount;
    counts.bytesIn += sizeOf(batch);
  }

  sent(topic: string, { records, bytes }: SentRecords): void {
    if (records === 0) return;
    const counts = this.#of(topic);
    counts.recordsOut += records;
    counts.bytesOut += bytes;
  }

  snapshot(): TopicTraffic[] {
    return [...this.#topics.values()].map((counts) => ({ ...counts }));
  }

  #of(topic: string): Counts {
    const known = this.#topics.get(topic);
    if (known !== undefined) return known;
    if (this.#topics.size >= this.#topicsMax && topic !== otherTopics) return this.#of(otherTopics);
    const counts = { topic, recordsIn: 0, bytesIn: 0, recordsOut: 0, bytesOut: 0 };
    this.#topics.set(topic, counts);
    return counts;
  }
}

function sizeOf(batch: Batch): number {
  const records = batch.producerRecords;
  if (records === undefined) return batch.bytes.length;
  let bytes = 0;
  for (const { key, value, headers } of records) {
    bytes += (key?.length ?? 0) + (value?.length ?? 0);
    if (headers === undefined) continue;
    for (const header of headers) bytes += utf8Length(header.key) + (header.value?.length ?? 0);
  }
  return bytes;
}
