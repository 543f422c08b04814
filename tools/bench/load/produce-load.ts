// Producers: each connection sends its next request as soon as the last one is answered.
import { randomBytes } from 'node:crypto';
import { HttpConnection, requireOk } from './http-connection.ts';
import { topicName } from './jobs.ts';
import type { FillJob, Measured, ProduceApi, ProduceJob } from './jobs.ts';
import { Measurement } from './measurement.ts';
import { batchRequest, makeValue, produceRequest, setKey, streamRequest } from './requests.ts';

/** Different bodies to take in turn, so that nothing is measured that only one body would allow. */
export const bodies = 16;

interface RequestForm {
  readonly recordsPerRequest: number;
  /** One request of these values. */
  readonly make: (values: readonly string[]) => Buffer;
}

function formOf({
  api,
  topic: name,
  topics = 0,
  clusterId,
  recordsPerRequest,
  isKeyed,
}: ProduceJob): RequestForm {
  const topic = topics === 0 ? name : topicName(name, 0);
  const path = `/v3/clusters/${clusterId}/topics/${topic}`;
  const forms: Readonly<Record<ProduceApi, RequestForm['make']>> = {
    v2: (values) => produceRequest(topic, values, { isKeyed }),
    'v3 records': (values) => streamRequest(path, values),
    'v3 batch': (values) => batchRequest(path, values),
  };
  return { recordsPerRequest, make: forms[api] };
}

/** As many as there are to take in turn. */
export function makeRequests({ recordsPerRequest, make }: RequestForm): Buffer[] {
  return Array.from({ length: bodies }, (_, body) => {
    const values = Array.from({ length: recordsPerRequest }, (_, index) =>
      makeValue(body * recordsPerRequest + index),
    );
    return make(values);
  });
}

export async function produceLoad(job: ProduceJob): Promise<Measured> {
  const { recordsPerRequest, isKeyed, topics = 0 } = job;
  const keys = randomBytes(6).toString('hex');
  const requests = makeRequests(formOf(job));
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => HttpConnection.open(job.port)),
  );
  const okStatus = job.api === 'v3 batch' ? 207 : 200;
  const measurement = new Measurement(job);
  await Promise.all(
    connections.map(async (connection, first) => {
      // Keys and names are written into the requests.
      const own = isKeyed || topics > 0 ? requests.map((request) => Buffer.from(request)) : requests;
      const nameAt = (own[0] as Buffer).indexOf(topicName(job.topic, 0));
      for (let next = first; !measurement.isOver; next++) {
        const request = own[next % bodies] as Buffer;
        if (isKeyed) setKey(request, `${keys}-${first}-${next}`);
        if (topics > 0) request.write(topicName(job.topic, anyTopicOf(first, job)), nameAt);
        const beganMs = performance.now();
        requireOk(await connection.send(request), okStatus);
        measurement.add(beganMs, recordsPerRequest);
      }
    }),
  );
  for (const connection of connections) connection.close();
  return measurement.result();
}

/** No two connections share a topic, where there are as many: how many records share a batch must not depend on that. */
function anyTopicOf(connection: number, { connections, topics = 0 }: ProduceJob): number {
  const rounds = Math.max(Math.floor(topics / connections), 1);
  return (connection + Math.floor(Math.random() * rounds) * connections) % topics;
}

/** A number of records to read later, over four connections. */
export async function fillLoad({
  port,
  topic,
  records,
  recordsPerRequest,
  hasKeys = false,
}: FillJob): Promise<Measured> {
  const make = (values: readonly string[]) => produceRequest(topic, values, { hasKeys });
  const requests = makeRequests({ recordsPerRequest, make });
  const measurement = new Measurement({ warmUpMs: 0, measuredMs: Number.MAX_SAFE_INTEGER });
  let left = Math.ceil(records / recordsPerRequest);
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      const connection = await HttpConnection.open(port);
      while (left-- > 0) {
        const beganMs = performance.now();
        requireOk(await connection.send(requests[left % bodies] as Buffer));
        measurement.add(beganMs, recordsPerRequest);
      }
      connection.close();
    }),
  );
  return measurement.result();
}
