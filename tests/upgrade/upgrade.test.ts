// An upgrade keeps everything: data that earlier versions wrote is migrated, and every record of it read.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openPostgresBroker } from '@weir/broker';
import { parseConfig } from '@weir/gateway/config';
import { Batch } from '@weir/protocol';
import type { LogRecord } from '@weir/protocol';
import pg from 'pg';
import { expect, test } from 'vitest';
import { createTestDatabase } from '../../tools/testing/database.ts';
import { storedRecords } from '../../tools/testing/stored-records.ts';
import type { SentTopic } from './sent.ts';

const versions = join(import.meta.dirname, 'versions');
const dumps = readdirSync(versions).filter((name) => name.endsWith('.sql'));
const sent = JSON.parse(readFileSync(join(versions, 'sent.json'), 'utf8')) as readonly SentTopic[];
const context = { principal: 'User:test', clientId: 'test' };

const logger = {
  info: () => undefined,
  debug: () => undefined,
  warn: (fields: object, message: string) => console.warn(message, fields),
  error: (fields: object, message: string) => console.error(message, fields),
};

/** Bytes as base64, as they were sent. */
function shown({ offset, timestamp, key, value, headers }: LogRecord) {
  const text = (bytes: Uint8Array | null) => (bytes === null ? null : Buffer.from(bytes).toString('base64'));
  return {
    offset,
    timestamp,
    key: text(key),
    value: text(value),
    headers: headers.map((header) => ({ key: header.key, value: text(header.value) })),
  };
}

async function restore(url: string, dump: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  await client.query(readFileSync(join(versions, dump), 'utf8'));
  // Any producer id was taken before ids were given out.
  await client.query(
    'update weir.batch set producer_id = 41 where ctid = (select min(ctid) from weir.batch)',
  );
  await client.end();
}

test('data of every version that changed the schema is kept', () => {
  expect(dumps).toContain('0.1.0-1-migrations.sql');
  expect(sent.reduce((sum, { records }) => sum + records.length, 0)).toBe(640);
});

test.each(dumps.flatMap((dump) => ([14, 18] as const).map((version) => [dump, version] as const)))(
  'what %s holds is read after an upgrade, on PostgreSQL %i',
  async (dump, version) => {
    const database = await createTestDatabase(version);
    try {
      await restore(database.url, dump);
      const { databasePoolSize: poolSize, ...config } = parseConfig({ environment: {}, directory: '.' });
      const broker = await openPostgresBroker({ ...config, poolSize, databaseUrl: database.url, logger });
      try {
        expect(await broker.initProducerId({}, context)).toEqual({ producerId: 42, producerEpoch: 0 });
        // They are older every day.
        const keep = { name: 'log.retention.ms', operation: 'SET', value: '-1' } as const;
        await broker.alterBrokerConfigs({ scope: 'cluster', alterations: [keep] }, context);
        for (const { name, partitions, configs, records } of sent) {
          const topic = await broker.describeTopic(name, context);
          expect(topic).toMatchObject({ partitionCount: partitions });
          for (const [config, value] of Object.entries(configs))
            expect(topic.configs.find((one) => one.name === config)).toMatchObject({ value });
          for (let partition = 0; partition < partitions; partition++) {
            const expected = records
              .filter((record) => record.partition === partition)
              .map(({ partition: _, ...record }, offset) => ({ offset, ...record }));
            const stored = await storedRecords(broker, { topic: name, partition });
            expect(stored.map(shown)).toEqual(expected);
            const batch = Batch.fromRecords([{ key: Buffer.from('new'), value: null }]);
            const [appended] = await broker.append([{ topic: name, partition, batch }], context);
            expect(appended).toMatchObject({ error: null, baseOffset: expected.length });
          }
        }
      } finally {
        await broker.close();
      }
    } finally {
      await database.drop();
    }
  },
);
