// Completes package-lock.json after an `npm install` from a registry mirror that lacks programs for other platforms: npm leaves
// those optional packages out, and then refuses `npm ci`. Their versions are known, since their owners name them exactly; their
// checksums are not, so npm does not compare them there. `--check` only says whether something is missing.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const file = join(import.meta.dirname, '..', 'package-lock.json');
const systems = { darwin: 'darwin', linux: 'linux', freebsd: 'freebsd', win32: 'win32', windows: 'win32' };
const processors = ['arm64', 'x64', 'ia32', 'ppc64', 'arm', 'riscv64', 's390x'];

const lock = JSON.parse(readFileSync(file, 'utf8'));
const added = [];
for (const [path, owner] of Object.entries(lock.packages)) {
  if (path === '' || !path.includes('node_modules/')) continue;
  for (const [name, range] of Object.entries(owner.optionalDependencies ?? {})) {
    const version = range.replace(/^[\^~]/, '');
    if (!isPlatformPackage(name) || found(path, name)?.version === version) continue;
    const place = lock.packages[`node_modules/${name}`] === undefined ? '' : `${path}/`;
    lock.packages[`${place}node_modules/${name}`] = entry(name, version, owner);
    added.push(`${name}@${version}`);
  }
}
for (const line of added) console.log(`${process.argv.includes('--check') ? 'missing' : 'added'}: ${line}`);
if (process.argv.includes('--check')) process.exit(added.length > 0 ? 1 : 0);
const packages = Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1));
writeFileSync(file, `${JSON.stringify({ ...lock, packages: Object.fromEntries(packages) }, undefined, 2)}\n`);

/** What Node would resolve from there. */
function found(path, name) {
  return lock.packages[`${path}/node_modules/${name}`] ?? lock.packages[`node_modules/${name}`];
}

function isPlatformPackage(name) {
  return name.split(/[/-]/).some((part) => part in systems);
}

function entry(name, version, owner) {
  const parts = name.split(/[/-]/);
  const processor = processors.find((known) => parts.includes(known)) ?? 'arm';
  const system = systems[parts.find((part) => part in systems)];
  return {
    version,
    cpu: [processor],
    ...(owner.dev ? { dev: true } : {}),
    ...(parts.includes('musl') ? { libc: ['musl'] } : {}),
    optional: true,
    os: [system],
  };
}
