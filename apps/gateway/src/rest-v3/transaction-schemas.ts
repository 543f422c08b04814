// Bodies of REST Proxy v3 for idempotent producers and atomic commits, which are Weir's own.
import { z } from 'zod';
import { produceBatchEntry } from './produce-schemas.ts';

const transactionalId = z.string().min(1).max(512);
const producerId = z.int().min(0);
const producerEpoch = z.int().min(0).max(32_767);

export const initProducerId = z
  .strictObject({
    transactional_id: transactionalId
      .nullish()
      .describe('Names the producer over all its restarts: each call fences the instance before'),
  })
  .meta({ id: 'V3InitProducerId', description: 'A producer that wants an id' });

export const producer = z
  .object({ producer_id: producerId, producer_epoch: producerEpoch })
  .meta({ id: 'V3Producer', description: 'What the producer writes into its record batches and commits' });

export const commit = z
  .strictObject({
    entries: z
      .array(
        produceBatchEntry
          .extend({ topic_name: z.string() })
          .meta({ id: 'V3CommitEntry', description: 'A record to store' }),
      )
      .min(1)
      .describe('At most WEIR_PRODUCE_BATCH_MAX_ENTRIES'),
    transactional_id: transactionalId
      .nullish()
      .describe('With it come producer_id, producer_epoch and commit_sequence'),
    producer_id: producerId.nullish(),
    producer_epoch: producerEpoch.nullish(),
    commit_sequence: z
      .int()
      .min(0)
      .max(0x7fffffff)
      .nullish()
      .describe('Counts the commits of the epoch from 0; a repeat under the same one gets the first answer'),
  })
  .meta({ id: 'V3Commit', description: 'Records to store together' });

export const committed = z
  .object({
    entries: z.array(
      z
        .object({
          id: z.string(),
          topic_name: z.string(),
          partition_id: z.int(),
          offset: z.int(),
          timestamp: z.iso.datetime({ precision: 3 }).describe('As it is stored'),
        })
        .meta({ id: 'V3CommittedEntry', description: 'Where a record is stored' }),
    ),
  })
  .meta({ id: 'V3Committed', description: 'All entries, in the order of the request' });
