// The embedded server's life: made once, restarted where it dies, taken over from a killed gateway, stopped.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, cp, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findBinaries } from './binaries.ts';
import { EmbeddedPostgres } from './embedded-postgres.ts';
import type { EmbeddedPostgresOptions } from './embedded-postgres.ts';
import { chooseExecution } from './execution.ts';
import { isAlive, stopLeftBehind } from './left-behind.ts';

let folder: string;
let started: EmbeddedPostgres[];
const lines: string[] = [];
const write = (_fields: object, message: string) => void lines.push(message);
const logger = { info: write, warn: write, error: write };

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'weir-embedded-'));
  started = [];
  lines.length = 0;
});

afterEach(async () => {
  await Promise.all(started.map((server) => server.stop()));
  await rm(folder, { recursive: true, force: true });
});

async function start(options: Partial<EmbeddedPostgresOptions> = {}): Promise<EmbeddedPostgres> {
  const server = await EmbeddedPostgres.start({ dataDir: folder, logger, syncInit: false, ...options });
  started.push(server);
  return server;
}

async function query(url: string, statement: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query({ text: statement, rowMode: 'array' })).rows.flat();
  } finally {
    await client.end();
  }
}

const sorted = async (path: string) => (await readdir(path)).sort();

test('the server listens on a socket in its folder and on no TCP port, and asks for the password', async () => {
  const { url, adminUrl, folder: place, version } = await start();
  expect(await query(url, 'SHOW server_version')).toEqual([version]);
  expect(version).toMatch(/^18\.\d+$/);
  expect(
    await query(url, `SELECT current_user, current_database(), current_setting('listen_addresses')`),
  ).toEqual(['weir', 'weir', '']);
  expect(await query(adminUrl, `SELECT current_setting('unix_socket_directories')`)).toEqual([place]);
  await expect(query(url.replace(/:[^:@/]+@/, ':wrong@'), 'SELECT 1')).rejects.toThrow(
    'password authentication failed',
  );
  expect((await stat(join(folder, 'postgres.password'))).mode & 0o777).toBe(0o600);
  expect(await sorted(folder)).toEqual([
    '.s.PGSQL.5432',
    '.s.PGSQL.5432.lock',
    'postgres',
    'postgres.log',
    'postgres.password',
  ]);
});

test('a folder with a long path gets a loopback port instead of a socket', async () => {
  const { adminUrl } = await start({ dataDir: join(folder, 'x'.repeat(90)) });
  expect(
    await query(
      adminUrl,
      `SELECT current_setting('listen_addresses'), current_setting('unix_socket_directories')`,
    ),
  ).toEqual(['127.0.0.1', '']);
});

test('what was stored is there after stop and start', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  await first.stop();
  expect(await sorted(folder)).toEqual(['postgres', 'postgres.log', 'postgres.password']);
  expect(await query((await start()).url, 'SELECT n FROM kept')).toEqual([7]);
});

test('a server that dies is restarted at the same place', async () => {
  const server = await start();
  await query(server.url, 'CREATE TABLE kept AS SELECT 7 AS n');
  const pid = server.pid ?? 0;
  process.kill(pid, 'SIGKILL');
  await vi.waitFor(
    () => expect(lines.filter((line) => line === 'PostgreSQL is ready')).toHaveLength(2),
    20_000,
  );
  expect(server.pid).not.toBe(pid);
  expect(lines).toContain('PostgreSQL ended unexpectedly');
  expect(await query(server.url, 'SELECT n FROM kept')).toEqual([7]);
});

test('a server that a killed process left behind is stopped and the folder taken over', async () => {
  const script = `
    import { EmbeddedPostgres } from '${new URL('./embedded-postgres.ts', import.meta.url).href}';
    const write = () => undefined;
    const logger = { info: write, warn: write, error: write };
    const server = await EmbeddedPostgres.start({ dataDir: '${folder}', logger, syncInit: false });
    console.log(server.pid);`;
  const child = spawn(process.execPath, ['--conditions=source', '--input-type=module', '-e', script]);
  const [output] = (await once(child.stdout, 'data')) as [Buffer];
  child.kill('SIGKILL');
  const pid = Number(output.toString());
  expect(isAlive(pid)).toBe(true);
  await start();
  expect(lines).toContain('stopped the PostgreSQL that a killed gateway left behind');
  expect(isAlive(pid)).toBe(false);
});

test('a stale postmaster.pid whose number is now of another process is no obstacle', async () => {
  const first = await start();
  const file = join(folder, 'postgres', 'postmaster.pid');
  const text = await readFile(file, 'utf8');
  await first.stop();
  await writeFile(file, text.replace(/^\d+/, String(process.ppid)));
  expect(await query((await start()).url, 'SELECT 1')).toEqual([1]);
  expect(isAlive(process.ppid)).toBe(true);
});

test('a kill in the middle of initdb leaves nothing that a later start could mistake for a cluster', async () => {
  await mkdir(join(folder, 'postgres.new-1', 'base'), { recursive: true });
  await start();
  expect(await sorted(folder)).not.toContain('postgres.new-1');
});

test('a cluster of another major version is refused with a line that says what to do', async () => {
  await (await start({ packageName: 'embedded-postgres-14' })).stop();
  await expect(start()).rejects.toThrow(
    /holds data of PostgreSQL 14 and this version brings PostgreSQL 18: dump it/,
  );
});

test('a server that can not start says why', async () => {
  await (await start()).stop();
  await writeFile(join(folder, 'postgres', 'postgresql.conf'), 'shared_buffers = nonsense\n');
  await expect(start()).rejects.toThrow(/PostgreSQL did not start: .*postgresql.conf.*its log: /);
});

test('stopping twice, and stopping while it restarts, ends the server', async () => {
  const server = await start();
  process.kill(server.pid ?? 0, 'SIGKILL');
  await Promise.all([server.stop(), server.stop()]);
  expect(isAlive(server.pid ?? 0)).toBe(false);
  expect(await stopLeftBehind(join(folder, 'postgres'))).toBeUndefined();
});

test.skipIf(process.getuid?.() !== 0)(
  'root without user namespaces gets a folder of an unprivileged account (needs root)',
  async () => {
    // The account must be able to pass through the folder that holds its own.
    const accountFolder = await mkdtemp(join(tmpdir(), 'weir-account-'));
    await chmod(accountFolder, 0o755);
    try {
      const server = await start({ execution: { kind: 'account', accountFolder } });
      expect(server.folder.startsWith(accountFolder)).toBe(true);
      expect(await query(server.url, 'SELECT 1')).toEqual([1]);
      expect((await stat(server.folder)).uid).not.toBe(0);
      expect((await stat(folder)).uid).toBe(0);
      expect(lines).toContain('PostgreSQL refuses root: its data is in a folder of its own');
      await server.stop();
      // The data folder may be moved: it remembers where its data is.
      const moved = `${folder}-moved`;
      await cp(folder, moved, { recursive: true });
      const choice = { kind: 'account', accountFolder } as const;
      expect(chooseExecution(findBinaries(), moved, choice).folder).toBe(server.folder);
      await rm(moved, { recursive: true });
      // A cluster that its owner made here must not be taken for absent.
      await mkdir(join(folder, 'postgres'));
      await writeFile(join(folder, 'postgres', 'PG_VERSION'), '18\n');
      await expect(start({ execution: choice })).rejects.toThrow(/holds a cluster that root cannot use here/);
    } finally {
      await rm(accountFolder, { recursive: true });
    }
  },
);
