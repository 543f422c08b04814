// Rules about single files: length, opening comment, leftovers, addresses that mean something on one machine only.
import { isTest } from '../layers.ts';
import { isCode, isGenerated } from './source.ts';
import type { SourceFile } from './source.ts';

const MAX_LINES = 300;
const MAX_TEST_LINES = 500;
/** Documents that people read whole. */
const documentLimits: readonly (readonly [RegExp, number])[] = [
  [/^docs\/adr\//, 60],
  [/^README\.md$/, 120],
  [/^libs\/[^/]+\/README\.md$/, 60],
];

export function checkLengths(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) => {
    const limit = lengthLimit(file.path);
    const lines = file.text.split('\n').length - (file.text.endsWith('\n') ? 1 : 0);
    if (limit === undefined || lines <= limit) return [];
    return [
      `${file.path} has ${lines} lines, the limit is ${limit}: split it by operation, or say it shorter`,
    ];
  });
}

function lengthLimit(path: string): number | undefined {
  if (path.endsWith('.md')) return documentLimits.find(([pattern]) => pattern.test(path))?.[1];
  if (!isCode(path) && !(path.endsWith('.css') && !isGenerated(path))) return undefined;
  return isTest(path) ? MAX_TEST_LINES : MAX_LINES;
}

/** The first lines of a file say what it is for; a shebang or a directive such as 'use client' may stand before them. */
export function checkOpenings(files: readonly SourceFile[]): string[] {
  return files
    .filter(({ path }) => isCode(path))
    .filter(({ text }) => !/^(#!.*\n)?\s*(['"]use \w+['"];?\s*)?(\/\/|\/\*)/.test(text))
    .map(
      ({ path }) => `${path} does not open with a comment: say in one to three lines what the file is for`,
    );
}

// Written in two pieces, so that this file does not find itself.
const leftover = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'XX' + 'X', 'HA' + 'CK'].join('|')})\\b`);

export function checkLeftovers(files: readonly SourceFile[]): string[] {
  return linesOf(files.filter(({ path }) => !path.endsWith('.md') && !isLockFile(path))).flatMap(
    ({ place, line }) => {
      const found = leftover.exec(line);
      return found === null
        ? []
        : [`${place} holds a ${found[0]}: finish it, or open an issue and take the note out`];
    },
  );
}

// Folders in which people and build machines keep their checkouts; Dockerfiles describe a machine of their own.
const machinePath = /(?<![\w.:~/@$})-])\/(home|Users|root|work|workspace|tmp)\/[\w.-]/;
const registryAddress =
  /https?:\/\/[^\s"'/]*(registry|mirror|proxy|artifact|nexus|packages?)[^\s"'/]*\.[^\s"'/]+/i;
const publicRegistry = /https?:\/\/(registry\.npmjs\.org|www\.npmjs\.com)(\/|$)/;

export function checkAddresses(files: readonly SourceFile[]): string[] {
  const searched = files.filter(({ path }) => !/(^|\/)(Dockerfile[^/]*|docker-compose\.yml)$/.test(path));
  return linesOf(searched).flatMap(({ place, line }) => {
    const path = machinePath.exec(line);
    if (path !== null) {
      return [`${place} names a path of one machine (${path[0]}…): use a relative path or os.tmpdir()`];
    }
    const address = registryAddress.exec(line);
    if (address === null || publicRegistry.test(address[0])) return [];
    return [`${place} names a package registry or mirror: leave that to the user's own npm configuration`];
  });
}

/** An address in the lock file would send every user to the registry that happened to be used here. */
export function checkLockFile(files: readonly SourceFile[]): string[] {
  return linesOf(files.filter(({ path }) => isLockFile(path)))
    .filter(({ line }) => /"resolved": *"[a-z+]*https?:/.test(line))
    .map(
      ({ place }) =>
        `${place} holds an address: keep omit-lockfile-registry-resolved=true in .npmrc and install anew`,
    );
}

const isLockFile = (path: string): boolean => path.endsWith('package-lock.json');

function linesOf(files: readonly SourceFile[]): { place: string; line: string }[] {
  return files.flatMap(({ path, text }) =>
    text.split('\n').map((line, index) => ({ place: `${path}:${index + 1}`, line })),
  );
}
