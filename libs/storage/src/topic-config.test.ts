// The table of topic configs holds together, and refuses what Kafka refuses.
import { describe, expect, it } from 'vitest';
import { appendLimits, effectiveTopicConfigs, topicConfigs, validateTopicConfigs } from './topic-config.ts';

describe('topic configs', () => {
  it('have defaults that pass their own validation, and documentation', () => {
    for (const [name, { defaultValue, fault, documentation }] of Object.entries(topicConfigs)) {
      expect([name, fault(defaultValue)]).toEqual([name, undefined]);
      expect(documentation).toMatch(/^[A-Z“"].*\.$/);
    }
  });

  it.each([
    ['retention.ms', '-2'],
    ['retention.ms', '9223372036854775808'],
    ['max.message.bytes', '2147483648'],
    ['max.message.bytes', '1e3'],
    ['min.cleanable.dirty.ratio', '1.1'],
    ['cleanup.policy', ''],
    ['preallocate', 'yes'],
    ['leader.replication.throttled.replicas', 'a'],
  ])('refuse %s=%s and name both', (name, value) => {
    expect(() => validateTopicConfigs({ [name]: value })).toThrow(
      new RegExp(`"${value}" for ${name.replaceAll('.', '\\.')}`),
    );
  });

  it('take the largest long exactly', () => {
    const overrides = validateTopicConfigs({ 'retention.ms': '9223372036854775807', 'segment.ms': null });
    expect(overrides).toEqual({ 'retention.ms': '9223372036854775807' });
    expect(effectiveTopicConfigs(overrides, {}).find(({ name }) => name === 'retention.ms')).toMatchObject({
      value: '9223372036854775807',
      isDefault: false,
    });
  });

  it('decide what an append may be', () => {
    expect(
      appendLimits({ 'cleanup.policy': 'compact,delete', 'message.timestamp.type': 'LogAppendTime' }, {}),
    ).toMatchObject({
      isCompacted: true,
      stampsAppendTime: true,
      maxMessageBytes: 1048588,
    });
  });
});
