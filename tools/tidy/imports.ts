// Import rules: directions between projects, banned packages, exports only, no cycles. Each check takes sources and gives
// one sentence per violation, which says what to do.
import { NODE_BUILT_INS, TEST_HELPERS, allowedPackages, bansFor, isTest, layerOf } from '../layers.ts';
import type { Layer } from '../layers.ts';
import { importsOf, isCode, isNodeBuiltIn, isRelative, packageOf, relativeTarget } from './source.ts';
import type { SourceFile } from './source.ts';

/** Directions, bans and exports of all code. package.json files among the sources say what the packages export. */
export function checkImports(files: readonly SourceFile[]): string[] {
  const exported = exportsOf(files);
  return files
    .filter(({ path }) => isCode(path))
    .flatMap((file) => {
      const layer = layerOf(file.path);
      if (layer === undefined) return [];
      return importsOf(file).flatMap((specifier) => faultOf({ file, layer, specifier, exported }) ?? []);
    });
}

interface Import {
  readonly file: SourceFile;
  readonly layer: Layer;
  readonly specifier: string;
  readonly exported: ReadonlySet<string>;
}

function faultOf(one: Import): string | undefined {
  const { file, layer, specifier } = one;
  if (isRelative(specifier)) return relativeFault(one);
  if (specifier.startsWith('#')) return undefined;
  const ban = bansFor(layer, file.path).find(({ packages }) =>
    packages.some((name) => isBanned(specifier, name)),
  );
  if (ban !== undefined) return `${file.path} imports ${specifier}: ${ban.why}`;
  return specifier.startsWith('@weir/') ? packageFault(one) : undefined;
}

function isBanned(specifier: string, name: string): boolean {
  if (name === NODE_BUILT_INS) return isNodeBuiltIn(specifier);
  return name.endsWith('/') ? specifier.startsWith(name) : packageOf(specifier) === name;
}

function relativeFault({ file, layer, specifier }: Import): string | undefined {
  const target = relativeTarget(file, specifier);
  if (target.startsWith(`${layer.folder}/`)) return undefined;
  if (isTest(file.path) && target.startsWith(`${TEST_HELPERS}/`)) return undefined;
  const owner = layerOf(target)?.packageName ?? 'a package';
  return `${file.path} reaches out of ${layer.folder} to ${target}: import ${owner} by name, through its "exports"`;
}

function packageFault({ file, layer, specifier, exported }: Import): string | undefined {
  const name = packageOf(specifier);
  if (name === layer.packageName) {
    // A project's own tests may take its public face to prove that face.
    return isTest(file.path) ? undefined : `${file.path} imports its own package: use a relative path`;
  }
  const allowed = allowedPackages(layer, file.path);
  if (!allowed.includes(name)) {
    const list = allowed.length === 0 ? 'no package of this repository' : allowed.join(', ');
    return `${file.path} imports ${name}: ${layer.folder} may import ${list} (tools/layers.ts)`;
  }
  if (exported.has(specifier)) return undefined;
  return `${file.path} imports ${specifier}, which ${name} does not export: add it to "exports" in its package.json`;
}

/** All specifiers that the repository's packages offer. */
function exportsOf(files: readonly SourceFile[]): Set<string> {
  const specifiers = new Set<string>();
  for (const { path, text } of files) {
    if (!/^(libs|apps)\/[^/]+\/package\.json$/.test(path)) continue;
    const { name, exports = {} } = JSON.parse(text) as {
      name: string;
      exports?: { [path: string]: unknown };
    };
    for (const key of Object.keys(exports)) specifiers.add(key === '.' ? name : `${name}/${key.slice(2)}`);
  }
  return specifiers;
}

/** Files that import each other in a circle, types included: such files cannot be read one after the other. */
export function checkCycles(files: readonly SourceFile[]): string[] {
  const code = new Map(files.filter(({ path }) => isCode(path)).map((file) => [file.path, file]));
  const targets = (path: string): string[] =>
    importsOf(code.get(path)!)
      .filter(isRelative)
      .map((specifier) => relativeTarget(code.get(path)!, specifier))
      .filter((target) => code.has(target));
  const finished = new Set<string>();
  const faults: string[] = [];
  const visit = (path: string, trail: readonly string[]): void => {
    const start = trail.indexOf(path);
    if (start >= 0) {
      const circle = [...trail.slice(start), path].join(' → ');
      faults.push(`files import each other: ${circle}: move what both need into a file of its own`);
    } else if (!finished.has(path)) {
      for (const target of targets(path)) visit(target, [...trail, path]);
      finished.add(path);
    }
  };
  for (const path of code.keys()) visit(path, []);
  return faults;
}
