// docker-compose.yml against the Compose specification's schema, and what a schema can't say: nothing is open to the network,
// names of settings exist, the image is built from paths that exist. No container engine is needed, so none of it is run here.
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { parseConfig, settingNames, variableName } from '@weir/gateway/config';
import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { parse } from 'yaml';

const repository = join(import.meta.dirname, '..');
const read = (path: string) => readFileSync(join(repository, path), 'utf8');
// The linter's package carries the specification's schema.
const linter = createRequire(import.meta.url).resolve('dclint/package.json');
const schema = JSON.parse(
  readFileSync(join(dirname(linter), 'schemas', 'compose.schema.json'), 'utf8'),
) as object;

interface Compose {
  services: Record<
    string,
    { environment: Record<string, string>; ports?: string[]; volumes?: string[]; depends_on?: object }
  >;
  volumes: object;
}

/** The faults that the specification's schema finds. */
function faultsOf(document: unknown): unknown[] {
  const validate = new Ajv({ strict: false, allErrors: true }).compile({
    ...schema,
    $schema: 'http://json-schema.org/draft-07/schema',
  });
  validate(document);
  return validate.errors ?? [];
}

const compose = parse(read('docker-compose.yml')) as Compose;
const dockerfile = read('Dockerfile');

test('docker-compose.yml fits the Compose specification', () => {
  expect(faultsOf(compose)).toEqual([]);
  expect(faultsOf({ ...compose, services: { gateway: { imagee: 'x' } } })).not.toEqual([]);
  expect(faultsOf({ ...compose, services: { gateway: { ports: 8080 } } })).not.toEqual([]);
});

test('every published port is on loopback', () => {
  const ports = Object.values(compose.services).flatMap((service) => service.ports ?? []);
  expect(ports).toEqual(['127.0.0.1:8080:8080']);
});

test('what the services refer to exists', () => {
  const { gateway, postgres } = compose.services;
  expect(Object.keys(gateway?.depends_on ?? {})).toEqual(['postgres']);
  expect(postgres?.volumes?.map((volume) => volume.split(':')[0])).toEqual(Object.keys(compose.volumes));
  expect(new URL(gateway?.environment['DATABASE_URL'] ?? '').hostname).toBe('postgres');
});

test('the gateway accepts the environment that it is given', () => {
  const known = settingNames.map(variableName);
  const environment = compose.services['gateway']?.environment ?? {};
  expect(known).toEqual(expect.arrayContaining(Object.keys(environment)));
  expect(parseConfig({ environment, directory: '/weir' })).toMatchObject({
    host: '0.0.0.0',
    port: 8080,
    allowAnonymous: true,
  });
});

test('the image is built from what exists and runs as an ordinary user', () => {
  const copied = [...dockerfile.matchAll(/^COPY (?!--)(.+) \S+$/gm)].flatMap(([, paths]) =>
    (paths ?? '').split(' '),
  );
  expect(copied.length).toBeGreaterThan(5);
  expect(copied.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  const workspaces = ['libs/protocol', 'libs/storage', 'libs/broker', 'apps/gateway', 'apps/dashboard'];
  for (const workspace of workspaces) expect(dockerfile).toContain(`/weir/${workspace}/`);
  expect(dockerfile).toMatch(/^USER node$/m);
  const { devDependencies } = JSON.parse(read('package.json')) as { devDependencies: { node: string } };
  const bases = [...dockerfile.matchAll(/^FROM node:(\S+?)-/gm)].map(([, version]) => version);
  expect(new Set(bases)).toEqual(new Set([devDependencies.node]));
});
