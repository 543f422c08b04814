// The dashboard's static export, read once at the start: its files, their types, and per page the Content-Security-Policy
// that lets exactly that page's inline scripts run (a static export can have no nonces, so they are known by hash).
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { extname, join, relative, sep } from 'node:path';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { contentSecurityPolicy } from './page-headers.ts';

const compress = promisify(gzip);

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.ico': 'image/x-icon',
  '.js': 'text/javascript; charset=utf-8',
  '.json': 'application/json',
  '.map': 'application/json',
  '.png': 'image/png',
  '.svg': 'image/svg+xml',
  '.txt': 'text/plain; charset=utf-8',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
};

const compressed = new Set(['.css', '.html', '.js', '.json', '.map', '.svg', '.txt', '.webmanifest']);

export class DashboardFile {
  readonly contentType: string;
  readonly etag: string;
  readonly bytes: Buffer;
  /** Only of pages. */
  readonly contentSecurityPolicy: string | undefined;
  /** Built under a name that changes with its content. */
  readonly isImmutable: boolean;
  readonly #isCompressible: boolean;
  #gzipped: Promise<Buffer> | undefined;

  constructor(path: string, bytes: Buffer) {
    const extension = extname(path);
    this.contentType = contentTypes[extension] ?? 'application/octet-stream';
    this.bytes = bytes;
    this.etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
    this.contentSecurityPolicy =
      extension === '.html' ? contentSecurityPolicy(scriptHashes(bytes.toString())) : undefined;
    this.isImmutable = path.startsWith('_next/static/');
    this.#isCompressible = compressed.has(extension);
  }

  /** Compressed when first asked for; undefined for what is compressed already. */
  gzipped(): Promise<Buffer> | undefined {
    if (!this.#isCompressible) return undefined;
    return (this.#gzipped ??= compress(this.bytes));
  }
}

/** Files by path, with slashes and without one in front; empty where the folder is missing. */
export function readDashboard(folder: string): ReadonlyMap<string, DashboardFile> {
  const files = new Map<string, DashboardFile>();
  if (!existsSync(folder)) return files;
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const name = relative(folder, path).split(sep).join('/');
    files.set(name, new DashboardFile(name, readFileSync(path)));
  }
  return files;
}

/** Of the inline scripts of a page, in the form that a policy names them in. */
export function scriptHashes(html: string): ReadonlySet<string> {
  const hashes = new Set<string>();
  for (const [, attributes = '', script = ''] of html.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/gi)) {
    if (/\ssrc\s*=/i.test(attributes)) continue;
    hashes.add(`'sha256-${createHash('sha256').update(script).digest('base64')}'`);
  }
  return hashes;
}
