// The files of the repository as the architecture test sees them, and where their imports lead.
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { isBuiltin } from 'node:module';
import { join, posix } from 'node:path';
import ts from 'typescript';

export interface SourceFile {
  /** From the root of the repository, with slashes. */
  readonly path: string;
  readonly text: string;
}

const textEndings = /\.(ts|tsx|mts|js|mjs|cjs|json|md|css|svg|sql|sh|ya?ml|toml|html|conf|template)$/;
const textNames = /(^|\/)(Dockerfile[^/]*|LICENSE|NOTICE|\.[a-z.]*(rc|ignore|config)|run)$/;
const codeEndings = /\.(ts|tsx|mts|js|mjs|cjs)$/;

/** Written by a tool, so that no rule about style applies. */
const generated = new Set([
  'apps/dashboard/lib/api.d.ts',
  'apps/dashboard/next-env.d.ts',
  'docs/openapi.json',
]);

export const isGenerated = (path: string): boolean => generated.has(path);
export const isCode = (path: string): boolean => codeEndings.test(path) && !isGenerated(path);

/** All text files that .gitignore lets into the repository, in the order of their paths. */
export function readRepository(root: string): SourceFile[] {
  const isIgnored = ignoreRules(root);
  const files: SourceFile[] = [];
  const enter = (folder: string): void => {
    for (const entry of readdirSync(join(root, folder), { withFileTypes: true })) {
      const path = posix.join(folder, entry.name);
      if (entry.name === '.git' || isIgnored(entry.name, entry.isDirectory())) continue;
      if (entry.isDirectory()) enter(path);
      else if (entry.isFile() && (textEndings.test(path) || textNames.test(path))) {
        files.push({ path, text: readFileSync(join(root, path), 'utf8') });
      }
    }
  };
  enter('');
  return files.sort((left, right) => (left.path < right.path ? -1 : 1));
}

/** .gitignore holds plain names and `*` only, names of folders with a slash at their end. */
function ignoreRules(root: string): (name: string, isFolder: boolean) => boolean {
  const file = join(root, '.gitignore');
  const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n') : [];
  const rules = lines
    .map((line) => line.trim())
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => ({
      folderOnly: line.endsWith('/'),
      name: new RegExp(
        `^${line
          .replace(/^\/|\/$/g, '')
          .replaceAll('.', '\\.')
          .replaceAll('*', '.*')}$`,
      ),
    }));
  return (name, isFolder) => rules.some((rule) => (isFolder || !rule.folderOnly) && rule.name.test(name));
}

/** Every module that a file names: import, export from, import(), require(), types included. */
export function importsOf(file: SourceFile): string[] {
  return ts.preProcessFile(file.text, true, true).importedFiles.map(({ fileName }) => fileName);
}

export const isRelative = (specifier: string): boolean => /^\.\.?(\/|$)/.test(specifier);
export const isNodeBuiltIn = (specifier: string): boolean => isBuiltin(specifier);

/** Where a relative import leads, as a path from the root. */
export function relativeTarget(file: SourceFile, specifier: string): string {
  return posix.join(posix.dirname(file.path), specifier);
}

/** `@weir/protocol` of `@weir/protocol/x`, `pg` of `pg/lib/y`. */
export function packageOf(specifier: string): string {
  const parts = specifier.split('/');
  return parts.slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}
