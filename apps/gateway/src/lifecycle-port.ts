// Finds out whether the port can be had before anything is started, so that a second start costs nothing and leaves nothing.
import { createServer } from 'node:net';
import { StartupError } from './startup-error.ts';

/** Throws StartupError where listening is refused. */
export async function checkPort(host: string, port: number): Promise<void> {
  const server = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      server.once('error', reject);
      server.listen({ host, port, exclusive: true }, resolve);
    });
  } catch (error) {
    throw listenFault(error as NodeJS.ErrnoException, host, port) ?? error;
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
}

/** The error of a listen as a line that says what to do; undefined for other errors. */
export function listenFault(
  error: NodeJS.ErrnoException,
  host: string,
  port: number,
): StartupError | undefined {
  switch (error.code) {
    case 'EADDRINUSE':
      return new StartupError(
        `port ${port} on ${host} is in use: stop what listens there, or choose another with WEIR_PORT`,
      );
    case 'EACCES':
      return new StartupError(
        `port ${port} is not allowed for this user: choose one above 1023 with WEIR_PORT`,
      );
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return new StartupError(`${host} is no address of this machine: choose another with WEIR_HOST`);
    default:
      return undefined;
  }
}
