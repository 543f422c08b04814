// Programs of others that tests need: from PATH, else Debian's package with the libraries that this machine lacks, unpacked
// without root into a cache. Where neither works the answer is undefined, and the tests that need it are skipped visibly.
// (PostgreSQL comes from npm: see postgres.ts.)
import { execFile } from 'node:child_process';
import { accessSync, chmodSync, closeSync, constants, existsSync, openSync, readSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const cache = join(import.meta.dirname, '..', '..', 'node_modules', '.cache', 'weir');

export interface Program {
  /** Names under which PATH may have it. */
  readonly commands: readonly string[];
  readonly debianPackage: string;
  /** The program inside the package, without the leading slash. */
  readonly file: string;
}

/** A Chromium or Chrome to run headless; `--no-sandbox` is the caller's choice (root needs it). */
export function chromiumPath(): Promise<string | undefined> {
  return findProgram({
    commands: ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'],
    debianPackage: 'chromium',
    file: 'usr/lib/chromium/chromium',
  });
}

/** Path of the program. Safe to call from many processes at once: the first that has it all renames it into place. */
export async function findProgram(
  program: Program,
  searchPath = process.env['PATH'] ?? '',
): Promise<string | undefined> {
  const installed = searchPath
    .split(delimiter)
    .flatMap((folder) => program.commands.map((command) => join(folder, command)))
    .find(isExecutable);
  if (installed !== undefined) return installed;
  const folder = join(cache, `${program.debianPackage}-${process.arch}`);
  const starter = join(folder, 'start');
  if (existsSync(starter)) return starter;
  try {
    await unpack(program, folder);
    await run(starter, ['--version']);
    return starter;
  } catch (error) {
    console.warn(
      `${program.debianPackage} is not in PATH and could not be brought: ${(error as Error).message}`,
    );
    return undefined;
  }
}

async function unpack({ debianPackage, file }: Program, folder: string): Promise<void> {
  await mkdir(cache, { recursive: true });
  const staged = await mkdtemp(`${folder}.new-`);
  try {
    const root = join(staged, 'root');
    for (const archive of await download(debianPackage, staged)) await run('dpkg-deb', ['-x', archive, root]);
    rmSync(join(staged, 'apt'), { recursive: true });
    await writeFile(join(staged, 'fonts.conf'), fontsConfiguration(join(folder, 'root')));
    await writeFile(join(staged, 'start'), await startScript(root, folder, file));
    chmodSync(join(staged, 'start'), 0o755);
    await rename(staged, folder).catch((error: NodeJS.ErrnoException) => {
      // Another process was faster: its copy is as good.
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error;
    });
  } finally {
    rmSync(staged, { recursive: true, force: true });
  }
}

/** Downloads the package and what it needs beyond what is installed; apt's lists are our own, so that no root is needed. */
async function download(debianPackage: string, staged: string): Promise<string[]> {
  const apt = join(staged, 'apt');
  for (const name of ['lists/partial', 'cache/archives/partial'])
    await mkdir(join(apt, name), { recursive: true });
  const options = [
    `Dir::State::lists=${apt}/lists`,
    `Dir::Cache=${apt}/cache`,
    'APT::Sandbox::User=',
    'Debug::NoLocking=1',
  ];
  const settings = options.flatMap((option) => ['-o', option]);
  const aptGet = (args: string[]) =>
    run('apt-get', [...settings, ...args], { cwd: apt, maxBuffer: 64 * 1024 * 1024 });
  await aptGet(['update']);
  const { stdout } = await aptGet(['--simulate', '--no-install-recommends', 'install', debianPackage]);
  const packages = [...stdout.matchAll(/^Inst (\S+)(?: \[[^\]]*\])? \((\S+)/gm)].map(
    ([, name, version]) => `${name}=${version}`,
  );
  if (packages.length === 0) throw new Error(`apt-get names no packages to install for ${debianPackage}`);
  await aptGet(['download', ...packages]);
  return (await readdir(apt)).filter((name) => name.endsWith('.deb')).map((name) => join(apt, name));
}

/** The unpacked libraries are those that the machine lacks; the unpacked fonts are used only where it has none. */
async function startScript(root: string, folder: string, file: string): Promise<string> {
  const own = await libraryFolders(root, join(folder, 'root'));
  return `#!/bin/sh
export LD_LIBRARY_PATH="${own.join(':')}\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
[ -e /etc/fonts/fonts.conf ] || export FONTCONFIG_FILE="${join(folder, 'fonts.conf')}"
exec "${join(folder, 'root', file)}" "$@"
`;
}

/**
 * As they will lie below `moved`: the folders of libraries, and those in them that hold libraries of their own (PulseAudio's
 * are named by an absolute path in whoever needs them).
 */
async function libraryFolders(root: string, moved: string): Promise<string[]> {
  const folders: string[] = [];
  for (const place of ['usr/lib', 'lib']) {
    if (!existsSync(join(root, place))) continue;
    for (const triplet of (await readdir(join(root, place))).filter((name) => /-linux-gnu/.test(name))) {
      folders.push(join(moved, place, triplet));
      for (const entry of await readdir(join(root, place, triplet), { withFileTypes: true })) {
        if (!entry.isDirectory()) continue;
        const files = await readdir(join(root, place, triplet, entry.name));
        if (files.some((name) => /^lib.*\.so/.test(name)))
          folders.push(join(moved, place, triplet, entry.name));
      }
    }
  }
  return folders;
}

function fontsConfiguration(root: string): string {
  return `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig><dir>${root}/usr/share/fonts</dir><cachedir prefix="xdg">fontconfig</cachedir></fontconfig>
`;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    // Ubuntu's package is a script that asks for a snap, which a test can't start.
    const start = Buffer.alloc(4096);
    const file = openSync(path, 'r');
    readSync(file, start);
    closeSync(file);
    return !start.includes('snap install');
  } catch {
    return false;
  }
}
