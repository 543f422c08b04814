// The gateway's process: reads the configuration, starts everything in order, and stops it in the opposite order on SIGTERM,
// SIGINT, or when the process that started it has gone.
import 'reflect-metadata';
import { existsSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { fileURLToPath } from 'node:url';
import { openPostgresBroker } from '@weir/broker';
import { DatabaseUnusableError } from '@weir/storage';
import { printableConfig, readConfig } from './config.ts';
import type { GatewayConfig } from './config.ts';
import { createApp } from './create-app.ts';
import { EmbeddedPostgres } from './embedded-postgres/index.ts';
import { lockDataFolder } from './lifecycle-data-folder.ts';
import { closerOf } from './lifecycle-http.ts';
import { checkPort, listenFault } from './lifecycle-port.ts';
import { welcomeText } from './lifecycle-welcome.ts';
import { Lifecycle, StoppedDuringStart } from './lifecycle.ts';
import { createLogger } from './logger.ts';
import type { Logger } from './logger.ts';
import { StartupError } from './startup-error.ts';
import { isHelpAsked, usageText } from './usage.ts';

/** The steps below share the ten seconds in which everything must have ended. */
const limitsMs = { requests: 3_000, http: 3_500, broker: 1_500, postgres: 4_200, all: 9_700 };
const dashboardFolder = fileURLToPath(new URL('../../dashboard/out', import.meta.url));

interface Process {
  readonly config: GatewayConfig;
  readonly logger: Logger;
  readonly lifecycle: Lifecycle;
}

async function main(): Promise<void> {
  if (isHelpAsked(process.argv.slice(2))) {
    process.stdout.write(usageText());
    return;
  }
  const config = readConfig(process.env, process.cwd());
  const logger = createLogger(config);
  const lifecycle = new Lifecycle(logger);
  let isStarted = false;
  watchForStop((reason) => {
    lifecycle.requestStop(reason);
    // Whatever hangs, and in whichever step: the process ends in time.
    setTimeout(() => process.exit(1), limitsMs.all).unref();
    if (isStarted) void stopAndExit(lifecycle, reason);
  }, logger);
  try {
    await start({ config, logger, lifecycle });
    isStarted = true;
    lifecycle.throwIfStopping();
  } catch (error) {
    if (error instanceof StoppedDuringStart) await stopAndExit(lifecycle, 'stopped during the start');
    await lifecycle.undo();
    throw error;
  }
}

async function start({ config, logger, lifecycle }: Process): Promise<void> {
  logger.info({ settings: printableConfig(config), node: process.versions.node }, 'starting');
  const database = await startDatabase({ config, logger, lifecycle });
  lifecycle.throwIfStopping();
  const { databasePoolSize: poolSize, ...settings } = config;
  const broker = await openPostgresBroker({ ...settings, poolSize, databaseUrl: database.url, logger });
  lifecycle.onStop({ name: 'broker', limitMs: limitsMs.broker, stop: () => broker.close() });
  lifecycle.throwIfStopping();
  const dashboardDir = existsSync(dashboardFolder) ? dashboardFolder : undefined;
  const app = await createApp({
    broker,
    config,
    logger,
    ...(dashboardDir === undefined ? {} : { dashboardDir }),
  });
  lifecycle.onStop({ name: 'http', limitMs: limitsMs.http, stop: closerOf(app, limitsMs.requests) });
  lifecycle.throwIfStopping();
  await app.listen(config.port, config.host).catch((error: NodeJS.ErrnoException) => {
    throw listenFault(error, config.host, config.port) ?? error;
  });
  const { port } = app.getHttpServer().address() as AddressInfo;
  logger.info({ host: config.host, port }, 'ready');
  if (process.stdout.isTTY || process.channel) {
    const { clusterId } = await broker.describeCluster({ principal: 'User:ANONYMOUS', clientId: 'gateway' });
    process.stdout.write(
      welcomeText({ config, port, clusterId, database: database.description, seconds: process.uptime() }),
    );
  }
}

async function startDatabase({
  config,
  logger,
  lifecycle,
}: Process): Promise<{ url: string; description: string }> {
  if (config.databaseUrl !== undefined) {
    if (config.port !== 0) await checkPort(config.host, config.port);
    return { url: config.databaseUrl, description: 'your PostgreSQL (DATABASE_URL)' };
  }
  const unlock = lockDataFolder(config.dataDir);
  lifecycle.onStop({ name: 'data folder', limitMs: 100, stop: () => Promise.resolve(unlock()) });
  if (config.port !== 0) await checkPort(config.host, config.port);
  const { dataDir, embeddedPostgresPort: port } = config;
  const postgres = await EmbeddedPostgres.start({ dataDir, port, logger, signal: lifecycle.signal });
  lifecycle.onStop({ name: 'postgres', limitMs: limitsMs.postgres, stop: () => postgres.stop() });
  return {
    url: postgres.url,
    description: `PostgreSQL ${postgres.version} in ${postgres.folder}`,
  };
}

/** Signals may arrive twice (Ctrl-C reaches the whole process group, and npm passes it on). */
function watchForStop(stop: (reason: string) => void, logger: Logger): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => stop(signal));
  // Under `npm start` the launcher decides what the end of a terminal means, and its end is ours.
  const isLaunched = process.channel !== undefined && process.channel !== null;
  process.on('SIGHUP', () => (isLaunched ? undefined : stop('SIGHUP')));
  if (isLaunched) process.on('disconnect', () => stop('the process that started the gateway has ended'));
  // A fault in one request must not end the others. What it left undone is that request's alone.
  process.on('uncaughtException', (error) => logger.error({ err: error }, 'uncaught exception'));
  process.on('unhandledRejection', (reason) => logger.error({ err: reason }, 'unhandled rejection'));
  // The reader of our output may end before us.
  process.stdout.on('error', () => undefined);
  process.stderr.on('error', () => undefined);
}

async function stopAndExit(lifecycle: Lifecycle, reason: string): Promise<never> {
  const isClean = await lifecycle.stop(reason);
  process.exit(isClean ? 0 : 1);
}

main().catch((error: unknown) => {
  const isExplained = error instanceof StartupError || error instanceof DatabaseUnusableError;
  process.stderr.write(`weir: ${isExplained ? error.message : (error as Error).stack}\n`);
  process.exit(1);
});
