// Readers that begin at random offsets: what a fetch costs where nothing prepares for it.
import { HttpConnection, requireOk } from './http-connection.ts';
import type { LookUpJob, Measured } from './jobs.ts';
import { Measurement } from './measurement.ts';
import { countRecords, offsetsRequest, readRequest } from './requests.ts';

/** Of each topic the gateway learns at its first request where it is; of many that would be most of what is measured. */
async function meetAll({ logs }: LookUpJob, connections: readonly HttpConnection[]): Promise<void> {
  const names = logs.map(({ topic }) => topic);
  await Promise.all(
    connections.map(async (connection) => {
      for (let topic = names.pop(); topic !== undefined; topic = names.pop())
        requireOk(await connection.send(offsetsRequest(topic, 0)));
    }),
  );
}

export async function lookUpLoad(job: LookUpJob): Promise<Measured> {
  const { port, logs, maxBytes } = job;
  const connections = await Promise.all(
    Array.from({ length: job.connections }, () => HttpConnection.open(port)),
  );
  await meetAll(job, connections);
  const measurement = new Measurement(job);
  await Promise.all(
    connections.map(async (connection) => {
      while (!measurement.isOver) {
        const { topic, end } = logs[Math.floor(Math.random() * logs.length)] ?? { topic: '', end: 0 };
        const offset = Math.floor(Math.random() * end);
        const beganMs = performance.now();
        const page = requireOk(await connection.send(readRequest({ topic, offset, timeoutMs: 0, maxBytes })));
        const records = countRecords(page);
        if (records === 0) throw new Error(`${topic} has nothing at offset ${offset} of ${end}`);
        measurement.add(beganMs, records);
      }
    }),
  );
  for (const connection of connections) connection.close();
  return measurement.result();
}
