// Producers at a steady rate, and readers that follow them to the end of each partition: the load of a system in use.
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpConnection, requireOk } from './http-connection.ts';
import type { Measured, SteadyJob } from './jobs.ts';
import { Measurement } from './measurement.ts';
import { bodies, makeRequests } from './produce-load.ts';
import { countRecords, endOffset, lastOffset, produceRequest, readRequest } from './requests.ts';

const PAGE_BYTES = 1024 * 1024;
const POLL_MS = 200;

/** Latencies are from the moment at which a request was due: who is late has what follows wait. */
export async function steadyLoad(job: SteadyJob): Promise<Measured> {
  const { topic, recordsPerRequest, requestsPerSecond } = job;
  const requests = makeRequests({ recordsPerRequest, make: (values) => produceRequest(topic, values) });
  const measurement = new Measurement(job);
  const followers = Array.from({ length: job.partitions }, (_, partition) =>
    follow(job, partition, measurement),
  );
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => HttpConnection.open(job.port)),
  );
  const startMs = performance.now();
  let next = 0;
  await Promise.all(
    connections.map(async (connection) => {
      while (!measurement.isOver) {
        const number = next++;
        const dueMs = startMs + (number * 1000) / requestsPerSecond;
        const earlyMs = dueMs - performance.now();
        if (earlyMs > 0) await sleep(earlyMs);
        const sentMs = earlyMs > 0 ? performance.now() : dueMs;
        requireOk(await connection.send(requests[number % bodies] as Buffer));
        measurement.add(sentMs, recordsPerRequest);
      }
    }),
  );
  await Promise.all(followers);
  for (const connection of connections) connection.close();
  return measurement.result();
}

/** Reads what comes while it is measured. Throws where a page has a hole. */
async function follow(
  { port, topic }: SteadyJob,
  partition: number,
  measurement: Measurement,
): Promise<void> {
  const connection = await HttpConnection.open(port);
  let offset = await endOffset(connection, topic, partition);
  while (!measurement.isOver) {
    const position = { topic, partition, offset, timeoutMs: POLL_MS, maxBytes: PAGE_BYTES };
    const page = requireOk(await connection.send(readRequest(position)));
    const last = lastOffset(page);
    if (last === undefined) continue;
    const count = countRecords(page);
    if (last + 1 - offset !== count)
      throw new Error(`${topic}-${partition}: ${count} records from ${offset} to ${last}`);
    offset = last + 1;
  }
  connection.close();
}
