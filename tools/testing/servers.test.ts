// Where programs of others come from. (That Debian's package is brought shows wherever a test needs one that is not installed.)
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findProgram } from './servers.ts';

const program = {
  commands: ['weird-one', 'weird-two'],
  debianPackage: 'weir-no-such-package',
  file: 'usr/bin/weird',
};
let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'weir-path-'));
});

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

test('a program in PATH is taken under any of its names; what can not be run, or only asks for a snap, is not', async () => {
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  // Without apt-get in PATH nothing can be brought.
  vi.stubEnv('PATH', folder);
  writeFileSync(join(folder, 'weird-one'), '#!/bin/sh\n');
  expect(await findProgram(program)).toBeUndefined();
  expect(warn.mock.calls.flat().join()).toContain(
    'weir-no-such-package is not in PATH and could not be brought',
  );
  writeFileSync(join(folder, 'weird-two'), '#!/bin/sh\necho please run: snap install weird\n');
  chmodSync(join(folder, 'weird-two'), 0o755);
  expect(await findProgram(program)).toBeUndefined();
  writeFileSync(join(folder, 'weird-two'), '#!/bin/sh\n');
  expect(await findProgram(program)).toBe(join(folder, 'weird-two'));
});
