// Where the embedded server listens: a Unix socket in its folder where the path is short enough, else the loopback address.
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

/** `sun_path` has 108 bytes on Linux and 104 on macOS, one of them for the end mark. */
const maxSocketPathBytes = process.platform === 'darwin' ? 103 : 107;
const socketPort = 5432;

export interface ListenAddress {
  /** Folder of the Unix socket; undefined where its path would be too long. */
  readonly socketFolder: string | undefined;
  /** Whether 127.0.0.1 listens too. */
  readonly tcp: boolean;
  /** TCP port, and the number in the socket's name. */
  readonly port: number;
}

/** `port`: undefined for the socket alone, 0 for any free TCP port, else that TCP port. */
export async function chooseAddress(folder: string, port: number | undefined): Promise<ListenAddress> {
  const name = join(folder, `.s.PGSQL.${port || 65535}`);
  const socketFolder =
    Buffer.byteLength(name) <= maxSocketPathBytes && !folder.includes(',') ? folder : undefined;
  if (socketFolder !== undefined && port === undefined) return { socketFolder, tcp: false, port: socketPort };
  return { socketFolder, tcp: true, port: port || (await freePort()) };
}

export function listenArguments({ socketFolder, tcp, port }: ListenAddress): string[] {
  return [
    ...['-c', `listen_addresses=${tcp ? '127.0.0.1' : ''}`],
    ...['-c', `unix_socket_directories=${socketFolder ?? ''}`],
    ...['-c', `port=${port}`],
  ];
}

/** A connection URL that libpq and `pg` understand alike. */
export function connectionUrl(
  address: ListenAddress,
  login: { user: string; password: string; database: string },
): string {
  const { user, password, database } = login;
  const credentials = `${encodeURIComponent(user)}:${encodeURIComponent(password)}`;
  if (address.socketFolder === undefined)
    return `postgresql://${credentials}@127.0.0.1:${address.port}/${database}`;
  const host = encodeURIComponent(address.socketFolder);
  return `postgresql://${credentials}@localhost:${address.port}/${database}?host=${host}`;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
