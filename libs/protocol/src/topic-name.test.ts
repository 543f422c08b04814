// Kafka's rules for topic names, case by case.
import { expect, it } from 'vitest';
import { isInternalTopic, topicNameFault } from './topic-name.ts';

it.each(['orders', 'a', 'A.b_c-9', '...', '__consumer_offsets', 'x'.repeat(249)])('%s is legal', (name) => {
  expect(topicNameFault(name)).toBeUndefined();
});

it.each([
  ['', 'empty'],
  ['.', 'named "."'],
  ['..', 'named ".."'],
  ['x'.repeat(250), '249'],
  ['two words', 'letters'],
  ['größe', 'letters'],
  ['a/b', 'letters'],
  ['orders\n', 'letters'],
  ['orders\u0000', 'letters'],
])('%j is refused with a reason', (name, part) => {
  expect(topicNameFault(name)).toContain(part);
});

it('names with two leading underscores are internal', () => {
  expect(isInternalTopic('__weir')).toBe(true);
  expect(isInternalTopic('__consumer_offsets')).toBe(true);
  // A name of Debezium's, which its connectors create.
  expect(isInternalTopic('__debezium-heartbeat.shop')).toBe(false);
  expect(isInternalTopic('_orders')).toBe(false);
});
