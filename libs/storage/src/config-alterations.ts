// Checking and altering configs: what is kept is only what somebody set, by name.
import { KafkaError } from '@weir/protocol';
import type { ConfigAlteration } from '@weir/protocol';
import { brokerConfigs } from './broker-config.ts';
import type { BrokerConfigDefinition } from './broker-config.ts';
import { topicConfigs } from './topic-config.ts';

export type ConfigOverrides = Readonly<{ [name: string]: string }>;

const tables = { topic: topicConfigs, broker: brokerConfigs } as const;
type Kind = keyof typeof tables;

/** Checks overrides and drops nulls (null means the default). Throws INVALID_CONFIG naming the first fault. */
export function validateTopicConfigs(given: Readonly<{ [name: string]: string | null }>): ConfigOverrides {
  const overrides: { [name: string]: string } = {};
  for (const [name, value] of Object.entries(given)) {
    const definition = definitionOf('topic', name);
    if (value !== null) overrides[name] = checked(value, { name, definition });
  }
  requireOrderedLags(overrides);
  return overrides;
}

/** The overrides after the alterations. Throws INVALID_CONFIG, INVALID_REQUEST. */
export function alterConfigs(
  kind: Kind,
  overrides: ConfigOverrides,
  alterations: readonly ConfigAlteration[],
): ConfigOverrides {
  const altered: { [name: string]: string } = { ...overrides };
  const seen = new Set<string>();
  for (const alteration of alterations) {
    const { name } = alteration;
    const definition = definitionOf(kind, name);
    if (seen.has(name)) throw new KafkaError('INVALID_REQUEST', `config ${name} is altered twice`, { name });
    seen.add(name);
    if (definition.fixedBecause !== undefined) {
      throw new KafkaError('INVALID_CONFIG', `config ${name} is read-only: ${definition.fixedBecause}`, {
        name,
      });
    }
    if (alteration.operation === 'SET') altered[name] = checked(alteration.value, { name, definition });
    else delete altered[name];
  }
  if (kind === 'topic') requireOrderedLags(altered);
  return altered;
}

/** As Kafka checks it: by what the topic itself sets, and the defaults. */
function requireOrderedLags(overrides: ConfigOverrides): void {
  const [min = '', max = ''] = ['min.compaction.lag.ms', 'max.compaction.lag.ms'].map(
    (name) => overrides[name] ?? topicConfigs[name]?.defaultValue,
  );
  if (BigInt(min) <= BigInt(max)) return;
  const why = `min.compaction.lag.ms (${min}) must not be more than max.compaction.lag.ms (${max})`;
  throw new KafkaError('INVALID_CONFIG', why);
}

function definitionOf(kind: Kind, name: string): BrokerConfigDefinition {
  const table: Readonly<{ [name: string]: BrokerConfigDefinition }> = tables[kind];
  const definition = Object.hasOwn(table, name) ? table[name] : undefined;
  if (definition !== undefined) return definition;
  throw new KafkaError('INVALID_CONFIG', `unknown ${kind} config "${name}"`, { name });
}

function checked(
  value: string,
  { name, definition }: { name: string; definition: BrokerConfigDefinition },
): string {
  const fault = definition.fault(value);
  if (fault === undefined) return value;
  throw new KafkaError('INVALID_CONFIG', `invalid value "${value}" for ${name}: it ${fault}`, { name });
}
