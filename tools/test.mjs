// `npm test`: brings all that the tests need, runs them, and closes with the line `N passed, N failed, N skipped`. With --checks
// also type check, lint, the generated documents and a short run of the fuzzer (each counts as a test). Other arguments go to vitest.
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pinnedNode, prepare, repository, toolEnvironment } from './prepare.mjs';
import { checkTestArguments } from './usage.mjs';

const checks = [
  { name: 'type check', args: ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.json'] },
  {
    name: 'type check of the dashboard',
    args: [
      'apps/dashboard/node_modules/typescript/bin/tsc',
      '-p',
      'apps/dashboard/tsconfig.json',
      '--noEmit',
    ],
  },
  { name: 'lint', args: ['node_modules/eslint/bin/eslint.js', '.'] },
  { name: 'format', args: ['node_modules/prettier/bin/prettier.cjs', '--check', '.'] },
  { name: 'generated documents', args: ['--conditions=source', 'tools/write-docs.ts', '--check'] },
  {
    name: 'fuzz',
    args: ['--conditions=source', 'tools/fuzz/main.ts', '--max-examples', '10', '--seed', '1'],
  },
];
/** Of a check that this machine lacks something for. */
const NOT_AVAILABLE_EXIT = 69;
/** Projects whose tests run the built programs. */
const builtProjects = ['process', 'dashboard', 'log', 'chaos'];

const given = process.argv.slice(2);
checkTestArguments(given);
const withChecks = given.includes('--checks');
const vitestArguments = given.filter((argument) => argument !== '--checks');
const needsBuild =
  withChecks ||
  vitestArguments.length === 0 ||
  vitestArguments.some((argument) => builtProjects.some((name) => argument.includes(name)));

await prepare({ build: needsBuild ? ['@weir/gateway', '@weir/dashboard'] : [] });
const count = { passed: 0, failed: 0, skipped: 0, forbidden: 0 };
for (const { name, args } of withChecks ? checks : []) {
  const outcome = outcomeOf(await run(args));
  count[outcome]++;
  console.log(
    `${{ passed: '✓', failed: '✗', skipped: '↓' }[outcome]} ${name}${outcome === 'skipped' ? ' (skipped)' : ''}`,
  );
}
const exitCode = await runTests();
const isGood = exitCode === 0 && count.failed === 0 && count.forbidden === 0;
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exit(isGood ? 0 : 1);

function outcomeOf(exitCode) {
  if (exitCode === NOT_AVAILABLE_EXIT) return 'skipped';
  return exitCode === 0 ? 'passed' : 'failed';
}

async function runTests() {
  const folder = mkdtempSync(join(tmpdir(), 'weir-count-'));
  const file = join(folder, 'count.json');
  try {
    const reporters = ['--reporter=default', '--reporter=./tools/testing/count-reporter.ts'];
    const code = await run(['node_modules/vitest/vitest.mjs', 'run', ...reporters, ...vitestArguments], {
      TEST_COUNT_FILE: file,
    });
    const counted = readCount(file);
    count.passed += counted.passed;
    count.failed += counted.failed;
    count.skipped += counted.skipped.length;
    // A skip hides what was not shown to work: in CI only what no account but root can do may be left out.
    const forbidden =
      process.env.CI === 'true' ? counted.skipped.filter((name) => !name.includes('(needs root)')) : [];
    count.forbidden = forbidden.length;
    for (const name of forbidden) console.log(`✗ skipped, which CI does not allow: ${name}`);
    if (code !== 0 && counted.failed === 0) count.failed++;
    return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Where vitest ended without a count, the run itself has failed. */
function readCount(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    console.error(`the tests ended without a count: ${error.message}`);
    return { passed: 0, failed: 1, skipped: [] };
  }
}

function run(args, environment = {}) {
  const child = spawn(pinnedNode, args, {
    cwd: repository,
    env: { ...toolEnvironment(), ...environment },
    stdio: 'inherit',
  });
  for (const signal of ['SIGTERM', 'SIGINT']) process.once(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (error) => {
      console.error(error.message);
      resolve(1);
    });
    child.once('exit', (code) => resolve(code ?? 1));
  });
}
