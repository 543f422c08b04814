// How Weir connects to PostgreSQL: timeouts and isolation by connection options, so that neither the role's nor the
// server's defaults decide; results in JavaScript's own numbers.
import pg from 'pg';
import { parseIntoClientConfig } from 'pg-connection-string';
import { InvariantError, KafkaError } from '@weir/protocol';

export interface ConnectionOptions {
  readonly databaseUrl: string;
  /** Bounds every statement, here and on the server, in milliseconds. */
  readonly requestTimeoutMs: number;
}

const INT8 = 20;
const INT8_ARRAY = 1016;
const BYTEA = 17;

type Parse = (value: never) => unknown;

const textParsers = new Map<number, Parse>([
  [INT8, (value: string) => safe(BigInt(value))],
  [
    INT8_ARRAY,
    (value: string) =>
      value
        .slice(1, -1)
        .split(',')
        .map((element) => safe(BigInt(element))),
  ],
]);

const binaryParsers = new Map<number, Parse>([
  [INT8, (value: Buffer) => safe(value.readBigInt64BE())],
  [BYTEA, (value: Buffer) => value],
]);

/** int8 as a number where it is safe, per connection: the global parser would leak into everybody else's. */
const types = {
  getTypeParser(oid: number, format: 'text' | 'binary' = 'text'): Parse {
    const own = format === 'binary' ? binaryParsers.get(oid) : textParsers.get(oid);
    return own ?? (pg.types.getTypeParser(oid, format) as Parse);
  },
};

function safe(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${value} from the database is no safe integer`);
  return number;
}

/** Later settings win, so they follow whatever the URL brings. */
const OUR_SETTINGS =
  '-c default_transaction_isolation=read\\ committed -c default_transaction_read_only=off -c synchronous_commit=on';

export function clientConfig(options: ConnectionOptions, applicationName: string): pg.ClientConfig {
  // Not `connectionString`: pg lets what the URL says override everything else.
  const fromUrl = parseIntoClientConfig(options.databaseUrl);
  return {
    ...fromUrl,
    application_name: applicationName,
    connectionTimeoutMillis: Math.min(10_000, options.requestTimeoutMs),
    keepAlive: true,
    // The server gives up before we do, so that a statement we no longer wait for does not hold its locks for long.
    statement_timeout: options.requestTimeoutMs,
    lock_timeout: Math.min(5_000, Math.ceil(options.requestTimeoutMs / 2)),
    idle_in_transaction_session_timeout: options.requestTimeoutMs,
    query_timeout: options.requestTimeoutMs + 1_000,
    options: [fromUrl.options, OUR_SETTINGS].filter(Boolean).join(' '),
    types,
  };
}

/** SQLSTATE of an error that the server answered; undefined where the connection itself failed. */
export function sqlState(error: unknown): string | undefined {
  return error instanceof pg.DatabaseError ? error.code : undefined;
}

/** Errors after which the server says nothing more about the statement: whether it took effect is unknown. */
export function isConnectionLost(error: unknown): boolean {
  const state = sqlState(error);
  return state === undefined || state.startsWith('57P') || state.startsWith('08');
}

/** What a log line says of a database error. pg's errors carry their whole client, keys and buffers included. */
export function reasonOf(error: unknown): { readonly reason: string; readonly sqlState?: string } {
  const reason = error instanceof Error ? error.message : String(error);
  const state = sqlState(error);
  return state === undefined ? { reason } : { reason, sqlState: state };
}

/** States that waiting or another connection may cure: resources, timeouts, shutdown, read-only, serialisation. */
const PASSING = /^(08|25|40|53|55|57)/;

/** PostgreSQL's failure in Kafka's words: retriable where waiting or another try may help. */
export function databaseError(error: unknown): KafkaError {
  if (error instanceof KafkaError) return error;
  if (error instanceof TypeError || error instanceof RangeError || error instanceof InvariantError) {
    return new KafkaError('UNKNOWN_SERVER_ERROR', 'a mistake of ours; see the log', { cause: error });
  }
  const { reason: detail, sqlState: state } = reasonOf(error);
  const details = { cause: error };
  if (state === '53100' || state?.startsWith('58') === true) {
    return new KafkaError('KAFKA_STORAGE_ERROR', `the database cannot write: ${detail}`, details);
  }
  if (state === undefined || PASSING.test(state)) {
    return new KafkaError(
      'BROKER_NOT_AVAILABLE',
      `the database does not serve: ${detail || 'no connection'}`,
      details,
    );
  }
  return new KafkaError(
    'UNKNOWN_SERVER_ERROR',
    'the database refused a statement of ours; see the log',
    details,
  );
}
