// The cluster under test: a PostgreSQL that is a direct child of ours, and gateways on it, each behind links.
import { dirname, join } from 'node:path';
import { EmbeddedPostgres } from '@weir/gateway/embedded-postgres';
import pg from 'pg';
import type { Recorder } from '../history/recorder.ts';
import { GatewaySlot } from './gateway-slot.ts';

export interface ClusterOptions {
  /** For the database. A short path, so that the server's socket fits. */
  readonly dataDir: string;
  /** For logs. */
  readonly folder: string;
  readonly gateways: number;
  readonly recorder: Recorder;
}

const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

export class Cluster {
  readonly postgres: EmbeddedPostgres;
  readonly gateways: readonly GatewaySlot[];
  /** On the file system of the database. */
  readonly diskFolder: string;
  readonly #locks = new Map<string, Promise<void>>();

  private constructor(postgres: EmbeddedPostgres, gateways: readonly GatewaySlot[], diskFolder: string) {
    this.postgres = postgres;
    this.gateways = gateways;
    this.diskFolder = diskFolder;
  }

  static async start({ dataDir, folder, gateways, recorder }: ClusterOptions): Promise<Cluster> {
    // It brings the server up again whenever it is killed.
    const postgres = await EmbeddedPostgres.start({ dataDir, logger: silent, port: 0, syncInit: false });
    const slots: GatewaySlot[] = [];
    const cluster = new Cluster(postgres, slots, dirname(dataDir));
    try {
      for (let index = 0; index < gateways; index++) {
        const logFile = join(folder, `gateway-${index}.log`);
        slots.push(await GatewaySlot.open({ index, databaseUrl: postgres.url, recorder, logFile }));
      }
      await Promise.all(slots.map((slot) => slot.start()));
      return cluster;
    } catch (error) {
      await cluster.stop();
      throw error;
    }
  }

  /** A connection as superuser, past all links. Whoever asks ends it. */
  async connect(): Promise<pg.Client> {
    const url = new URL(this.postgres.adminUrl);
    url.pathname = '/weir';
    const client = new pg.Client({ connectionString: url.href, connectionTimeoutMillis: 2_000 });
    // Of a server that is killed: what is under way then is told by its own rejection.
    client.on('error', () => undefined);
    await client.connect();
    return client;
  }

  /** Waits until PostgreSQL answers. */
  async untilPostgresAnswers(limitMs: number): Promise<boolean> {
    const end = performance.now() + limitMs;
    while (performance.now() < end) {
      const client = await this.connect().catch(() => undefined);
      if (client !== undefined) {
        await client.end().catch(() => undefined);
        return true;
      }
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return false;
  }

  /**
   * What a fault does to a target is done when no other fault is at work on it; where that takes too long it is left out, and
   * the answer is false.
   */
  async withTarget(target: string, waitMs: number, work: () => Promise<void>): Promise<boolean> {
    const end = performance.now() + waitMs;
    for (let lock = this.#locks.get(target); lock !== undefined; lock = this.#locks.get(target)) {
      const leftMs = end - performance.now();
      if (leftMs <= 0) return false;
      await Promise.race([lock, new Promise((resolve) => setTimeout(resolve, leftMs))]);
    }
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#locks.set(target, promise);
    try {
      await work();
    } finally {
      this.#locks.delete(target);
      resolve();
    }
    return true;
  }

  async stop(): Promise<void> {
    await Promise.allSettled(this.gateways.map((slot) => slot.close()));
    await this.postgres.stop();
  }
}
