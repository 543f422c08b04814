// What the command line of the gateway and of the launchers answers.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { isHelpAsked, usageText } from './usage.ts';

const tools = join(import.meta.dirname, '..', '..', '..', 'tools');

function launch(program: string, ...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(tools, program), ...args], {
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

const settingsOf = (text: string) => text.slice(text.indexOf('Settings come from'));

test.each(['--help', '-h'])('npm start -- %s names the same settings as the gateway itself', (option) => {
  const { status, stdout, stderr } = launch('start.mjs', option);
  expect([status, stderr]).toEqual([0, '']);
  expect(stdout).toMatch(/^Usage: npm start\n/);
  expect(settingsOf(stdout)).toBe(settingsOf(usageText()));
  expect(isHelpAsked([option])).toBe(true);
});

test('npm test -- --help says what can be run', () => {
  const { status, stdout } = launch('test.mjs', '--help');
  expect(status).toBe(0);
  expect(stdout).toMatch(/^Usage: npm test [^]*--project NAME/);
});

test.each([
  ['--port=hunter2', 'the option --port is not known'],
  ['postgres://weir:hunter2@db/weir', 'takes no arguments'],
])('%s is refused with one line that repeats no secret', (given, fault) => {
  const { status, stdout, stderr } = launch('start.mjs', given);
  expect([status, stdout]).toEqual([1, '']);
  expect(stderr).toMatch(/^weir: ((?!hunter2).)*\n$/);
  expect(stderr).toContain(fault);
  expect(() => isHelpAsked([given])).toThrow(/^((?!hunter2).)*$/);
  expect(() => isHelpAsked([given])).toThrow(fault);
});

test('the text fits a terminal of 130 columns and names where to read on', () => {
  const lines = usageText().split('\n');
  expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(130);
  expect(lines.at(-2)).toBe('All of them: docs/configuration.md');
  expect(isHelpAsked([])).toBe(false);
});
