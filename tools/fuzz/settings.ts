// What schemathesis is told: which names exist, so that most requests hit something; what is checked, and what is left out.
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

/** schemathesis.toml. */
export function settingsFile(pool: Pool): string {
  const words = dictionaries(pool);
  return [
    // A stream has no end of its own: its first events are held against the document.
    'max-stream-events = 3',
    'request-timeout = 10',
    '[dictionaries]',
    ...words.map(({ name, values }) => `${name} = { values = ${JSON.stringify(values)} }`),
    '[parameters]',
    ...words.flatMap(({ name, parameters, probability }) =>
      parameters.map(
        (parameter) => `"path.${parameter}" = { dictionary = "${name}", probability = ${probability} }`,
      ),
    ),
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
