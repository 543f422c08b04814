// Why a batch of an idempotent producer is not stored, in Kafka's words and with the numbers.
import { KafkaError } from '@weir/protocol';
import type { AppendStatus, EncodedBatch } from './sql/append-batches.ts';

type Refusal = Exclude<AppendStatus, 'stored' | 'repeated' | 'unknown-partition'>;
type Producer = Pick<EncodedBatch, 'producerId' | 'producerEpoch' | 'baseSequence'>;

/** `known` is the sequence that is due, or the epoch that there is. */
export function sequenceError(
  status: Refusal,
  known: number,
  { producerId, producerEpoch, baseSequence }: Producer,
): KafkaError {
  const details = { producerId, producerEpoch, baseSequence };
  if (status === 'repeated-too-late') {
    const message = `the batch at sequence ${baseSequence} of producer ${producerId} is already stored, too long ago to say where`;
    return new KafkaError('DUPLICATE_SEQUENCE_NUMBER', message, details);
  }
  if (status === 'out-of-order') {
    const message = `sequence ${baseSequence} of producer ${producerId} does not follow what is stored: ${known} is due`;
    return new KafkaError('OUT_OF_ORDER_SEQUENCE_NUMBER', message, { ...details, dueSequence: known });
  }
  if (status === 'not-understood') {
    const message =
      'the batch is not stored, for a reason of a later version: this gateway is to be upgraded, too';
    return new KafkaError('UNKNOWN_SERVER_ERROR', message, details);
  }
  if (status === 'unknown-producer') {
    const message = `producer id ${producerId} was never given out: ask for one first`;
    return new KafkaError('UNKNOWN_PRODUCER_ID', message, details);
  }
  const present = known < 0 ? 'has used up its epochs' : `is at epoch ${known}, not ${producerEpoch}`;
  const why =
    known < 0 || known > producerEpoch ? 'a newer instance has taken over' : 'that one was never given out';
  const message = `producer ${producerId} ${present}: ${why}`;
  return new KafkaError('INVALID_PRODUCER_EPOCH', message, { ...details, currentEpoch: known });
}
