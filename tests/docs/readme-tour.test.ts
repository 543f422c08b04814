// The README's tour, word for word: its commands run in one shell against a real gateway, its programs by their interpreters, and
// all print what it says.
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway } from '../../tools/testing/gateway.ts';
import type { TestGateway } from '../../tools/testing/gateway.ts';

const readme = readFileSync(join(import.meta.dirname, '..', '..', 'README.md'), 'utf8');
const ADDRESS = 'http://127.0.0.1:8080';
const SEPARATOR = '\u0001';

interface Step {
  /** For one shell, to which a program in another language is one command more. */
  readonly commands: string;
  /** What the README shows below them; undefined where it shows nothing. */
  readonly output: string | undefined;
}

const interpreters: Readonly<Record<string, string>> = {
  python: 'python3 -',
  js: `'${process.execPath}' --input-type=module`,
};

/** Each `sh`, `python` and `js` block, with the `text` block that follows it directly. */
function tour(markdown: string): Step[] {
  const blocks = markdown.matchAll(
    /```(?<language>sh|python|js)\n(?<code>[\s\S]*?)```\n(?:```text\n(?<output>[\s\S]*?)```\n)?/g,
  );
  return [...blocks].map(({ groups }) => {
    const { language = '', code = '', output } = groups ?? {};
    const interpreter = interpreters[language];
    const commands = interpreter === undefined ? code : `${interpreter} <<'PROGRAM'\n${code}PROGRAM\n`;
    return { commands, output };
  });
}

/** Times differ from run to run, and white space only makes the README readable. */
function comparable(text: string): string {
  return text.replaceAll(/"timestamp":"[^"]*"/g, '"timestamp":""').replaceAll(/\s+/g, '');
}

let gateway: TestGateway;
beforeAll(async () => {
  gateway = await startGateway();
});
afterAll(() => gateway.close());

test('the tour of the README prints what the README says', async () => {
  const steps = tour(readme);
  expect(steps).toHaveLength(5);
  expect(steps.filter(({ output }) => output !== undefined)).toHaveLength(5);
  const script = steps
    .map(({ commands }) => commands.replaceAll(ADDRESS, gateway.url))
    .join(`\nprintf '${SEPARATOR}'\n`);
  const { stdout } = await promisify(execFile)('bash', ['-euo', 'pipefail', '-c', script], {
    timeout: 60_000,
  });
  const outputs = stdout.split(SEPARATOR);
  expect(outputs).toHaveLength(steps.length);
  for (const [index, { commands, output }] of steps.entries()) {
    expect({ commands, output: comparable(outputs[index] ?? '') }).toEqual({
      commands,
      output: comparable(output ?? ''),
    });
  }
});
