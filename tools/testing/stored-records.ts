// What a partition holds, by way of Broker: for tests that look at the log behind an API's back.
import type { Broker, LogRecord, TopicPartition } from '@weir/protocol';

const context = { principal: 'User:test', clientId: 'test' };

/** All records of the partition, in the order of their offsets. */
export async function storedRecords(
  broker: Pick<Broker, 'fetch'>,
  partition: TopicPartition,
): Promise<LogRecord[]> {
  const records: LogRecord[] = [];
  for (;;) {
    const offset = (records.at(-1)?.offset ?? -1) + 1;
    const request = { partitions: [{ ...partition, offset }], maxWaitMs: 0, minBytes: 0, maxBytes: 2 ** 24 };
    const [page] = await broker.fetch(request, context);
    if (page === undefined || page.error !== null) throw page?.error ?? new Error('no such partition');
    const found = page.batches
      .flatMap((batch) => batch.records())
      .filter((record) => record.offset >= offset);
    if (found.length === 0) return records;
    records.push(...found.map(withPlainBytes));
  }
}

/** From memory they are other views than from the database, and to a test that compares them, other values. */
function withPlainBytes({ offset, timestamp, key, value, headers }: LogRecord): LogRecord {
  const plain = (bytes: Uint8Array | null) => (bytes === null ? null : new Uint8Array(bytes));
  const plainHeaders = headers.map((header) => ({ key: header.key, value: plain(header.value) }));
  return { offset, timestamp, key: plain(key), value: plain(value), headers: plainHeaders };
}
