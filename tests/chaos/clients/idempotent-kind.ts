// The producer by id, epoch and a sequence per partition, as Kafka's idempotent producers are: what it sends again is the same
// batch under the same sequence.
import { encodeBatch } from './encode-batch.ts';
import { parseJson } from './http-client.ts';
import type { HttpClient } from './http-client.ts';
import type { ProduceKind, RequestToSend } from './produce-kinds.ts';
import type { Surroundings } from './surroundings.ts';

interface ProducerIdAndEpoch {
  readonly producer_id: number;
  readonly producer_epoch: number;
}

interface Batches {
  readonly batches?: readonly { readonly base_offset?: number }[];
}

const PAUSE_MS = 200;

/** Gets an id first; `open` gives the kind that has it, each producer its own. */
export const idempotent: ProduceKind = {
  unit: 'partition',
  isRetried: true,
  build: () => {
    throw new Error('a producer gets its id first');
  },
  read: () => [],
  open: async (client, surroundings) => withId(await initProducerId(client, surroundings)),
};

/** From one gateway or the other: an id that is lost on its way is nobody's. */
async function initProducerId(
  client: HttpClient,
  { urls, clusterId }: Surroundings,
): Promise<ProducerIdAndEpoch> {
  for (let tries = 0; ; tries++) {
    const url = urls[tries % urls.length]?.() ?? '';
    const headers = { 'content-type': 'application/json' };
    const { status, text, failure } = await client.send({
      url,
      method: 'POST',
      path: `/v3/clusters/${clusterId}/producers`,
      headers,
      body: '{}',
    });
    if (status === 200 && failure === undefined) return parseJson(text) as ProducerIdAndEpoch;
    await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  }
}

function withId({ producer_id: producerId, producer_epoch: producerEpoch }: ProducerIdAndEpoch): ProduceKind {
  const sequences = new Map<number, number>();
  let current: { name: string; partition: number; count: number; body: Buffer } | undefined;
  const bodyOf = ({ name, records }: RequestToSend, partition: number): Buffer => {
    if (current?.name === name) return current.body;
    const baseSequence = sequences.get(partition) ?? 0;
    const values = records.map(({ value }) => value);
    const body = encodeBatch({ producerId, producerEpoch, baseSequence, values });
    sequences.set(partition, baseSequence + values.length);
    current = { name, partition, count: values.length, body };
    return body;
  };
  return {
    unit: 'partition',
    isRetried: true,
    build: (request) => {
      const partition = request.records[0]?.partition ?? 0;
      return {
        path: `/v3/clusters/${request.clusterId}/topics/${request.topic}/partitions/${partition}/records`,
        headers: { 'content-type': 'application/vnd.weir.record-batches.v1' },
        body: bodyOf(request, partition),
      };
    },
    read: ({ text }) => {
      const [report] = (parseJson(text) as Batches | undefined)?.batches ?? [];
      if (report?.base_offset === undefined || current === undefined) return [];
      const { count, partition } = current;
      const offset = report.base_offset;
      return Array.from({ length: count }, (_, index) => ({ partition, offset: offset + index }));
    },
  };
}
