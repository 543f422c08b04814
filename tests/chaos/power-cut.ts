// F9: power cuts. The database lies on a file system in a file. Under load its processes are stopped, the file is copied as it is
// at that moment (what nobody flushed is not in it), and the copy is started and held against the acknowledgements. The control
// run commits without waiting for the disk and must lose records: else the cuts show nothing.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { HistoryChecker } from './check/checker.ts';
import type { Violation } from './check/violations.ts';
import { auditDatabase, auditGateway } from './clients/auditor.ts';
import type { Surroundings } from './clients/surroundings.ts';
import { MAIN_PARTITIONS, MAIN_TOPIC, startWorkload } from './clients/workload.ts';
import { Cluster } from './cluster/cluster.ts';
import { copyImage, flushDisk, makeDisk, mountDisk } from './cluster/disk.ts';
import { postgresTree, signal } from './cluster/postgres-tree.ts';
import { createTopic } from './faults/topics.ts';
import { readHistory } from './history/read-history.ts';
import { Recorder } from './history/recorder.ts';
import { randomOf } from './random.ts';
import { Tally } from './report.ts';

export interface PowerCutOptions {
  readonly seed: number;
  /** Commits do not wait for the disk. */
  readonly isControl: boolean;
}

export interface PowerCutResult {
  readonly acknowledged: number;
  /** Acknowledged and not there. */
  readonly lost: number;
  readonly violations: readonly Violation[];
  /** With the history; removed where nothing was lost. */
  readonly folder: string;
}

const MEBIBYTES = 2_048;
/** The kernel writes back by itself after half a minute: a cut must come before. */
const LOAD_MS = [2_000, 10_000] as const;

/** `set_config` holds to the end of the transaction, which is when it counts. */
const lazyCommits = `
create function lazy() returns trigger language plpgsql as
$$ begin perform set_config('synchronous_commit', 'off', true); return null; end $$;
create trigger lazy after insert on weir.batch for each statement execute function lazy()`;

/** One cut. */
export async function cutPower(options: PowerCutOptions): Promise<PowerCutResult> {
  // A short path, so that the server's socket fits.
  const folder = await mkdtemp(join(tmpdir(), 'weir-cut-'));
  const recorder = new Recorder(join(folder, 'history.ndjson'));
  const tally = new Tally();
  recorder.onLine = (line) => tally.take(line);
  const copy = join(folder, 'copy.img');
  try {
    await loadUntilCut(options, { folder, recorder, copy });
    await auditCopy(copy, { folder, recorder });
  } finally {
    recorder.close();
    await rm(copy, { force: true });
  }
  const checker = new HistoryChecker();
  for await (const line of readHistory(recorder.file)) checker.take(line);
  const { counts, kept } = checker.finish();
  const { acknowledged } = tally;
  if (kept.length === 0 || options.isControl) await rm(folder, { recursive: true });
  return { acknowledged, lost: counts.I1.violated, violations: kept, folder };
}

interface Place {
  readonly folder: string;
  readonly recorder: Recorder;
}

async function loadUntilCut(
  { seed, isControl }: PowerCutOptions,
  { folder, recorder, copy }: Place & { copy: string },
): Promise<void> {
  const disk = await makeDisk({ folder, mebibytes: MEBIBYTES });
  try {
    const cluster = await startOn(disk.folder, { folder, recorder });
    try {
      recordRun(recorder, seed);
      const surroundings = await surroundingsOf(cluster, recorder);
      if (!(await createTopic(surroundings, MAIN_TOPIC, MAIN_PARTITIONS)))
        throw new Error('the topic was not made');
      if (isControl) await withConnection(cluster, lazyCommits);
      await withConnection(cluster, 'checkpoint');
      await flushDisk(disk.folder);
      const workload = startWorkload(surroundings, { seed, isPlain: true });
      await new Promise((resolve) => setTimeout(resolve, randomOf(seed, 'cut').integer(...LOAD_MS)));
      const tree = postgresTree(cluster.postgres.pid ?? 0);
      for (const pid of tree) signal(pid, 'SIGSTOP');
      await copyImage(disk.image, copy);
      // Whoever waits for an answer at this moment never gets one.
      await cluster.gateways[0]?.end('SIGKILL');
      await workload.stop();
      for (const pid of tree) signal(pid, 'SIGKILL');
    } finally {
      await cluster.stop();
    }
  } finally {
    await disk.unmount();
    await rm(disk.image);
  }
}

async function auditCopy(copy: string, { folder, recorder }: Place): Promise<void> {
  const mounted = join(folder, 'copy');
  await mkdir(mounted);
  const disk = await mountDisk(copy, mounted);
  try {
    const cluster = await startOn(disk.folder, { folder, recorder });
    try {
      const topics = [{ topic: MAIN_TOPIC, partitions: MAIN_PARTITIONS }];
      const surroundings = await surroundingsOf(cluster, recorder);
      await auditGateway(surroundings, topics, 0);
      const database = await cluster.connect();
      await auditDatabase(surroundings, topics, database).finally(() => database.end());
    } finally {
      await cluster.stop();
    }
  } finally {
    await disk.unmount();
  }
}

function startOn(diskFolder: string, { folder, recorder }: Place): Promise<Cluster> {
  return Cluster.start({ dataDir: join(diskFolder, 'data'), folder, gateways: 1, recorder });
}

async function surroundingsOf(cluster: Cluster, recorder: Recorder): Promise<Surroundings> {
  const urls = cluster.gateways.map((slot) => () => slot.url);
  const { kafka_cluster_id: clusterId } = (await (await fetch(urls[0]?.() ?? '')).json()) as {
    kafka_cluster_id: string;
  };
  return { recorder, urls, clusterId };
}

async function withConnection(cluster: Cluster, statement: string): Promise<void> {
  const client = await cluster.connect();
  await client.query(statement).finally(() => client.end());
}

function recordRun(recorder: Recorder, seed: number): void {
  recorder.write({
    op: 'run',
    seed,
    gateways: 1,
    // Who waits when the power is cut waits in vain.
    answerMaxMs: Number.MAX_SAFE_INTEGER,
    recoveryMaxMs: Number.MAX_SAFE_INTEGER,
    residentMaxBytes: Number.MAX_SAFE_INTEGER,
    versions: { node: process.version },
  });
}
