// The fuzzer's command line and settings; what it finds is for `npm run fuzz` to say.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openApiDocument } from '@weir/gateway/documents';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { OpenApiDocument } from '../testing/example-requests.ts';
import { UsageError } from '../testing/command-line.ts';
import { parseOptions } from './options.ts';
import { NotAvailable, installSchemathesis } from './schemathesis.ts';
import { excluded, schemathesisArguments, settingsFile, streamIds } from './settings.ts';

const document = openApiDocument() as unknown as OpenApiDocument;
const ids = Object.values(document.paths).flatMap((methods) =>
  Object.values(methods).map(({ operationId }) => operationId),
);

describe('options', () => {
  test('have defaults, and a seed of their own each time', () => {
    expect(parseOptions([])).toEqual({
      maxExamples: 100,
      seed: expect.any(Number) as number,
      operations: [],
    });
    expect(parseOptions([])?.seed).not.toBe(parseOptions([])?.seed);
  });

  test('become arguments', () => {
    const given = ['--minutes', '0.5', '--seed', '7', '--operations', 'a,b'];
    const options = parseOptions([...given, '--max-examples', '3']);
    expect(options).toEqual({ minutes: 0.5, maxExamples: 3, seed: 7, operations: ['a', 'b'] });
    if (options === undefined) throw new Error('options are there');
    const line = schemathesisArguments('http://127.0.0.1:1', options).join(' ');
    expect(line).toContain('run http://127.0.0.1:1/openapi.json');
    for (const part of ['--max-time 30', '--max-examples 3', '--seed 7', '--include-operation-id b'])
      expect(line).toContain(part);
  });

  test.each([[['--minutes', '0']], [['--seed', 'x']], [['--what']], [['a']]])('%j are refused', (args) => {
    expect(() => parseOptions(args)).toThrow(UsageError);
  });

  test('--help asks for nothing else', () => expect(parseOptions(['--help', '--seed', '1'])).toBeUndefined());
});

describe('settings', () => {
  test('fill paths with what exists', () => {
    const text = settingsFile({ clusterId: 'the-id', topics: ['a', 'b'] }, []);
    expect(text).toContain('topics = { values = ["a","b"] }');
    expect(text).toContain('"path.cluster_id" = { dictionary = "clusters", probability = 0.95 }');
  });

  test('leave a stream soon', () => {
    expect(streamIds(document)).toEqual(['tailTopicV3']);
    const text = settingsFile({ clusterId: 'the-id', topics: ['a'] }, streamIds(document));
    expect(text).toMatch(/\[\[operations\]\]\ninclude-operation-id = "tailTopicV3"\nmax-stream-events = \d/);
  });

  test('leave out only operations that exist, each with a reason', () => {
    expect(ids).toContain('createTopicV3');
    for (const [id, why] of Object.entries(excluded)) {
      expect(ids).toContain(id);
      expect(why).not.toBe('');
    }
  });
});

describe('without python3', () => {
  afterEach(() => vi.unstubAllEnvs());

  test('it says what is missing', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'weir-venv-'));
    vi.stubEnv('PATH', folder);
    const installed = installSchemathesis(folder);
    await expect(installed).rejects.toThrow(NotAvailable);
    await expect(installed).rejects.toThrow('Python 3.11 or newer as python3 in PATH');
    rmSync(folder, { recursive: true });
  });
});
