// A file system in a file: small, ours alone, and copied as it is at any moment. Needs root.
import { execFile } from 'node:child_process';
import { mkdir, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

export interface Disk {
  readonly image: string;
  /** Where it is mounted. */
  readonly folder: string;
  unmount(): Promise<void>;
}

export interface DiskOptions {
  /** For the image and the place where it is mounted. */
  readonly folder: string;
  readonly mebibytes: number;
}

/** The kernel writes back what nobody flushed after this many seconds, later than any power cut of ours. */
const COMMIT_SECONDS = 600;

/** All that the image would have after a power cut at this moment. Who writes to it must be stopped meanwhile. */
export async function copyImage(image: string, copy: string): Promise<void> {
  await run('cp', ['--sparse=always', image, copy]);
}

/** Writes back what nobody flushed so far. */
export async function flushDisk(folder: string): Promise<void> {
  await run('sync', ['-f', folder]);
}

/** Makes the image; what it does not hold yet takes no room. */
export async function makeDisk({ folder, mebibytes }: DiskOptions): Promise<Disk> {
  const image = join(folder, 'disk.img');
  await writeFile(image, '');
  await truncate(image, mebibytes * 1024 * 1024);
  await run('mkfs.ext4', ['-q', '-m', '0', image]);
  return mountDisk(image, join(folder, 'disk'));
}

export async function mountDisk(image: string, folder: string): Promise<Disk> {
  await mkdir(folder, { recursive: true });
  await run('mount', ['-o', `loop,commit=${COMMIT_SECONDS}`, image, folder]);
  return {
    image,
    folder,
    unmount: async () => {
      // A process that is on its way out may still hold it.
      for (let tries = 1; ; tries++) {
        try {
          await run('umount', [folder]);
          return;
        } catch (error) {
          if (tries === 20) throw error;
          await new Promise((resolve) => setTimeout(resolve, 250));
        }
      }
    },
  };
}
