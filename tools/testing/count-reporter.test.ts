// The count behind the closing line, from a real vitest run over files with every kind of end.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { TestCount } from './count-reporter.ts';

const repository = join(import.meta.dirname, '..', '..');

const files = {
  'ends.test.ts': `
    import { expect, test } from 'vitest';
    test('passes', () => expect(1).toBe(1));
    test.each([1, 2])('passes %i', () => expect(1).toBe(1));
    test('fails', () => expect(1).toBe(2));
    test.skip('is skipped', () => expect(1).toBe(1));
    test.todo('is only planned');`,
  'hook.test.ts': `
    import { beforeAll, describe, test } from 'vitest';
    describe('a suite', () => {
      beforeAll(() => { throw new Error('no'); });
      test('never runs', () => undefined);
    });`,
  'broken.test.ts': `import './is-not-there.ts';`,
  'unhandled.test.ts': `
    import { expect, test } from 'vitest';
    test('leaves a rejection behind', async () => {
      void Promise.reject(new Error('nobody waits'));
      await new Promise((resolve) => setTimeout(resolve, 20));
      expect(1).toBe(1);
    });`,
};

test('every end of a test, and every fault outside one, is counted', () => {
  const folder = mkdtempSync(join(tmpdir(), 'weir-count-'));
  try {
    symlinkSync(join(repository, 'node_modules'), join(folder, 'node_modules'));
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
    const file = join(folder, 'count.json');
    const reporter = join(import.meta.dirname, 'count-reporter.ts');
    const args = [join(repository, 'node_modules/vitest/vitest.mjs'), 'run', '--root', folder];
    const environment = { ...process.env, TEST_COUNT_FILE: file };
    spawnSync(process.execPath, [...args, `--reporter=${reporter}`], { env: environment, timeout: 25_000 });
    const count = JSON.parse(readFileSync(file, 'utf8')) as TestCount;
    // Failed: the test, the hook, the file that can't be loaded, the rejection.
    expect(count).toMatchObject({ passed: 4, failed: 4 });
    expect(count.skipped.sort()).toEqual([
      'ends.test.ts > is only planned',
      'ends.test.ts > is skipped',
      'hook.test.ts > a suite > never runs',
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
