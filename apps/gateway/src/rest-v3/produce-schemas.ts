// Bodies of produce calls in REST Proxy v3. They describe; records are read by produce-record.ts, which a test holds against
// these schemas.
import { z } from 'zod';

const base64 = z.base64();

const datum = z
  .strictObject({
    type: z
      .enum(['JSON', 'STRING', 'BINARY'])
      .nullish()
      .describe(
        'JSON where it is not given. BINARY is base64. Types with schemas come with the schema registry',
      ),
    data: z
      .unknown()
      .optional()
      .describe(
        'JSON is stored as it is written, without white space between tokens; null is stored as no bytes',
      ),
  })
  .meta({ id: 'V3ProduceData', description: 'A key or a value' });

const header = z
  .strictObject({ name: z.string(), value: base64.nullish() })
  .meta({ id: 'V3ProduceHeader', description: 'A record header; names may repeat and keep their order' });

const record = {
  partition_id: z
    .union([z.int().min(0).max(0x7fffffff), z.string().regex(/^\d{1,10}$/)])
    .nullish()
    .describe('Without it the key decides; without a key the gateway does'),
  headers: z.array(header).nullish(),
  key: datum.nullish(),
  value: datum.nullish(),
  timestamp: z.iso
    .datetime({ offset: true })
    .nullish()
    .describe('RFC 3339; without it, the time of the append'),
};

export const produceRecord = z
  .strictObject(record)
  .meta({ id: 'V3ProduceRecord', description: 'A record to append; any number may follow each other' });

const errorInStream = z
  .object({ error_code: z.int(), message: z.string() })
  .meta({ id: 'V3ProduceError', description: 'Why a record is not stored, in place of its report' });

const reportedDatum = z
  .object({ type: z.enum(['JSON', 'STRING', 'BINARY']), size: z.int().describe('Bytes that are stored') })
  .meta({ id: 'V3ProducedData', description: 'What became of key or value; missing where none was sent' });

const place = {
  cluster_id: z.string(),
  topic_name: z.string(),
  partition_id: z.int(),
  offset: z.int(),
  timestamp: z.iso.datetime({ precision: 3 }).describe('As it is stored'),
  key: reportedDatum.optional(),
  value: reportedDatum.optional(),
};

const report = z
  .object({ error_code: z.literal(200), ...place })
  .meta({ id: 'V3ProduceReport', description: 'Where a record is stored' });

export const reports = z.union([report, errorInStream]);

export const produceBatchEntry = z
  .strictObject({
    id: z.string().min(1).max(80).describe('Names the entry in the answer'),
    ...record,
  })
  .meta({ id: 'V3ProduceBatchEntry', description: 'A record to append' });

export const produceBatch = z
  .strictObject({
    entries: z.array(produceBatchEntry).min(1).describe('At most WEIR_PRODUCE_BATCH_MAX_ENTRIES'),
  })
  .meta({ id: 'V3ProduceBatch', description: 'Records to append, each with an id' });

export const producedBatch = z
  .object({
    successes: z.array(
      z.object({ id: z.string(), ...place }).meta({
        id: 'V3ProduceBatchSuccess',
        description: 'Where an entry is stored',
      }),
    ),
    failures: z.array(
      z
        .object({ id: z.string(), error_code: z.int(), message: z.string() })
        .meta({ id: 'V3ProduceBatchFailure', description: 'Why an entry is not stored' }),
    ),
  })
  .meta({ id: 'V3ProducedBatch', description: 'Both in the order of the request' });

export const recordBatches = z
  .string()
  .meta({ format: 'binary', description: 'RecordBatch v2, one or more back to back, not compressed' });

const batchReport = z
  .object({
    error_code: z.literal(200),
    base_offset: z.int().describe('Offset of its first record; the others follow without gaps'),
    records_count: z.int(),
    log_append_time: z.iso.datetime({ precision: 3 }).nullable().describe('Where the topic stamps records'),
  })
  .meta({ id: 'V3RecordBatchReport', description: 'Where a record batch is stored' });

export const producedRecordBatches = z
  .object({ batches: z.array(z.union([batchReport, errorInStream])) })
  .meta({ id: 'V3ProducedRecordBatches', description: 'One per record batch, in their order' });
