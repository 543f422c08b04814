// Stopping in order, once, within limits.
import { mkdtempSync, rmSync } from 'node:fs';
import { spawnSync } from 'node:child_process';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { lockDataFolder } from './lifecycle-data-folder.ts';
import { checkPort } from './lifecycle-port.ts';
import { Lifecycle, StoppedDuringStart } from './lifecycle.ts';

const lines: string[] = [];
const write = (_fields: object, message: string) => void lines.push(message);
const logger = { debug: write, info: write, warn: write, error: write };

beforeEach(() => {
  lines.length = 0;
});

test('what was started last is stopped first, and only once', async () => {
  const lifecycle = new Lifecycle(logger);
  const stopped: string[] = [];
  for (const name of ['database', 'broker', 'http']) {
    lifecycle.onStop({ name, limitMs: 1_000, stop: () => Promise.resolve(void stopped.push(name)) });
  }
  expect(await Promise.all([lifecycle.stop('SIGINT'), lifecycle.stop('SIGINT')])).toEqual([true, true]);
  expect(stopped).toEqual(['http', 'broker', 'database']);
  expect(lines).toEqual(['stopping', 'stopped']);
});

test('a step that fails or hangs does not keep the next one from being stopped', async () => {
  const lifecycle = new Lifecycle(logger);
  const stopped: string[] = [];
  lifecycle.onStop({
    name: 'database',
    limitMs: 1_000,
    stop: () => Promise.resolve(void stopped.push('database')),
  });
  lifecycle.onStop({ name: 'broker', limitMs: 1_000, stop: () => Promise.reject(new Error('no')) });
  lifecycle.onStop({ name: 'http', limitMs: 10, stop: () => new Promise(() => undefined) });
  expect(await lifecycle.stop('SIGTERM')).toBe(false);
  expect(stopped).toEqual(['database']);
  expect(lines).toEqual([
    'stopping',
    'a step of the stop took too long',
    'a step of the stop failed',
    'stopped',
  ]);
});

test('undoing a start that failed stops all and says nothing, also where a signal comes meanwhile', async () => {
  const lifecycle = new Lifecycle(logger);
  const stopped: string[] = [];
  const { promise, resolve } = Promise.withResolvers<void>();
  lifecycle.onStop({ name: 'database', limitMs: 1_000, stop: () => promise });
  lifecycle.onStop({
    name: 'broker',
    limitMs: 1_000,
    stop: () => Promise.resolve(void stopped.push('broker')),
  });
  const undone = lifecycle.undo();
  lifecycle.requestStop('SIGINT');
  resolve();
  expect(await undone).toBe(true);
  expect(stopped).toEqual(['broker']);
  expect(lines).toEqual([]);
});

test('a stop that is asked for in the middle of the start ends the start', () => {
  const lifecycle = new Lifecycle(logger);
  expect(() => lifecycle.throwIfStopping()).not.toThrow();
  lifecycle.requestStop('SIGTERM');
  expect(() => lifecycle.throwIfStopping()).toThrow(StoppedDuringStart);
  expect(lifecycle.signal.reason).toBeInstanceOf(StoppedDuringStart);
});

test('a data folder has one gateway at a time, and one that was killed holds it no longer', () => {
  const folder = mkdtempSync(join(tmpdir(), 'weir-lock-'));
  const module = new URL('./lifecycle-data-folder.ts', import.meta.url).href;
  const other = (end: string) => {
    const script = `import { lockDataFolder } from '${module}'; lockDataFolder('${folder}'); ${end}`;
    return spawnSync(process.execPath, ['--conditions=source', '--input-type=module', '-e', script], {
      encoding: 'utf8',
    });
  };
  expect(other(`process.kill(process.pid, 'SIGKILL')`).signal).toBe('SIGKILL');
  const unlock = lockDataFolder(folder);
  const refused = other('');
  expect(refused.status).toBe(1);
  expect(refused.stderr).toContain(
    `${folder} is in use by another gateway (pid ${process.pid}): stop that one, or choose another folder`,
  );
  unlock();
  expect(other('').status).toBe(0);
  rmSync(folder, { recursive: true });
});

test('a data folder that can not be made is refused with a line that says what to do', () => {
  expect(() => lockDataFolder('/dev/null/data')).toThrow(
    /can't be used \(.*\): mend its rights or choose another with WEIR_DATA_DIR/,
  );
});

test('a port in use and an address of another machine are refused with a line that names the setting', async () => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(checkPort('127.0.0.1', port)).rejects.toThrow(
    `port ${port} on 127.0.0.1 is in use: stop what listens there, or choose another with WEIR_PORT`,
  );
  await new Promise((resolve) => server.close(resolve));
  await expect(checkPort('127.0.0.1', port)).resolves.toBeUndefined();
  await expect(checkPort('192.0.2.1', port)).rejects.toThrow('choose another with WEIR_HOST');
});
