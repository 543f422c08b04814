// Kafka's rules for topic names (org.apache.kafka.common.internals.Topic).
const legal = /^[a-zA-Z0-9._-]+$/;
export const MAX_TOPIC_NAME_LENGTH = 249;

/** Why the name is illegal, as a sentence for the caller; undefined where it is legal. */
export function topicNameFault(name: string): string | undefined {
  if (name === '') return 'a topic name must not be empty';
  if (name === '.' || name === '..') return `a topic must not be named "${name}"`;
  if (name.length > MAX_TOPIC_NAME_LENGTH)
    return `a topic name has at most ${MAX_TOPIC_NAME_LENGTH} characters, this one has ${name.length}`;
  if (!legal.test(name)) return 'a topic name may hold only letters, digits, ".", "_" and "-"';
  return undefined;
}

const kafkasOwn = new Set([
  '__consumer_offsets',
  '__transaction_state',
  '__share_group_state',
  '__cluster_metadata',
]);

/** Names that are kept for Kafka's and Weir's own topics: nobody else creates or deletes them. */
export function isInternalTopic(name: string): boolean {
  return kafkasOwn.has(name) || name.startsWith('__weir');
}
