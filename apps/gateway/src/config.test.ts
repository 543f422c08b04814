// The configuration: order of sources, strictness, what is said about mistakes, and that no secret is said.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { configurationMarkdown } from './config-docs.ts';
import { settingNames, variableName } from './config-settings.ts';
import { isLoopback, parseConfig, printableConfig, readConfig } from './config.ts';

const directory = '/srv/weir';
const parse = (environment: Record<string, string>, file?: unknown) =>
  parseConfig({ environment, directory, ...(file === undefined ? {} : { fileText: JSON.stringify(file) }) });

test('without configuration the defaults hold', () => {
  const config = parse({});
  expect(config).toMatchObject({
    host: '127.0.0.1',
    port: 8080,
    dataDir: '/srv/weir/data',
    databaseUrl: undefined,
  });
  expect(config).toMatchObject({
    allowAnonymous: false,
    allowedHosts: ['localhost', '127.0.0.1', '[::1]'],
    allowedOrigins: [],
  });
  expect(config).toMatchObject({
    numPartitions: 1,
    autoCreateTopicsEnable: false,
    messageMaxBytes: 1_048_588,
    scrubBytesPerSecond: 1_048_576,
    logRetentionCheckIntervalMs: 300_000,
    logCleanerBackoffMs: 15_000,
    logCleanerDedupeBufferSize: 33_554_432,
  });
});

test('the environment wins over the file, the file over the defaults', () => {
  const file = { port: 8081, numPartitions: 3, allowedOrigins: ['https://a.example'] };
  expect(parse({ WEIR_PORT: '8082' }, file)).toMatchObject({
    port: 8082,
    numPartitions: 3,
    allowedOrigins: ['https://a.example'],
  });
});

test('texts of the environment become the types of the settings', () => {
  const environment = {
    WEIR_ALLOW_ANONYMOUS: 'true',
    WEIR_ALLOWED_HOSTS: 'weir.example, [::1] ,127.0.0.1',
    WEIR_TAIL_CACHE_BYTES: '0',
    WEIR_LOG_LEVEL: 'debug',
    WEIR_EMBEDDED_POSTGRES_PORT: '0',
    DATABASE_URL: 'postgresql://u:p@db/weir',
  };
  expect(parse(environment)).toMatchObject({
    allowAnonymous: true,
    allowedHosts: ['weir.example', '[::1]', '127.0.0.1'],
    tailCacheBytes: 0,
    logLevel: 'debug',
    embeddedPostgresPort: 0,
    databaseUrl: 'postgresql://u:p@db/weir',
  });
});

test('an empty variable is not set, and variables of others are none of our business', () => {
  expect(parse({ WEIR_PORT: '', DATABASE_URL: '', PORT: '1', WEIRD: 'x' })).toEqual(parse({}));
});

test.each([
  [{ WEIR_PROT: '1' }, 'the environment variable WEIR_PROT is not known: did you mean WEIR_PORT?'],
  [{ WEIR_DATABASE_URL: 'x' }, 'WEIR_DATABASE_URL is not known: did you mean DATABASE_URL?'],
  [{ WEIR_PORT: '99999' }, 'WEIR_PORT is 99999; allowed: a whole number from 0 to 65535'],
  [{ WEIR_PORT: '80 80' }, 'WEIR_PORT is "80 80"; allowed'],
  [{ WEIR_PORT: '1e3' }, 'WEIR_PORT is "1e3"; allowed'],
  [{ WEIR_ALLOW_FSYNC_OFF: 'yes' }, 'WEIR_ALLOW_FSYNC_OFF is "yes"; allowed: true or false'],
  [{ WEIR_LOG_LEVEL: 'loud' }, 'allowed: one of trace, debug, info, warn, error, silent'],
  [{ WEIR_ALLOWED_ORIGINS: 'https://a.example/' }, 'allowed: origins such as https://example.org'],
  [{ WEIR_ALLOWED_ORIGINS: '*' }, 'allowed: origins such as https://example.org'],
  [{ WEIR_ALLOWED_HOSTS: 'a:80' }, 'allowed: host names or addresses without port'],
  [{ WEIR_REQUEST_BODY_MAX_BYTES: '22369622' }, 'WEIR_REQUEST_BYTES_IN_FLIGHT_MAX=67108864 has no room'],
  [{ WEIR_CLIENT_BYTES_IN_FLIGHT_MAX: '50331647' }, 'make it at least 50331648, or allow smaller bodies'],
  [{ WEIR_REQUEST_URL_MAX_BYTES: '16384' }, 'must be less than WEIR_REQUEST_HEADER_MAX_BYTES=16384'],
  [{ WEIR_HOST: '0.0.0.0' }, /set WEIR_TOKENS=name:token, WEIR_ALLOW_ANONYMOUS=true .* listen on 127.0.0.1/],
  [{ WEIR_TOKENS: 'a:x1,b:x1' }, "WEIR_TOKENS can't be used: a and b have the same token"],
  [{ WEIR_TOKENS: 'a:x1', WEIR_TOKENS_FILE: 't' }, 'WEIR_TOKENS and WEIR_TOKENS_FILE are both set'],
])('%j is refused with what to write instead', (environment: Record<string, string>, message) => {
  expect(() => parse(environment)).toThrow(message);
});

