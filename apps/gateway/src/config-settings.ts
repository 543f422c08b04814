// Every setting of the gateway: default, unit in the name, what is allowed, what it is for. docs/configuration.md is made from
// this table.
import {
  choice,
  flag,
  integer,
  list,
  optionalInteger,
  optionalText,
  secret,
  secretList,
  text,
} from './config-kinds.ts';
import type { Setting } from './config-kinds.ts';
import { producerSettings } from './config-producers.ts';
import { cleanupSettings } from './config-settings-cleanup.ts';
import { JSON_DEPTH_LIMIT } from './embedded-json/scanner.ts';
import { tokenForm } from './security/token-list.ts';

const KiB = 1024;
const MiB = 1024 * KiB;
const minuteMs = 60_000;

export const settings = {
  host: text(
    '127.0.0.1',
    { allowed: 'an address or host name of this machine', test: (value) => /^[^\s/@]+$/.test(value) },
    'Address to listen on. Other machines can reach Weir only at an address that is not loopback, and that needs tokens or allowAnonymous.',
  ),
  port: integer(8080, { min: 0, max: 65535 }, 'Port to listen on; 0 takes any free one.'),
  allowedHosts: list(
    {
      allowed: 'host names or addresses without port',
      test: (value) => /^(\[[0-9a-fA-F:.]+\]|[^\s/:@[\]]+)$/.test(value),
    },
    'Names in the Host header that are answered, against DNS rebinding. Default: localhost, 127.0.0.1, [::1] and the value of host.',
  ),
  allowedOrigins: list(
    { allowed: 'origins such as https://example.org', test: isOrigin },
    "Origins of other sites whose pages may call Weir, for REST, CORS answers and the socket handshake alike. Weir's own origin is always allowed.",
  ),
  tokens: secretList(
    tokenForm,
    'Who may call: every request needs one of these tokens, as Authorization: Bearer or as the password of Basic, and acts as User:name. Several tokens of one name are all good, so that they can be changed one by one.',
  ),
  tokensFile: optionalText(
    { allowed: 'a path', test: (value) => value.trim() !== '' },
    'File with tokens instead, one name:token per line; lines that begin with # are skipped. Read at the start; relative to the working directory.',
  ),
  allowAnonymous: flag(
    false,
    'Serve who shows no token as User:ANONYMOUS. To listen on an address that is not loopback takes tokens or this.',
  ),
  dataDir: text(
    './data',
    { allowed: 'a path', test: (value) => value.trim() !== '' },
    'Folder of the embedded PostgreSQL and of what else the gateway keeps on disk; relative to the working directory.',
  ),
  databaseUrl: {
    ...secret(
      { allowed: 'a URL that begins with postgresql:// or postgres://', test: isDatabaseUrl },
      'Your own PostgreSQL (14 or newer) instead of the embedded one. A pooler in transaction mode can not be used.',
    ),
    variable: 'DATABASE_URL',
  },
  databasePoolSize: integer(
    10,
    { min: 1, max: 1000 },
    'Connections to PostgreSQL for reads and administration; appends have their own.',
  ),
  embeddedPostgresPort: optionalInteger(
    { min: 0, max: 65535 },
    'Loopback TCP port of the embedded PostgreSQL; 0 takes any free one. Without it the server listens on a Unix socket in the data folder only, where the path of that folder is short enough.',
  ),
  allowFsyncOff: flag(
    false,
    'Accept a PostgreSQL that runs with fsync off, which loses acknowledged records in a power cut.',
  ),
  appendLanes: integer(
    2,
    { min: 1, max: 64 },
    'Queues of appends, each with a connection of its own; a partition always takes the same one.',
  ),
  tailCacheBytes: integer(
    32 * MiB,
    { min: 0, max: 64 * KiB * MiB },
    'Memory for the newest record batches, from which consumers at the end of a log are answered.',
  ),
  scrubBytesPerSecond: integer(
    MiB,
    { min: 0, max: 16 * MiB },
    'How fast stored record batches are read again and compared with their checksums, over all gateways; 0 turns it off. Damage is logged as an error.',
  ),
  idempotencyKeyRetentionMs: integer(
    24 * 60 * minuteMs,
    { min: 1_000, max: 365 * 24 * 60 * minuteMs },
    'How long an Idempotency-Key is kept at least: a request that is repeated with it later is a new one.',
  ),
  ...producerSettings,
  ...cleanupSettings,
  numPartitions: integer(
    1,
    { min: 1, max: 10_000 },
    "Partitions of a topic that is created without a number (Kafka's num.partitions).",
  ),
  autoCreateTopicsEnable: flag(
    false,
    "Create a topic when somebody produces to it; reading and describing never create one (Kafka's auto.create.topics.enable; off here, so that a typing error makes no topic).",
  ),
  messageMaxBytes: integer(
    1_048_588,
    { min: 1, max: 256 * MiB },
    "Largest record batch that one produce may store (Kafka's message.max.bytes). The broker config of that name and a topic's max.message.bytes override it.",
  ),
  requestBodyMaxBytes: integer(
    16 * MiB,
    { min: KiB, max: 1024 * MiB },
    'Largest request body; a larger one is answered with 413.',
  ),
  requestBytesInFlightMax: integer(
    64 * MiB,
    { min: 3 * KiB, max: 64 * KiB * MiB },
    "Memory for the bodies of all requests under way, where each body counts three times: as it came, as record batches, and as what is sent to PostgreSQL. Who finds no room is answered with 429 (after Kafka's queued.max.request.bytes). At least three times requestBodyMaxBytes; an eighth more is kept for bodies of at most 64 KiB.",
  ),
  clientBytesInFlightMax: optionalInteger(
    { min: 3 * KiB, max: 64 * KiB * MiB },
    'What one client may hold of it: the principal of a token, or a connection without one. Beyond, it is answered with 429. At least three times requestBodyMaxBytes. Default: a quarter of requestBytesInFlightMax, or three times requestBodyMaxBytes where that is more.',
  ),
  decompressionRatioMax: integer(
    200,
    { min: 1, max: 1032 },
    'How many times its size a gzip body may grow; one that grows more, and beyond 1 MiB, is answered with 413.',
  ),
  requestBodyBytesPerSecondMin: integer(
    4 * KiB,
    { min: 0, max: 1024 * MiB },
    'Slowest rate, over each requestBodyGraceMs, at which a body may come; slower ones are answered with 408. 0 allows any.',
  ),
  requestBodyGraceMs: integer(
    10_000,
    { min: 100, max: 10 * minuteMs },
    'Time over which the rate of a body is measured, so that a short pause does no harm.',
  ),
  requestArrivalMaxMs: integer(
    2 * minuteMs,
    { min: 100, max: 60 * minuteMs },
    'How long the body of a request may take to arrive before it is answered with 408. Streams of records are not bound by it.',
  ),
  requestHeadersTimeoutMs: integer(
    15_000,
    { min: 100, max: 10 * minuteMs },
    'How long the headers of a request may take to arrive before it is answered with 408.',
  ),
  requestHeaderMaxBytes: integer(
    16 * KiB,
    { min: KiB, max: MiB },
    'Largest path, names and values of headers of a request together; more is answered with 431.',
  ),
  requestHeadersMax: integer(
    100,
    { min: 20, max: 2000 },
    'Most HTTP headers of a request; more are answered with 431.',
  ),
  requestUrlMaxBytes: integer(
    8 * KiB,
    { min: 256, max: MiB },
    'Longest path with query of a request; a longer one is answered with 414. Less than requestHeaderMaxBytes.',
  ),
  connectionsMax: integer(
    10_000,
    { min: 1, max: 1_000_000 },
    "Most open connections (Kafka's max.connections). Requests on one more are answered with 503.",
  ),
  recordsPerRequestMax: integer(
    100_000,
    { min: 1, max: 10_000_000 },
    'Most records in one produce request; more are answered with 422.',
  ),
  recordHeadersMax: integer(
    1000,
    { min: 0, max: 100_000 },
    'Most headers of one record; more are answered with 422.',
  ),
  jsonDepthMax: integer(
    512,
    { min: 8, max: JSON_DEPTH_LIMIT },
    'Deepest nesting of objects and lists in JSON that is sent, be it a request or a value in it; more is answered with 400.',
  ),
  produceBatchMaxEntries: integer(
    1000,
    { min: 1, max: 100_000 },
    'Most entries in one v3 records:batch request; more are answered with 422.',
  ),
  requestTimeoutMs: integer(
    30_000,
    { min: 100, max: 10 * minuteMs },
    "How long a request may wait for the database before it gets an error (Kafka's request.timeout.ms). Long polls have longPollMaxMs.",
  ),
  longPollMaxMs: integer(
    30_000,
    { min: 0, max: 10 * minuteMs },
    'Longest wait of a fetch for new records; a longer timeout in a request is cut to it.',
  ),
  logLevel: choice(
    'info',
    ['trace', 'debug', 'info', 'warn', 'error', 'silent'],
    'Least important log lines that are written.',
  ),
  logFormat: choice(
    'auto',
    ['auto', 'json', 'pretty'],
    'Form of log lines: auto is pretty on a terminal and json elsewhere.',
  ),
  logRequests: choice(
    'errors',
    ['off', 'errors', 'all'],
    'Which requests get a line in the log: errors means those answered with a status of 500 or more and those that logSlowRequestMs calls slow, at most 100 lines a second.',
  ),
  logSlowRequestMs: integer(
    5_000,
    { min: 0, max: 10 * minuteMs },
    'A request that took so long counts as slow in the log, unless it asked to wait for records; 0 means that none is slow.',
  ),
  metricsTopicsMax: integer(
    200,
    { min: 0, max: 100_000 },
    'Topics that have counts of their own in /metrics: the first ones that are used after a start. All others are counted together as topic "(other)".',
  ),
  metricsPartitionsMax: integer(
    1_000,
    { min: 0, max: 1_000_000 },
    'Partitions whose log start and end offsets are in /metrics, by name of their topic; each scrape reads them from the database. 0 turns them off.',
  ),
  recordTraceContext: flag(
    true,
    'Give records that are produced under a W3C trace context, and hold no traceparent header, the headers traceparent and tracestate.',
  ),
  otelExporterOtlpEndpoint: {
    ...optionalText(
      { allowed: 'a URL that begins with http:// or https://', test: isHttpUrl },
      'OpenTelemetry collector to which spans are sent (OTLP over HTTP; /v1/traces is appended). Without it there are no spans.',
    ),
    variable: 'OTEL_EXPORTER_OTLP_ENDPOINT',
  },
  otelServiceName: {
    ...text(
      'weir',
      { allowed: 'a name', test: (value) => value.trim() !== '' },
      'The name under which spans are shown.',
    ),
    variable: 'OTEL_SERVICE_NAME',
  },
  otelTracesSampler: {
    ...choice(
      'parentbased_always_on',
      [
        'always_on',
        'always_off',
        'traceidratio',
        'parentbased_always_on',
        'parentbased_always_off',
        'parentbased_traceidratio',
      ],
      'Which requests become spans; parentbased means that a caller who sends a trace context decides for its requests.',
    ),
    variable: 'OTEL_TRACES_SAMPLER',
  },
  otelTracesSamplerArg: {
    ...text(
      '1',
      { allowed: 'a number from 0 to 1', test: (value) => /^(0(\.\d+)?|1(\.0+)?)$/.test(value) },
      'Share of requests that the samplers with traceidratio take.',
    ),
    variable: 'OTEL_TRACES_SAMPLER_ARG',
  },
} satisfies { [name: string]: Setting<unknown> };

export type SettingName = keyof typeof settings;

export const settingNames = Object.keys(settings) as SettingName[];

/** `requestTimeoutMs` is `WEIR_REQUEST_TIMEOUT_MS` in the environment. */
export function variableName(name: SettingName): string {
  const own = (settings[name] as Setting<unknown>).variable;
  return own ?? `WEIR_${name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase()}`;
}

function isOrigin(value: string): boolean {
  return URL.canParse(value) && /^https?:$/.test(new URL(value).protocol) && new URL(value).origin === value;
}

function isHttpUrl(value: string): boolean {
  return /^https?:\/\//.test(value) && URL.canParse(value);
}

function isDatabaseUrl(value: string): boolean {
  return /^postgres(ql)?:\/\//.test(value) && URL.canParse(value);
}
