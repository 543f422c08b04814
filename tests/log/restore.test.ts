// Backup and point-in-time restore, as docs/operations.md describes it: a base backup is copied while records are produced, log
// segments are archived, and after an accident the log is brought back to the moment before it.
import { existsSync } from 'node:fs';
import { appendFile, cp, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { EmbeddedPostgres } from '@weir/gateway/embedded-postgres';
import pg from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startGatewayProcess } from '../../tools/testing/gateway-process.ts';
import type { GatewayProcess } from '../../tools/testing/gateway-process.ts';
import { clusterIdOf, createTopic, produce, readAll, topicsOf } from './rest.ts';

const TOPIC = 'orders';
const ARCHIVE_LIMIT_MS = 20_000;
const logger = { info: () => undefined, warn: console.warn, error: console.error };

let folder: string;
const undo: (() => Promise<unknown>)[] = [];

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-restore-'));
});

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
  await rm(folder, { recursive: true, force: true });
});

async function startPostgres(name: string): Promise<EmbeddedPostgres> {
  const postgres = await EmbeddedPostgres.start({ dataDir: join(folder, name), logger });
  undo.push(() => postgres.stop());
  return postgres;
}

async function startGateway({ url: databaseUrl }: EmbeddedPostgres): Promise<GatewayProcess> {
  const gateway = await startGatewayProcess({ databaseUrl });
  undo.push(() => gateway.stop());
  return gateway;
}

async function asSuperuser<T>(
  { adminUrl }: EmbeddedPostgres,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: adminUrl });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

async function produceNumbers(gateway: GatewayProcess, from: number, to: number): Promise<void> {
  for (let number = from; number < to; number++) {
    const [verdict] = await produce(gateway, TOPIC, { records: [`{"value":${number}}`] });
    expect(verdict?.error).toBeNull();
  }
}

async function withArchive(name: string, archive: string): Promise<EmbeddedPostgres> {
  const first = await EmbeddedPostgres.start({ dataDir: join(folder, name), logger });
  await asSuperuser(first, async (client) => {
    await client.query('alter system set archive_mode = on');
    await client.query(`alter system set archive_command = 'cp %p ${archive}/%f'`);
  });
  await first.stop();
  return startPostgres(name);
}

/** All that a copy needs beside the archived segments. */
async function copyCluster(postgres: EmbeddedPostgres, to: string): Promise<void> {
  await asSuperuser(postgres, async (client) => {
    await client.query(`select pg_backup_start('test', true)`);
    const left = new Set(['postmaster.pid', 'postmaster.opts', 'pg_wal']);
    const from = join(postgres.folder, 'postgres');
    await cp(from, to, {
      recursive: true,
      filter: (path) => !left.has(path.slice(from.length + 1)) && existsSync(path),
    });
    await mkdir(join(to, 'pg_wal'), { mode: 0o700 });
    const { rows } = await client.query<{ labelfile: string }>('select labelfile from pg_backup_stop()');
    await writeFile(join(to, 'backup_label'), rows[0]?.labelfile ?? '');
  });
}

/** Resolves when the segment that is written now is in the archive. */
async function archiveAll(postgres: EmbeddedPostgres): Promise<void> {
  await asSuperuser(postgres, async (client) => {
    const { rows } = await client.query<{ segment: string }>(
      'select pg_walfile_name(pg_switch_wal()) as segment',
    );
    const segment = rows[0]?.segment ?? '';
    for (const end = performance.now() + ARCHIVE_LIMIT_MS; ; await sleep(100)) {
      const archived = await client.query<{ last: string | null }>(
        'select last_archived_wal as last from pg_stat_archiver',
      );
      if ((archived.rows[0]?.last ?? '') >= segment) return;
      if (performance.now() > end) throw new Error(`${segment} was not archived`);
    }
  });
}

test('the log is brought back to the moment before an accident', { timeout: 120_000 }, async () => {
  const archive = join(folder, 'archive');
  await mkdir(archive);
  const postgres = await withArchive('first', archive);
  const gateway = await startGateway(postgres);
  await createTopic(gateway, TOPIC, 1);
  await produceNumbers(gateway, 0, 50);
  const copied = copyCluster(postgres, join(folder, 'second', 'postgres'));
  await produceNumbers(gateway, 50, 150);
  await copied;
  await produceNumbers(gateway, 150, 200);
  const before = await asSuperuser(postgres, async (client) => {
    const { rows } = await client.query<{ now: string }>('select clock_timestamp()::text as now');
    return rows[0]?.now ?? '';
  });
  await sleep(50);
  const deleted = await fetch(`${gateway.url}/v3/clusters/${await clusterIdOf(gateway)}/topics/${TOPIC}`, {
    method: 'DELETE',
  });
  expect(deleted.status).toBe(204);
  expect(await topicsOf(gateway)).not.toContain(TOPIC);
  await archiveAll(postgres);
  await gateway.stop();

  const second = join(folder, 'second');
  await cp(join(folder, 'first', 'postgres.password'), join(second, 'postgres.password'));
  await appendFile(
    join(second, 'postgres', 'postgresql.auto.conf'),
    `archive_mode = off\nrestore_command = 'cp ${archive}/%f %p'\nrecovery_target_time = '${before}'\nrecovery_target_action = promote\n`,
  );
  await writeFile(join(second, 'postgres', 'recovery.signal'), '');
  const restored = await startGateway(await startPostgres('second'));
  const values = (await readAll(restored, TOPIC, 0)).map(({ offset, value }) => [offset, Number(value)]);
  expect(values).toEqual(Array.from({ length: 200 }, (_, number) => [number, number]));
  await produceNumbers(restored, 200, 201);
  expect(await readAll(restored, TOPIC, 0)).toHaveLength(201);
});
