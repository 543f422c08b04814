// A TCP proxy on loopback that reads PostgreSQL's protocol just enough to cut a connection between a COMMIT and its answer.
import { connect, createServer } from 'node:net';
import type { AddressInfo, NetConnectOpts, Socket } from 'node:net';

/** What has happened at the moment of the cut: the statement was passed on, or also committed. */
export type CutPoint = 'sent' | 'committed';

export interface TcpProxy {
  readonly port: number;
  /** Cuts so far. */
  readonly cuts: number;
  /** The next connection that executes the prepared statement is cut, before a byte of the answer passes. */
  cutNext(statement: string, point: CutPoint): void;
  close(): Promise<void>;
}

/** ReadyForQuery outside of a transaction: the server's last word, which it says after the commit. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

export async function startTcpProxy(target: NetConnectOpts): Promise<TcpProxy> {
  let armed: { readonly statement: string; readonly point: CutPoint } | undefined;
  let cuts = 0;
  const sockets = new Set<Socket>();
  const server = createServer({ noDelay: true }, (client) => {
    const upstream = connect(target).setNoDelay(true);
    let point: CutPoint | undefined;
    const cut = (): void => {
      client.resetAndDestroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', cut);
    }
    client.on('data', (piece) => {
      if (armed !== undefined && executes(piece, armed.statement)) {
        ({ point } = armed);
        armed = undefined;
      }
      // A flush of a few entries is one piece: with this one the whole statement is on its way.
      upstream.write(piece, () => {
        if (point !== 'sent') return;
        cuts++;
        // The server has the statement, whatever becomes of the connection.
        upstream.end();
        client.resetAndDestroy();
      });
    });
    upstream.on('data', (piece) => {
      if (point === undefined) return void client.write(piece);
      if (point === 'sent' || !piece.subarray(-READY.length).equals(READY)) return;
      cuts++;
      cut();
    });
    client.on('end', () => upstream.end());
    upstream.on('end', () => client.end());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    get cuts() {
      return cuts;
    },
    cutNext: (statement, point) => (armed = { statement, point }),
    close: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** Bind names the portal and then the prepared statement, each ended by a zero. */
function executes(piece: Buffer, statement: string): boolean {
  return piece.includes(`\0${statement}\0`);
}

/** From the URL of a database to the way through a proxy. A server on a Unix socket names its folder as `host`. */
export const databaseThrough = {
  target(databaseUrl: string): NetConnectOpts {
    const url = new URL(databaseUrl);
    const folder = url.searchParams.get('host');
    const port = Number(url.port || '5432');
    return folder === null ? { host: url.hostname, port } : { path: `${folder}/.s.PGSQL.${port}` };
  },
  url(databaseUrl: string, { port }: Pick<TcpProxy, 'port'>): string {
    const url = new URL(databaseUrl);
    url.searchParams.delete('host');
    url.hostname = '127.0.0.1';
    url.port = String(port);
    return url.href;
  },
};
