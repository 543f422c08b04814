// Rules about package.json files: exact versions, and dependencies and tags as tools/layers.ts has them.
import { layerOf } from '../layers.ts';
import type { SourceFile } from './source.ts';

interface PackageFile {
  readonly name?: string;
  readonly nx?: { readonly tags?: readonly string[] };
  readonly dependencies?: { readonly [name: string]: string };
  readonly devDependencies?: { readonly [name: string]: string };
  readonly optionalDependencies?: { readonly [name: string]: string };
  readonly peerDependencies?: { readonly [name: string]: string };
}

const exactVersion = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.-]+)?$/;

export function checkPackages(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => /(^|\/)package\.json$/.test(path))
    .flatMap(({ path, text }) => {
      const content = JSON.parse(text) as PackageFile;
      return [...versionFaults(path, content), ...layerFaults(path, content)];
    });
}

function versionFaults(path: string, content: PackageFile): string[] {
  const { dependencies, devDependencies, optionalDependencies, peerDependencies } = content;
  return Object.entries({ ...dependencies, ...devDependencies, ...optionalDependencies, ...peerDependencies })
    .filter(([, version]) => !exactVersion.test(version))
    .map(
      ([name, version]) => `${path} asks for ${name} ${version}: pin it exactly (npm install --save-exact)`,
    );
}

function layerFaults(path: string, content: PackageFile): string[] {
  const layer = layerOf(path);
  if (layer === undefined) {
    return /^(libs|apps)\//.test(path) ? [`${path}: give the project a row in tools/layers.ts`] : [];
  }
  const foreign = Object.keys(content.dependencies ?? {})
    .filter((name) => name.startsWith('@weir/') && !layer.mayImport.includes(name))
    .map((name) => `${path} depends on ${name}, which ${layer.folder} may not import (tools/layers.ts)`);
  const tags = content.nx?.tags ?? [];
  if (layer.tag === undefined || tags.includes(layer.tag)) return foreign;
  return [...foreign, `${path}: set "nx": { "tags": ["${layer.tag}"] }, as tools/layers.ts has it`];
}
