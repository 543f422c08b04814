// The README's example, run as it stands, with its claims checked behind it.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

it('runs and keeps what its comments promise', () => {
  const readme = readFileSync(new URL('../README.md', import.meta.url), 'utf8');
  const example = /```ts\n(.*?)```/s.exec(readme)?.[1] ?? '';
  const claims = `
    const record = decodeRecordBatch(bytes)[0];
    console.log(JSON.stringify([
      verifyRecordBatch(bytes).recordCount,
      record?.value?.buffer === bytes.buffer,
      partitionForKey(key, 12),
    ]));`;
  const output = execFileSync(
    process.execPath,
    ['--conditions=source', '--input-type=module-typescript', '--eval', example + claims],
    { cwd: fileURLToPath(new URL('..', import.meta.url)), encoding: 'utf8' },
  );
  expect(JSON.parse(output)).toEqual([1, true, 9]);
});
