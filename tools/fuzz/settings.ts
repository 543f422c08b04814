// What schemathesis is told: which names exist, so that most requests hit something; what is checked, and what is left out.
import type { OpenApiDocument } from '../testing/example-requests.ts';
import type { FuzzOptions } from './options.ts';

/** Operations that are not fuzzed, each with its reason. */
export const excluded: Readonly<Record<string, string>> = {};

export interface Pool {
  readonly clusterId: string;
  readonly topics: readonly string[];
}

/** Of topics, and of the broker. */
const configNames = [
  'cleanup.policy',
  'retention.ms',
  'max.message.bytes',
  'log.retention.ms',
  'message.max.bytes',
];

/** Names of path parameters and what they are mostly filled with; the rest of the time they are anything. */
function dictionaries({ clusterId, topics }: Pool) {
  return [
    { name: 'clusters', values: [clusterId], parameters: ['cluster_id'], probability: 0.95 },
    { name: 'topics', values: topics, parameters: ['topic', 'topic_name'], probability: 0.8 },
    { name: 'partitions', values: ['0', '1'], parameters: ['partition', 'partition_id'], probability: 0.8 },
    { name: 'configs', values: configNames, parameters: ['name'], probability: 0.8 },
    { name: 'brokers', values: ['1'], parameters: ['broker_id'], probability: 0.8 },
  ];
}

/** Ids of the operations whose answer may go on for ever. */
export function streamIds({ paths }: OpenApiDocument): string[] {
  const all = Object.values(paths).flatMap((methods) => Object.values(methods));
  return all
    .filter(({ responses }) => 'text/event-stream' in (responses['200']?.content ?? {}))
    .map(({ operationId }) => operationId);
}

/** schemathesis.toml. */
export function settingsFile(pool: Pool, streams: readonly string[]): string {
  const words = dictionaries(pool);
  return [
    'request-timeout = 10',
    '[dictionaries]',
    ...words.map(({ name, values }) => `${name} = { values = ${JSON.stringify(values)} }`),
    '[parameters]',
    ...words.flatMap(({ name, parameters, probability }) =>
      parameters.map(
        (parameter) => `"path.${parameter}" = { dictionary = "${name}", probability = ${probability} }`,
      ),
    ),
    // A stream is left after a few events, or a moment without any.
    ...streams.flatMap((id) => [
      '[[operations]]',
      `include-operation-id = "${id}"`,
      'max-stream-events = 3',
      'request-timeout = 0.5',
    ]),
    '',
  ].join('\n');
}

/** All checks but those of authentication, which is a setting that is off here. */
export function schemathesisArguments(url: string, options: FuzzOptions): string[] {
  const { minutes, maxExamples, seed, operations } = options;
  return [
    ...['run', `${url}/openapi.json`],
    ...['--checks', 'all', '--exclude-checks', 'ignored_auth,object_level_authorization'],
    ...['--phases', 'examples,coverage,fuzzing,stateful'],
    ...['--max-examples', String(maxExamples), '--seed', String(seed), '--continue-on-failure'],
    ...(minutes === undefined ? [] : ['--max-time', String(Math.ceil(minutes * 60))]),
    ...operations.flatMap((id) => ['--include-operation-id', id]),
    ...Object.keys(excluded).flatMap((id) => ['--exclude-operation-id', id]),
    ...['--generation-database', 'none', '--output-sanitize', 'false', '--warnings', 'off'],
  ];
}
