// The tables of configs hold together, refuse what Kafka refuses, and the layers override each other in Kafka's order.
import { describe, expect, it } from 'vitest';
import { brokerConfigs } from './broker-config.ts';
import { alterConfigs, validateTopicConfigs } from './config-alterations.ts';
import {
  appendLimits,
  brokerConfigLayers,
  cleanupLimits,
  effectiveBrokerConfigs,
  effectiveTopicConfigs,
} from './effective-configs.ts';
import { topicConfigs } from './topic-config.ts';

const nothing = { broker: {}, cluster: {} };
const noLayers = brokerConfigLayers(nothing, {});
const find = <T extends { name: string }>(entries: readonly T[], wanted: string) =>
  entries.find(({ name }) => name === wanted);

describe('the tables of configs', () => {
  it.each([
    ['topic', topicConfigs],
    ['broker', brokerConfigs],
  ])('of the %s have defaults that pass their own validation, documentation, and an order', (_, table) => {
    for (const [name, { defaultValue, fault, documentation }] of Object.entries(table)) {
      expect([name, fault(defaultValue)]).toEqual([name, undefined]);
      expect(documentation).toMatch(/^[A-Z“"].*\.$/);
    }
    expect(Object.keys(table)).toEqual(Object.keys(table).sort());
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
    expect(find(effectiveTopicConfigs(overrides, noLayers), 'retention.ms')).toMatchObject({
      value: '9223372036854775807',
      source: 'DYNAMIC_TOPIC_CONFIG',
    });
  });
});

describe('layers of configs', () => {
  it('override each other: topic, broker, cluster, settings, default', () => {
    const name = 'message.max.bytes';
    const layers = brokerConfigLayers({ broker: { [name]: '3' }, cluster: { [name]: '2' } }, { [name]: '1' });
    const ofBroker = [
      { name, value: '3', source: 'DYNAMIC_BROKER_CONFIG' },
      { name, value: '2', source: 'DYNAMIC_DEFAULT_BROKER_CONFIG' },
      { name, value: '1', source: 'STATIC_BROKER_CONFIG' },
      { name, value: '1048588', source: 'DEFAULT_CONFIG' },
    ];
    expect(find(effectiveBrokerConfigs(layers), name)).toMatchObject({
      value: '3',
      source: 'DYNAMIC_BROKER_CONFIG',
      synonyms: ofBroker,
    });
    const own = { 'max.message.bytes': '4' };
    expect(find(effectiveTopicConfigs(own, layers), 'max.message.bytes')?.synonyms).toEqual([
      { name: 'max.message.bytes', value: '4', source: 'DYNAMIC_TOPIC_CONFIG' },
      ...ofBroker,
    ]);
    expect(find(effectiveTopicConfigs({}, layers), 'max.message.bytes')?.source).toBe(
      'DYNAMIC_BROKER_CONFIG',
    );
    expect(appendLimits(own, layers).maxMessageBytes).toBe(4);
    expect(appendLimits({}, layers).maxMessageBytes).toBe(3);
  });

  it('count a setting that says the default as not set', () => {
    const layers = brokerConfigLayers(nothing, { 'num.partitions': '1', 'message.max.bytes': '7' });
    expect(find(effectiveBrokerConfigs(layers), 'num.partitions')?.source).toBe('DEFAULT_CONFIG');
    expect(find(effectiveBrokerConfigs(layers), 'message.max.bytes')?.source).toBe('STATIC_BROKER_CONFIG');
  });

  it('decide what an append may be', () => {
    const cluster = { 'log.cleanup.policy': 'compact', 'log.message.timestamp.before.max.ms': '5' };
    const own = { 'message.timestamp.type': 'LogAppendTime' };
    expect(appendLimits(own, brokerConfigLayers({ broker: {}, cluster }, {}))).toEqual({
      isCompacted: true,
      isDeleted: false,
      stampsAppendTime: true,
      maxMessageBytes: 1048588,
      timestampBeforeMaxMs: 5,
      timestampAfterMaxMs: 3_600_000,
    });
  });
});

describe('cleanup limits', () => {
  it('are what the topic sets before what the cluster sets, without limit where that is said', () => {
    const cluster = { 'log.retention.bytes': '100', 'log.cleaner.delete.retention.ms': '7' };
    const own = { 'cleanup.policy': 'compact, delete', 'retention.ms': '-1' };
    expect(cleanupLimits(own, brokerConfigLayers({ broker: {}, cluster }, {}))).toEqual({
      ...{ isDeleted: true, isCompacted: true, retentionMs: Infinity, retentionBytes: 100 },
      ...{ deleteRetentionMs: 7, minCompactionLagMs: 0, maxCompactionLagMs: Infinity },
      minCleanableDirtyRatio: 0.5,
    });
  });
});

describe('alterations', () => {
  it('set and delete, and leave what they were made from', () => {
    const before = { 'retention.ms': '1', 'segment.ms': '2' };
    const after = alterConfigs('topic', before, [
      { name: 'retention.ms', operation: 'DELETE' },
      { name: 'retention.bytes', operation: 'SET', value: '9' },
      { name: 'preallocate', operation: 'DELETE' },
    ]);
    expect(after).toEqual({ 'retention.bytes': '9', 'segment.ms': '2' });
    expect(before).toEqual({ 'retention.ms': '1', 'segment.ms': '2' });
  });

  it.each([
    ['topic', 'no.such', 'unknown topic config "no.such"'],
    ['broker', 'constructor', 'unknown broker config "constructor"'],
    ['broker', 'retention.ms', 'unknown broker config "retention.ms"'],
    ['broker', 'num.partitions', 'config num.partitions is read-only: it is a setting'],
    ['topic', 'retention.ms', 'invalid value "soon" for retention.ms'],
  ] as const)('of a %s refuse %s', (kind, name, message) => {
    const set = { name, operation: 'SET', value: 'soon' } as const;
    expect(() => alterConfigs(kind, {}, [set])).toThrow(message);
  });

  it('refuse lags of compaction that contradict each other', () => {
    const set = (value: string) => ({ name: 'min.compaction.lag.ms', operation: 'SET', value }) as const;
    const own = { 'max.compaction.lag.ms': '10' };
    expect(() => alterConfigs('topic', own, [set('11')])).toThrow('min.compaction.lag.ms (11)');
    expect(() => validateTopicConfigs({ ...own, 'min.compaction.lag.ms': '11' })).toThrow(
      'max.compaction.lag.ms (10)',
    );
    expect(alterConfigs('topic', own, [set('10')])).toMatchObject({ 'min.compaction.lag.ms': '10' });
  });

  it('refuse a config that is named twice', () => {
    const once = { name: 'retention.ms', operation: 'DELETE' } as const;
    expect(() => alterConfigs('topic', {}, [once, once])).toThrow('retention.ms is altered twice');
  });
});
