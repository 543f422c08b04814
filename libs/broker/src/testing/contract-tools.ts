// What the parts of the Broker contract share.
import { KafkaError } from '@weir/protocol';
import type {
  AppendResult,
  Broker,
  FetchedPartition,
  LogRecord,
  ProducerRecord,
  RequestContext,
} from '@weir/protocol';

let topicNumber = 0;

/** A topic name that this run has not used. */
export function newName(start: string): string {
  return `${start}-${process.pid}-${++topicNumber}`;
}

export const context: RequestContext = { principal: 'User:ANONYMOUS', clientId: 'contract' };

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
export const text = (value: Uint8Array | null | undefined): string | null =>
  value ? new TextDecoder().decode(value) : null;

export function records(...values: (string | null)[]): ProducerRecord[] {
  return values.map((value) => ({ key: null, value: value === null ? null : bytes(value) }));
}

export function stored(result: AppendResult | undefined): Extract<AppendResult, { error: null }> {
  if (result === undefined) throw new Error('no verdict');
  if (result.error !== null) throw result.error;
  return result;
}

/** What the parts of the suite share; each call works on topics of its own. */
export interface ContractTools {
  newTopic(options?: { partitionCount?: number; configs?: { [name: string]: string } }): Promise<string>;
  append(
    topic: string,
    partition: number,
    given: ProducerRecord[],
  ): Promise<Extract<AppendResult, { error: null }>>;
  read(topic: string, partition: number, offset: number): Promise<LogRecord[]>;
  broker(): Broker;
}

interface FetchOptions {
  topic: string;
  partition: number;
  offset: number;
  maxWaitMs?: number;
  minBytes?: number;
  maxBytes?: number;
  signal?: AbortSignal;
}

export async function fetchOne(broker: Broker, options: FetchOptions): Promise<FetchedPartition> {
  const { topic, partition, offset, maxWaitMs = 0, minBytes = 1, maxBytes = 1 << 20, signal } = options;
  const request = { partitions: [{ topic, partition, offset }], maxWaitMs, minBytes, maxBytes };
  const [answer] = await broker.fetch(request, { ...context, signal });
  if (answer === undefined) throw new Error('no answer for the partition');
  return answer;
}

/** The KafkaError that the call fails with. */
export async function failure(call: Promise<unknown>): Promise<KafkaError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error instanceof KafkaError) return error;
  throw new Error('a KafkaError was due', { cause: error });
}
