// Topics that faults need, made and changed over plain HTTP.
import { HttpClient, parseJson } from '../clients/http-client.ts';
import type { HttpRequest } from '../clients/http-client.ts';
import type { Surroundings } from '../clients/surroundings.ts';

/** For requests that nobody should send: it is never audited. */
export const ABUSED_TOPIC = 'abused';
/** For records that only show that somebody is woken. */
export const HINTS_TOPIC = 'hints';

const TRIES = 40;
const PAUSE_MS = 250;

/** Its name is nobody else's: a repeat after a lost answer finds it there. False where no gateway did it in time. */
export function createTopic(surroundings: Surroundings, topic: string, partitions: number): Promise<boolean> {
  return administer(surroundings, {
    method: 'POST',
    path: '/topics',
    body: { topic_name: topic, partitions_count: partitions },
    done: [201, 400],
  });
}

export function addPartitions(
  surroundings: Surroundings,
  topic: string,
  partitions: number,
): Promise<boolean> {
  const body = { partitions_count: partitions };
  return administer(surroundings, { method: 'PATCH', path: `/topics/${topic}`, body, done: [200, 204, 400] });
}

export function deleteTopic(surroundings: Surroundings, topic: string): Promise<boolean> {
  return administer(surroundings, { method: 'DELETE', path: `/topics/${topic}`, done: [204, 404] });
}

interface AdminRequest {
  readonly method: NonNullable<HttpRequest['method']>;
  /** Below the cluster's. */
  readonly path: string;
  readonly body?: object;
  /** Statuses that say that it is done, now or by an earlier try. */
  readonly done: readonly number[];
}

/** At one gateway after the other until one says that it is done. */
async function administer(
  { urls, clusterId, recorder }: Surroundings,
  { method, path, body, done }: AdminRequest,
): Promise<boolean> {
  const client = new HttpClient();
  try {
    for (let tries = 0; tries < TRIES; tries++) {
      const { status, text } = await client.send({
        url: urls[tries % urls.length]?.() ?? '',
        method,
        path: `/v3/clusters/${clusterId}${path}`,
        headers: { 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      if (status !== undefined && done.includes(status)) return true;
      if (status !== undefined && status !== 503 && status !== 429) {
        const told = (parseJson(text) as { message?: string } | undefined)?.message;
        recorder.write({
          op: 'event',
          event: { kind: 'surprise', text: `${method} ${path}: ${status} ${told}` },
        });
        return false;
      }
      await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
    }
    return false;
  } finally {
    client.close();
  }
}
