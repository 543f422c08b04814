// Bodies of REST Proxy v2. They describe; produce requests are read by produce-request.ts, which a test holds against
// these schemas.
import { z } from 'zod';

const replica = z
  .object({ broker: z.int(), leader: z.boolean(), in_sync: z.boolean() })
  .meta({ id: 'V2Replica', description: 'A copy of a partition; PostgreSQL keeps the one there is' });

export const partition = z
  .object({ partition: z.int(), leader: z.int(), replicas: z.array(replica) })
  .meta({ id: 'V2Partition', description: 'A partition and where it is served' });

export const topic = z
  .object({
    name: z.string(),
    configs: z
      .record(z.string(), z.string())
      .describe("Effective configs by Kafka's names, defaults included"),
    partitions: z.array(partition),
  })
  .meta({ id: 'V2Topic', description: 'A topic with configs and partitions' });

export const offsets = z
  .object({
    beginning_offset: z.int().describe('Offset of the first record that is kept'),
    end_offset: z.int().describe('Offset that the next record will get'),
  })
  .meta({ id: 'V2Offsets', description: 'The ends of a partition' });

export const brokers = z
  .object({ brokers: z.array(z.int()) })
  .meta({ id: 'V2Brokers', description: 'Broker ids' });

const digits = z.string().regex(/^\d{1,17}$/);
const partitionNumber = z.int().min(0).max(0x7fffffff);
const base64 = z.base64();

const requestHeader = z
  .strictObject({ key: z.string(), value: base64.nullish() })
  .meta({ id: 'V2RequestHeader', description: 'A record header; keys may repeat and keep their order' });

const place = {
  partition: z
    .union([partitionNumber, digits])
    .nullish()
    .describe('Overrides the partition in the path and the choice by key'),
  timestamp: z
    .union([z.int().min(0), digits])
    .nullish()
    .describe('Epoch milliseconds; without it, the time of the append'),
  headers: z.array(requestHeader).nullish(),
};

/** Schema formats use them; with binary and JSON they mean nothing. */
const ignoredSchemas = {
  key_schema: z.unknown().optional(),
  key_schema_id: z.unknown().optional(),
  value_schema: z.unknown().optional(),
  value_schema_id: z.unknown().optional(),
};

const binaryRecord = z
  .strictObject({ key: base64.nullish(), value: base64.nullish(), ...place })
  .meta({ id: 'V2BinaryRequestRecord', description: 'Key and value are base64' });

const jsonRecord = z
  .strictObject({ key: z.unknown().optional(), value: z.unknown().optional(), ...place })
  .meta({
    id: 'V2JsonRequestRecord',
    description:
      'Key and value are any JSON; they are stored as they are written, without the white space between tokens',
  });

export const produceBinary = z
  .strictObject({ records: z.array(binaryRecord).min(1), ...ignoredSchemas })
  .meta({ id: 'V2ProduceBinary', description: 'Records to append' });

export const produceJson = z
  .strictObject({ records: z.array(jsonRecord).min(1), ...ignoredSchemas })
  .meta({ id: 'V2ProduceJson', description: 'Records to append' });

const producedRecord = z
  .object({
    partition: z.int().nullable(),
    offset: z.int().nullable(),
    error_code: z.int().nullable().describe('50002: refused; 50003: a retry may help'),
    error: z.string().nullable(),
  })
  .meta({ id: 'V2ProducedRecord', description: 'Where a record is stored, or why it is not' });

export const produced = z
  .object({
    offsets: z.array(producedRecord).describe('One per record, in the order of the request'),
    key_schema_id: z.null(),
    value_schema_id: z.null(),
  })
  .meta({ id: 'V2Produced', description: 'The verdict on each record' });

const recordHeader = z
  .object({ key: z.string(), value: base64.nullable() })
  .meta({ id: 'V2Header', description: 'A record header' });

const storedPlace = { topic: z.string(), partition: z.int(), offset: z.int(), timestamp: z.int() };

export const binaryRecords = z.array(
  z
    .object({
      ...storedPlace,
      key: base64.nullable(),
      value: base64.nullable(),
      headers: z.array(recordHeader),
    })
    .meta({ id: 'V2BinaryRecord', description: 'A stored record; key and value are base64' }),
);

export const jsonRecords = z.array(
  z
    .object({ ...storedPlace, key: z.unknown(), value: z.unknown(), headers: z.array(recordHeader) })
    .meta({ id: 'V2JsonRecord', description: 'A stored record; key and value are JSON' }),
);
