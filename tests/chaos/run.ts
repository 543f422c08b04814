// One run: a cluster, its clients, the nemesis, the auditors, and the verdict on the history that they leave.
import { mkdtemp, rm } from 'node:fs/promises';
import { readdirSync, readlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { residentBytes } from '../../tools/testing/resident-memory.ts';
import { HistoryChecker } from './check/checker.ts';
import type { Violations } from './check/violations.ts';
import { auditDatabase, auditGateway } from './clients/auditor.ts';
import type { AuditedTopic } from './clients/auditor.ts';
import type { Surroundings } from './clients/surroundings.ts';
import { MAIN_PARTITIONS, MAIN_TOPIC, startWorkload } from './clients/workload.ts';
import { Cluster } from './cluster/cluster.ts';
import { makeDisk } from './cluster/disk.ts';
import type { Disk } from './cluster/disk.ts';
import { needsRoot } from './faults/fault-ids.ts';
import { ABUSED_TOPIC, createTopic, HINTS_TOPIC } from './faults/topics.ts';
import type { Line } from './history/lines.ts';
import { readHistory } from './history/read-history.ts';
import { Recorder } from './history/recorder.ts';
import { runNemesis } from './nemesis.ts';
import { Tally } from './report.ts';
import { makeSchedule } from './schedule.ts';
import type { ScheduledId } from './schedule.ts';

export interface RunOptions {
  readonly durationMs: number;
  readonly seed: number;
  readonly faults: readonly ScheduledId[];
  readonly gateways: number;
  readonly signal: AbortSignal;
  readonly print: (line: string) => void;
}

export interface RunResult {
  readonly violations: Violations;
  readonly tally: Tally;
  /** History and logs. */
  readonly folder: string;
  readonly historyFile: string;
  readonly skipped: readonly ScheduledId[];
}

const PROGRESS_MS = 10_000;
const SAMPLE_MS = 1_000;
const RECOVERY_MAX_MS = 30_000;
/** Connections that were cut are noticed, pools give back what they do not need. */
const REST_MS = 3_000;
const DISK_MEBIBYTES = 12_288;

export async function runChaos(options: RunOptions): Promise<RunResult> {
  const isRoot = process.getuid?.() === 0;
  const skipped = options.faults.filter((id) => needsRoot(id) && !isRoot);
  const faults = options.faults.filter((id) => !skipped.includes(id));
  for (const id of skipped) options.print(`${id} needs root: it is left out`);
  // A short path, so that the server's socket fits.
  const folder = await mkdtemp(join(tmpdir(), 'weir-chaos-'));
  const recorder = new Recorder(join(folder, 'history.ndjson'));
  const tally = new Tally();
  try {
    await new Run(options, faults, { folder, recorder, tally }).all();
  } finally {
    recorder.close();
  }
  const checker = new HistoryChecker();
  for await (const line of readHistory(recorder.file)) checker.take(line);
  return { violations: checker.finish(), tally, folder, historyFile: recorder.file, skipped };
}

interface Outputs {
  readonly folder: string;
  readonly recorder: Recorder;
  readonly tally: Tally;
}

class Run {
  readonly #options: RunOptions;
  readonly #faults: readonly ScheduledId[];
  readonly #outputs: Outputs;
  readonly #undo: (() => Promise<void>)[] = [];
  readonly #topics = new Map<string, number>();
  /** What worked since the last fault: `produce 0`. */
  #worked: Set<string> | undefined;
  readonly #vias = new Map<number, number>();

  constructor(options: RunOptions, faults: readonly ScheduledId[], outputs: Outputs) {
    this.#options = options;
    this.#faults = faults;
    this.#outputs = outputs;
    outputs.recorder.onLine = (line) => this.#notice(line);
  }

  async all(): Promise<void> {
    try {
      const cluster = await this.#start();
      await this.#work(cluster, await this.#prepare(cluster));
    } finally {
      for (let step = this.#undo.pop(); step !== undefined; step = this.#undo.pop()) await step();
    }
  }

  async #start(): Promise<Cluster> {
    const { folder, recorder } = this.#outputs;
    const { seed, gateways } = this.#options;
    const disk = this.#faults.includes('F8') ? await this.#mountDisk(folder) : undefined;
    const dataDir = join(disk?.folder ?? folder, 'data');
    this.#undo.push(() => rm(dataDir, { recursive: true, force: true }));
    const cluster = await Cluster.start({ dataDir, folder, gateways, recorder });
    this.#undo.push(() => cluster.stop());
    recorder.write({
      op: 'run',
      seed,
      gateways,
      answerMaxMs: 15_000,
      recoveryMaxMs: RECOVERY_MAX_MS,
      residentMaxBytes: 640 * 2 ** 20,
      versions: { node: process.version, postgres: cluster.postgres.version },
    });
    return cluster;
  }

  async #mountDisk(folder: string): Promise<Disk> {
    const disk = await makeDisk({ folder, mebibytes: DISK_MEBIBYTES });
    this.#undo.push(async () => {
      await disk.unmount();
      await rm(disk.image);
    });
    return disk;
  }

  async #prepare(cluster: Cluster): Promise<Surroundings> {
    const { recorder } = this.#outputs;
    const urls = cluster.gateways.map((slot) => () => slot.url);
    const root = (await (await fetch(urls[0]?.() ?? '')).json()) as { kafka_cluster_id: string };
    const surroundings = { recorder, urls, clusterId: root.kafka_cluster_id };
    for (const [topic, partitions] of [
      [MAIN_TOPIC, MAIN_PARTITIONS],
      [ABUSED_TOPIC, 1],
      [HINTS_TOPIC, 1],
    ] as const)
      if (!(await createTopic(surroundings, topic, partitions)))
        throw new Error(`topic ${topic} was not made`);
    recorder.write({
      op: 'event',
      event: { kind: 'topic-created', topic: MAIN_TOPIC, partitions: MAIN_PARTITIONS },
    });
    return surroundings;
  }

  async #work(cluster: Cluster, surroundings: Surroundings): Promise<void> {
    const { seed, durationMs, gateways, signal, print } = this.#options;
    const { recorder, tally } = this.#outputs;
    this.#sampleAtRest(cluster);
    const workload = startWorkload(surroundings, { seed });
    const timers = [
      setInterval(() => this.#sample(cluster), SAMPLE_MS),
      setInterval(() => print(tally.progress(Math.round(recorder.now() / 1000))), PROGRESS_MS),
    ];
    try {
      const schedule = makeSchedule({ seed, durationMs, faults: this.#faults, gateways });
      await runNemesis({ cluster, surroundings, schedule, durationMs, signal });
      // One that was ended early has not been given the time to recover.
      if (!signal.aborted) {
        this.#worked = new Set();
        recorder.write({ op: 'event', event: { kind: 'healed' } });
        await this.#untilAllWorks();
      }
    } finally {
      await workload.stop();
      for (const timer of timers) clearInterval(timer);
    }
    recorder.write({ op: 'event', event: { kind: 'stopped' } });
    print(`${tally.progress(Math.round(recorder.now() / 1000))}; the auditors read`);
    await this.#audit(cluster, surroundings);
    await new Promise((resolve) => setTimeout(resolve, REST_MS));
    this.#sampleAtRest(cluster);
  }

  async #untilAllWorks(): Promise<void> {
    const { gateways, signal } = this.#options;
    const end = performance.now() + RECOVERY_MAX_MS;
    while ((this.#worked?.size ?? 0) < 3 * gateways && performance.now() < end && !signal.aborted)
      await new Promise((resolve) => setTimeout(resolve, 100));
  }

  async #audit(cluster: Cluster, surroundings: Surroundings): Promise<void> {
    const topics: AuditedTopic[] = [...this.#topics].map(([topic, partitions]) => ({ topic, partitions }));
    for (const { index } of cluster.gateways) await auditGateway(surroundings, topics, index);
    const database = await cluster.connect();
    await auditDatabase(surroundings, topics, database).finally(() => database.end());
  }

  #notice(line: Line): void {
    this.#outputs.tally.take(line);
    if (line.op === 'event') {
      const { event } = line;
      if (event.kind === 'topic-created' || event.kind === 'partitions-added')
        this.#topics.set(event.topic, event.partitions);
      if (event.kind === 'topic-deleted') this.#topics.delete(event.topic);
    }
    if (this.#worked === undefined) return;
    if (line.op === 'tail' && line.type === 'seen') this.#worked.add(`tail ${line.via}`);
    if (line.op !== 'produce' && line.op !== 'fetch') return;
    if (line.type === 'invoke') this.#vias.set(line.id, line.via);
    else if (line.type === 'ok' && this.#vias.has(line.id))
      this.#worked.add(`${line.op} ${this.#vias.get(line.id)}`);
  }

  #sample({ gateways }: Cluster): void {
    for (const { index, process } of gateways) {
      const bytes = process === undefined ? undefined : memoryOf(process.pid);
      if (bytes !== undefined)
        this.#outputs.recorder.write({ op: 'sample', gateway: index, residentBytes: bytes });
    }
  }

  #sampleAtRest({ gateways }: Cluster): void {
    for (const { index, process } of gateways) {
      if (process === undefined) continue;
      const atRest = { sockets: socketsOf(process.pid) };
      const residentBytes = memoryOf(process.pid) ?? 0;
      this.#outputs.recorder.write({ op: 'sample', gateway: index, residentBytes, atRest });
    }
  }
}

/** Undefined where there is no such process any more. */
function memoryOf(pid: number): number | undefined {
  try {
    return residentBytes(pid);
  } catch {
    return undefined;
  }
}

function socketsOf(pid: number): number {
  const folder = `/proc/${pid}/fd`;
  return readdirSync(folder).filter((name) => {
    try {
      return readlinkSync(join(folder, name)).startsWith('socket:');
    } catch {
      // It was the one with which the folder is read.
      return false;
    }
  }).length;
}
