// One preparation of a checkout at a time. The holder listens on the loopback port that the lock file names. The system closes
// it with the process, so a lock never outlives its holder, and who waits learns of the end from the closed connection.
import { randomUUID } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const host = '127.0.0.1';
const pauseMs = 50;

/**
 * Resolves when the lock is ours; call the answer to let go. `onWait` is called once, where another process holds it.
 * @param {string} file
 * @param {() => void} onWait
 * @returns {Promise<() => void>}
 */
export async function lockPreparation(file, onWait) {
  const token = randomUUID();
  const waiting = new Set();
  const server = createServer((socket) => {
    waiting.add(socket);
    // One that waited and was stopped.
    socket.on('error', () => undefined).on('close', () => waiting.delete(socket));
    socket.unref().write(token);
  });
  await new Promise((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
  server.unref();
  mkdirSync(dirname(file), { recursive: true });
  let wasTold = false;
  const tellOnce = () => {
    if (!wasTold) onWait();
    wasTold = true;
  };
  while (!claim(file, `${server.address().port} ${token}`)) {
    await waitForHolder(file, tellOnce);
    await sleep(pauseMs);
  }
  return () => {
    rmSync(file, { force: true });
    server.close();
    for (const socket of waiting) socket.destroy();
  };
}

/** False where the file is there already. */
function claim(file, content) {
  try {
    writeFileSync(file, content, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** Resolves when the holder has let go. Removes the file of a holder that is no more. */
async function waitForHolder(file, onWait) {
  const content = readIfThere(file);
  if (content === undefined) return;
  const [port, token] = content.split(' ');
  // The holder is about to write its content, unless it was killed in the middle of that.
  if (token === undefined) await sleep(10 * pauseMs);
  else if (await listenTo({ port: Number(port), token, onWait })) return;
  if (readIfThere(file) === content) rmSync(file, { force: true });
}

/** Resolves when the connection has ended: true where the holder was at its other end. */
function listenTo({ port, token, onWait }) {
  return new Promise((resolve) => {
    let heard = '';
    const socket = connect({ host, port });
    socket.setEncoding('utf8').once('connect', onWait);
    socket.on('data', (text) => {
      heard += text;
      // The port belongs to another program by now.
      if (!token.startsWith(heard)) socket.destroy();
    });
    // Refused or cut off: what follows is the close.
    socket.on('error', () => undefined);
    socket.once('close', () => resolve(heard === token));
  });
}

function readIfThere(file) {
  return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
}
