// A consumer at the end of a partition, and a producer at a steady rate: how long from sending a record to having it.
import { setTimeout as sleep } from 'node:timers/promises';
import { HttpConnection, requireOk } from './http-connection.ts';
import type { LongPollJob, Measured } from './jobs.ts';
import { Measurement } from './measurement.ts';
import { endOffset, makeValue, produceRequest, readRequest } from './requests.ts';

/** At a steady rate several requests may wait for their answers. */
const producerConnections = 8;

interface PolledRecord {
  readonly offset: number;
  readonly value: { readonly number: number };
}

export async function longPollLoad(job: LongPollJob): Promise<Measured> {
  const total = Math.round((job.recordsPerSecond * (job.warmUpMs + job.measuredMs)) / 1000);
  const requests = Array.from({ length: total }, (_, number) =>
    produceRequest(job.topic, [makeValue(number)]),
  );
  const sentAtMs = new Array<number>(total).fill(0);
  const measurement = new Measurement(job);
  const reader = await HttpConnection.open(job.port);
  const from = await endOffset(reader, job.topic, 0);
  const receiving = receive(job, { reader, from, sentAtMs, measurement });
  const connections = await Promise.all(
    Array.from({ length: producerConnections }, () => HttpConnection.open(job.port)),
  );
  const startMs = performance.now();
  await Promise.all(
    connections.map(async (connection, first) => {
      for (let number = first; number < total; number += producerConnections) {
        const dueMs = startMs + (number * 1000) / job.recordsPerSecond;
        const earlyMs = dueMs - performance.now();
        if (earlyMs > 0) await sleep(earlyMs);
        // A connection that is late has the record that it is late with wait: that counts.
        sentAtMs[number] = earlyMs > 0 ? performance.now() : dueMs;
        requireOk(await connection.send(requests[number] as Buffer));
      }
    }),
  );
  await receiving;
  for (const connection of [reader, ...connections]) connection.close();
  return measurement.result();
}

interface Receipt {
  readonly reader: HttpConnection;
  /** What was there before. */
  readonly from: number;
  readonly sentAtMs: readonly number[];
  readonly measurement: Measurement;
}

async function receive(job: LongPollJob, { reader, from, sentAtMs, measurement }: Receipt): Promise<void> {
  for (let offset = from; offset < from + sentAtMs.length;) {
    const request = readRequest({ topic: job.topic, offset, timeoutMs: 10_000, maxBytes: 65_536 });
    const page = JSON.parse(requireOk(await reader.send(request)).toString()) as PolledRecord[];
    for (const { value } of page) measurement.add(sentAtMs[value.number] ?? 0, 1);
    offset += page.length;
  }
}
