// One consumer that reads a partition from its beginning, page after page, and then from its beginning again.
import { HttpConnection, requireOk } from './http-connection.ts';
import type { FetchJob, Measured } from './jobs.ts';
import { latencies } from './measurement.ts';
import { countRecords, lastOffset, readRequest } from './requests.ts';

interface Pass {
  readonly tookMs: number;
  /** Of each page. */
  readonly latenciesMs: readonly number[];
}

export async function fetchLoad(job: FetchJob): Promise<Measured> {
  const connection = await HttpConnection.open(job.port);
  const startMs = performance.now();
  while (performance.now() - startMs < job.warmUpMs) await readOnce(connection, job);
  const passes: Pass[] = [];
  let measuredMs = 0;
  while (measuredMs < job.measuredMs) {
    const pass = await readOnce(connection, job);
    passes.push(pass);
    measuredMs += pass.tookMs;
  }
  connection.close();
  const latenciesMs = passes.flatMap((pass) => pass.latenciesMs).sort((left, right) => left - right);
  return {
    requests: latenciesMs.length,
    records: passes.length * job.records,
    measuredMs,
    latencyMs: latencies(latenciesMs),
    acknowledged: 0,
  };
}

async function readOnce(connection: HttpConnection, { topic, records, maxBytes }: FetchJob): Promise<Pass> {
  const pages: Buffer[] = [];
  const latenciesMs: number[] = [];
  const beganMs = performance.now();
  for (let offset = 0; offset < records;) {
    const sentMs = performance.now();
    const page = requireOk(await connection.send(readRequest({ topic, offset, timeoutMs: 0, maxBytes })));
    latenciesMs.push(performance.now() - sentMs);
    const last = lastOffset(page);
    if (last === undefined) throw new Error(`${topic} has nothing at offset ${offset}`);
    pages.push(page);
    offset = last + 1;
  }
  const tookMs = performance.now() - beganMs;
  // Counted one by one, but not on the clock: a page with a hole must not pass for a fast one.
  const received = pages.reduce((sum, page) => sum + countRecords(page), 0);
  if (received !== records) throw new Error(`${topic}: ${received} of ${records} records were read`);
  return { tookMs, latenciesMs };
}
