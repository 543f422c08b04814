// Records as v3 answers them. These schemas describe: the text is written by record-writer.ts and tail-text.ts.
import { z } from 'zod';

const datum = z
  .union([
    z.object({ type: z.literal('JSON'), data: z.unknown() }),
    z.object({ type: z.literal('STRING'), data: z.string() }),
    z.object({ type: z.literal('BINARY'), data: z.base64() }),
  ])
  .meta({ id: 'V3Datum', description: 'A key or value, in the form in which it can be sent' });

const header = z
  .object({ name: z.string(), value: z.base64().nullable() })
  .meta({ id: 'V3Header', description: 'A record header; names may repeat' });

export const record = z
  .object({
    partition_id: z.int(),
    offset: z.int(),
    timestamp: z.iso.datetime({ precision: 3 }).nullable().describe('null for a record without one'),
    headers: z.array(header),
    key: datum.nullable(),
    value: datum.nullable(),
  })
  .meta({ id: 'KafkaRecord', description: 'A stored record' });

export const recordList = z
  .object({
    kind: z.literal('KafkaRecordList'),
    log_start_offset: z.int().describe('First offset that is kept'),
    high_watermark: z.int().describe('Offset that the next record will get'),
    data: z.array(record),
    metadata: z.object({ self: z.url(), next: z.url() }),
  })
  .meta({ id: 'KafkaRecordList', description: 'A page of a partition; the link next is always there' });

export const recordBatches = z.string().meta({ description: 'Bytes: RecordBatch v2, one after the other' });

export const eventStream = z
  .string()
  .meta({ description: 'Server-sent events; data is a JSON list of KafkaRecord' });

export const recordLines = z.string().meta({ description: 'KafkaRecord, one a line' });