test.each([
  [{ Port: 1 }, 'the key "Port" in weir.config.json is not known: did you mean port?'],
  [{ port: '8080' }, '"port" in weir.config.json is "8080"; allowed'],
  [{ allowAnonymous: 'true' }, '"allowAnonymous" in weir.config.json is "true"; allowed: true or false'],
  [{ allowedHosts: 'a' }, '"allowedHosts" in weir.config.json is "a"; allowed'],
  [{ constructor: 1 }, 'the key "constructor" in weir.config.json is not known'],
  [[1], 'weir.config.json must hold a JSON object'],
])('the file %j is refused with what to write instead', (file: unknown, message) => {
  expect(() => parse({}, file)).toThrow(message);
});

test('no message and no log line repeats a secret', () => {
  expect(() => parse({ DATABASE_URL: 'mysql://u:hunter2@db' })).toThrow(
    /^DATABASE_URL is a value that is not shown here; allowed: a URL/,
  );
  expect(() => parse({}, { databaseUrl: ['hunter2'] })).toThrow(/^((?!hunter2).)*$/);
  expect(() => parse({ WEIR_TOKENS: 'alice:hunter2,hunter2' })).toThrow(
    /^WEIR_TOKENS is a value that is not shown here; allowed: pairs of name:token/,
  );
  const { tokens, ...others } = printableConfig(parse({ WEIR_TOKENS: 'alice:hunter2' }));
  expect([tokens, JSON.stringify(others)]).toEqual([undefined, expect.not.stringContaining('hunter2')]);
  const config = parse({ DATABASE_URL: 'postgres://u:hunter2@db/x', WEIR_PORT: '81' });
  expect(JSON.stringify(printableConfig(config))).not.toContain('hunter2');
});

test('what is printed of the settings is what is in use', () => {
  const environment = { WEIR_PORT: '81', WEIR_EMBEDDED_POSTGRES_PORT: '0' };
  const { allowedHosts, clientBytesInFlightMax } = parse({});
  expect(printableConfig(parse(environment))).toEqual({
    port: 81,
    clientBytesInFlightMax,
    dataDir: '/srv/weir/data',
    embeddedPostgresPort: 0,
    allowedHosts,
  });
  expect(printableConfig(parse({ ...environment, DATABASE_URL: 'postgres://db/x' }))).toEqual({
    port: 81,
    clientBytesInFlightMax,
    allowedHosts,
  });
});

test('one client may hold a quarter of the memory for bodies, or what one body needs', () => {
  const MiB = 1024 * 1024;
  expect(parse({}).clientBytesInFlightMax).toBe(48 * MiB);
  const large = { WEIR_REQUEST_BYTES_IN_FLIGHT_MAX: String(1024 * MiB) };
  expect(parse(large).clientBytesInFlightMax).toBe(256 * MiB);
  const given = { WEIR_CLIENT_BYTES_IN_FLIGHT_MAX: String(100 * MiB) };
  expect(parse({ ...large, ...given }).clientBytesInFlightMax).toBe(100 * MiB);
});

test('an address that is open to others is taken where that is meant', () => {
  const config = parse({ WEIR_HOST: '::', WEIR_ALLOW_ANONYMOUS: 'true' });
  expect(config.allowedHosts).toEqual(['localhost', '127.0.0.1', '[::1]', '[::]']);
  expect(['127.0.0.1', '127.9.9.9', '::1', 'localhost'].map(isLoopback)).toEqual([true, true, true, true]);
  expect(
    ['0.0.0.0', '::', '10.0.0.1', '127.evil.example', 'localhost.evil.example'].map(isLoopback),
  ).not.toContain(true);
});

test('the file is read from the working directory and must be JSON', () => {
  const folder = mkdtempSync(join(tmpdir(), 'weir-config-'));
  expect(readConfig({}, folder).port).toBe(8080);
  writeFileSync(join(folder, 'weir.config.json'), '{"port": 9}');
  expect(readConfig({}, folder).port).toBe(9);
  writeFileSync(join(folder, 'weir.config.json'), '{port: 9}');
  expect(() => readConfig({}, folder)).toThrow('weir.config.json is not JSON');
  rmSync(folder, { recursive: true });
});

test('tokens come from a file as well, and let an address be open to others', () => {
  const folder = mkdtempSync(join(tmpdir(), 'weir-config-'));
  const read = () => readConfig({ WEIR_HOST: '0.0.0.0', WEIR_TOKENS_FILE: 'tokens' }, folder);
  expect(read).toThrow(/^the tokens file .*tokens can't be used: ENOENT/);
  writeFileSync(join(folder, 'tokens'), 'alice:secret1\nbob:secret1\n');
  expect(read).toThrow(/^the tokens file .* alice and bob have the same token/);
  writeFileSync(join(folder, 'tokens'), '# ours\nalice:secret1\n');
  expect(read().tokens).toEqual(['alice:secret1']);
  rmSync(folder, { recursive: true });
});

test('every setting is documented with its variable', () => {
  const text = configurationMarkdown();
  for (const name of settingNames) expect(text).toContain(`## ${name}\n`);
  for (const name of settingNames) expect(text).toContain(`\`${variableName(name)}\``);
});
