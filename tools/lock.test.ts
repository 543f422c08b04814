// package-lock.json must serve every platform and every registry.
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

test('the lock names the packages of all platforms ("npm run lock:complete" adds them)', () => {
  const program = join(import.meta.dirname, 'complete-lock.mjs');
  const { stdout, status } = spawnSync(process.execPath, [program, '--check'], { encoding: 'utf8' });
  expect(stdout).toBe('');
  expect(status).toBe(0);
});

test('the lock names no registry', () => {
  const lock = readFileSync(join(import.meta.dirname, '..', 'package-lock.json'), 'utf8');
  expect(lock).not.toMatch(/"resolved": "https?:/);
});
