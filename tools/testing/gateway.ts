// The real gateway, in this process, on a database of its own: for tests that speak HTTP or open a browser.
import type { AddressInfo } from 'node:net';
import { openPostgresBroker } from '@weir/broker';
import type { PostgresBroker } from '@weir/broker';
import { createApp } from '@weir/gateway';
import { parseConfig } from '@weir/gateway/config';
import type { GatewayConfig } from '@weir/gateway/config';
import { createTestDatabase } from './database.ts';
import type { TestDatabase } from './database.ts';

export interface GatewayOptions {
  readonly config?: Partial<GatewayConfig>;
  readonly dashboardDir?: string;
  /** Another gateway, whose database this one shares and leaves when it closes. */
  readonly beside?: TestGateway;
  /** Another way to the database, as through a proxy. */
  readonly databaseUrl?: (url: string) => string;
  /** Puts something before the broker that the gateway calls. */
  readonly wrapBroker?: (broker: PostgresBroker) => PostgresBroker;
}

export interface LoggedLine {
  readonly message: string;
  readonly [field: string]: unknown;
}

export interface TestGateway {
  /** `http://127.0.0.1:<port>` */
  readonly url: string;
  readonly broker: PostgresBroker;
  readonly database: TestDatabase;
  /** Its database as PostgreSQL's superuser. */
  readonly adminUrl: string;
  /** What was logged as a warning or an error: a test that provokes none expects it empty. */
  readonly complaints: readonly string[];
  /** What was logged as information, each line with its message. */
  readonly infos: readonly LoggedLine[];
  /** Stops the gateway and removes its database, unless it is another's. */
  close(): Promise<void>;
}

export async function startGateway(options: GatewayOptions = {}): Promise<TestGateway> {
  const { beside, databaseUrl: wayTo = (url) => url } = options;
  const database = beside?.database ?? (await createTestDatabase());
  const config = { ...parseConfig({ environment: {}, directory: '.' }), port: 0, ...options.config };
  const complaints: string[] = [];
  const complain = (fields: object, message: string) => {
    complaints.push(`${message} ${JSON.stringify(fields, errorsAsText)}`);
  };
  const infos: LoggedLine[] = [];
  const info = (fields: object, message: string) => void infos.push({ ...fields, message });
  const logger = { debug: () => undefined, info, warn: complain, error: complain };
  const { databasePoolSize: poolSize, ...rest } = config;
  const databaseUrl = wayTo(database.url);
  const broker = await openPostgresBroker({ ...rest, poolSize, databaseUrl, logger });
  const { dashboardDir, wrapBroker = (plain) => plain } = options;
  const app = await createApp({
    broker: wrapBroker(broker),
    config,
    logger,
    ...(dashboardDir === undefined ? {} : { dashboardDir }),
  });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    broker,
    database,
    adminUrl: database.adminUrl,
    complaints,
    infos,
    close: async () => {
      await app.close();
      await broker.close();
      if (beside === undefined) await database.drop();
    },
  };
}

function errorsAsText(_key: string, value: unknown): unknown {
  return value instanceof Error ? (value.stack ?? value.message) : value;
}
