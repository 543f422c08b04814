// Which Weir this is: the package's version and, where it runs from a checkout, its commit.
import { readFileSync } from 'node:fs';

function readText(path: string): string | undefined {
  try {
    return readFileSync(new URL(path, import.meta.url), 'utf8').trim();
  } catch {
    // A container or a package has no repository around it.
    return undefined;
  }
}

function readCommit(): string | null {
  const git = '../../../.git';
  const head = readText(`${git}/HEAD`);
  const ref = head?.startsWith('ref: ') ? head.slice('ref: '.length) : undefined;
  if (ref === undefined) return head ?? null;
  const packed = readText(`${git}/packed-refs`)
    ?.split('\n')
    .find((line) => line.endsWith(` ${ref}`));
  return readText(`${git}/${ref}`) ?? packed?.split(' ')[0] ?? null;
}

const manifest = JSON.parse(readText('../package.json') ?? '{}') as { readonly version?: string };

export const version = manifest.version ?? 'unknown';

/** 40 hexadecimal digits, or null. */
export const commit = readCommit();
