// Producers: each connection sends its next request as soon as the last one is answered.
import { HttpConnection, requireOk } from './http-connection.ts';
import type { FillJob, Measured, ProduceJob } from './jobs.ts';
import { Measurement } from './measurement.ts';
import { makeValue, produceRequest } from './requests.ts';

/** Different bodies to take in turn, so that nothing is measured that only one body would allow. */
const bodies = 16;

function makeRequests(topic: string, recordsPerRequest: number): Buffer[] {
  return Array.from({ length: bodies }, (_, body) => {
    const values = Array.from({ length: recordsPerRequest }, (_, index) =>
      makeValue(body * recordsPerRequest + index),
    );
    return produceRequest(topic, values);
  });
}

export async function produceLoad(job: ProduceJob): Promise<Measured> {
  const requests = makeRequests(job.topic, job.recordsPerRequest);
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => HttpConnection.open(job.port)),
  );
  const measurement = new Measurement(job);
  await Promise.all(
    connections.map(async (connection, first) => {
      for (let next = first; !measurement.isOver; next++) {
        const beganMs = performance.now();
        requireOk(await connection.send(requests[next % bodies] as Buffer));
        measurement.add(beganMs, job.recordsPerRequest);
      }
    }),
  );
  for (const connection of connections) connection.close();
  return measurement.result();
}

/** A number of records to read later, over four connections. */
export async function fillLoad({ port, topic, records, recordsPerRequest }: FillJob): Promise<Measured> {
  const requests = makeRequests(topic, recordsPerRequest);
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
