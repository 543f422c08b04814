// The contract of configs: whose value is in force, what an alteration does, and that it decides about appends.
import { expect, it } from 'vitest';
import type { ConfigAlteration, ConfigEntry } from '@weir/protocol';
import { bytes, context, failure, newName, records } from './contract-tools.ts';
import type { ContractTools } from './contract-tools.ts';

const set = (name: string, value: string): ConfigAlteration => ({ name, operation: 'SET', value });
const reset = (name: string): ConfigAlteration => ({ name, operation: 'DELETE' });

export function configContract(tools: ContractTools): void {
  topicConfigContract(tools);
  brokerConfigContract(tools);
}

function topicConfigContract({ newTopic, append, broker }: ContractTools): void {
  const alter = (...topics: { name: string; alterations: ConfigAlteration[] }[]) =>
    broker().alterTopicConfigs({ topics }, context);
  const config = async (topic: string, name: string): Promise<ConfigEntry> =>
    found((await broker().describeTopic(topic, context)).configs, name);

  it('alters configs of a topic, in force for the next append, and goes back to the default', async () => {
    const name = await newTopic({ configs: { 'retention.ms': '5' } });
    const large = [{ key: null, value: new Uint8Array(300) }];
    await append(name, 0, large);
    const alterations = [set('max.message.bytes', '300'), reset('retention.ms')];
    expect(await alter({ name, alterations })).toEqual([{ name, error: null }]);
    expect((await failure(append(name, 0, large))).errorName).toBe('MESSAGE_TOO_LARGE');
    expect(await config(name, 'max.message.bytes')).toMatchObject({
      value: '300',
      source: 'DYNAMIC_TOPIC_CONFIG',
      isReadOnly: false,
      isSensitive: false,
    });
    expect(await config(name, 'retention.ms')).toMatchObject({
      value: '604800000',
      source: 'DEFAULT_CONFIG',
      synonyms: [{ name: 'log.retention.ms', value: '604800000', source: 'DEFAULT_CONFIG' }],
    });
    await alter({ name, alterations: [reset('max.message.bytes')] });
    expect((await append(name, 0, large)).baseOffset).toBe(1);
  });

  it('gives each topic its verdict: a bad one changes nothing of itself and nothing of the others', async () => {
    const [good, bad] = [await newTopic(), await newTopic()];
    const twice = await newTopic();
    const results = await alter(
      { name: bad, alterations: [set('retention.ms', '7'), set('cleanup.policy', 'burn')] },
      { name: newName('absent'), alterations: [set('retention.ms', '7')] },
      { name: 'not/legal\u0000', alterations: [] },
      { name: twice, alterations: [set('retention.ms', '7')] },
      { name: good, alterations: [set('retention.ms', '7')] },
      { name: twice, alterations: [set('retention.ms', '8')] },
    );
    expect(results.map(({ error }) => error?.errorName ?? null)).toEqual([
      'INVALID_CONFIG',
      'UNKNOWN_TOPIC_OR_PARTITION',
      'UNKNOWN_TOPIC_OR_PARTITION',
      'INVALID_REQUEST',
      null,
      'INVALID_REQUEST',
    ]);
    expect((await config(good, 'retention.ms')).value).toBe('7');
    for (const name of [bad, twice])
      expect((await config(name, 'retention.ms')).source).toBe('DEFAULT_CONFIG');
  });

  it('only validates where that is asked for', async () => {
    const name = await newTopic();
    const check = async (value: string) =>
      (
        await broker().alterTopicConfigs(
          { topics: [{ name, alterations: [set('retention.ms', value)] }], validateOnly: true },
          context,
        )
      )[0]?.error?.errorName;
    expect(await check('7')).toBeUndefined();
    expect(await check('soon')).toBe('INVALID_CONFIG');
    expect((await config(name, 'retention.ms')).source).toBe('DEFAULT_CONFIG');
  });

  it('keeps all of many alterations at once to one topic', async () => {
    const name = await newTopic();
    const names = [
      'retention.ms',
      'retention.bytes',
      'segment.ms',
      'segment.bytes',
      'flush.ms',
      'flush.messages',
    ];
    await Promise.all(names.map((one) => alter({ name, alterations: [set(one, '77')] })));
    for (const one of names) expect((await config(name, one)).value).toBe('77');
  });
}

function brokerConfigContract({ newTopic, append, broker }: ContractTools): void {
  const alter = (scope: 'broker' | 'cluster', ...alterations: ConfigAlteration[]) =>
    broker().alterBrokerConfigs({ scope, alterations }, context);
  const config = async (name: string): Promise<ConfigEntry> =>
    found(await broker().describeBrokerConfigs(context), name);

  it('describes the broker’s configs, sorted, and says which are read-only', async () => {
    const entries = await broker().describeBrokerConfigs(context);
    const names = entries.map(({ name }) => name);
    expect(names).toEqual([...names].sort());
    const { brokerId } = await broker().describeCluster(context);
    expect(found(entries, 'broker.id')).toMatchObject({ value: String(brokerId), isReadOnly: true });
    expect(found(entries, 'log.retention.ms')).toMatchObject({ value: '604800000', isReadOnly: false });
  });

  it('takes a topic’s default from the cluster, and from the broker before it', async () => {
    const name = await newTopic();
    const own = await newTopic({ configs: { 'message.timestamp.type': 'CreateTime' } });
    const stamped = async (topic: string) =>
      (await append(topic, 0, [{ key: null, value: bytes('x'), timestamp: 5 }])).logAppendTime !== -1;
    expect(await stamped(name)).toBe(false);
    await alter('cluster', set('log.message.timestamp.type', 'LogAppendTime'));
    expect([await stamped(name), await stamped(own)]).toEqual([true, false]);
    await alter('broker', set('log.message.timestamp.type', 'CreateTime'));
    expect(await stamped(name)).toBe(false);
    const { configs } = await broker().describeTopic(name, context);
    const ofTopic = found(configs, 'message.timestamp.type');
    expect(ofTopic).toMatchObject({ value: 'CreateTime', source: 'DYNAMIC_BROKER_CONFIG' });
    expect(ofTopic.synonyms.map(({ source, value }) => [source, value])).toEqual([
      ['DYNAMIC_BROKER_CONFIG', 'CreateTime'],
      ['DYNAMIC_DEFAULT_BROKER_CONFIG', 'LogAppendTime'],
      ['DEFAULT_CONFIG', 'CreateTime'],
    ]);
    await alter('broker', reset('log.message.timestamp.type'));
    expect((await config('log.message.timestamp.type')).source).toBe('DYNAMIC_DEFAULT_BROKER_CONFIG');
    await alter('cluster', reset('log.message.timestamp.type'));
    expect(await stamped(name)).toBe(false);
  });

  it('alters all or nothing, and nothing where it only validates', async () => {
    const good = set('log.retention.ms', '7');
    for (const bad of [set('log.cleanup.policy', 'burn'), set('no.such', '1'), set('broker.id', '2')]) {
      expect((await failure(alter('broker', good, bad))).errorName).toBe('INVALID_CONFIG');
      const onlyChecked = { scope: 'broker', alterations: [bad], validateOnly: true } as const;
      expect((await failure(broker().alterBrokerConfigs(onlyChecked, context))).errorName).toBe(
        'INVALID_CONFIG',
      );
    }
    expect((await failure(alter('cluster', good, good))).errorName).toBe('INVALID_REQUEST');
    await broker().alterBrokerConfigs({ scope: 'cluster', alterations: [good], validateOnly: true }, context);
    expect((await config('log.retention.ms')).source).toBe('DEFAULT_CONFIG');
  });

  it('refuses an append that the broker’s own limit forbids', async () => {
    const name = await newTopic();
    await alter('broker', set('message.max.bytes', '100'));
    const error = await failure(append(name, 0, records('x'.repeat(100))));
    await alter('broker', reset('message.max.bytes'));
    expect(error.errorName).toBe('MESSAGE_TOO_LARGE');
    expect((await append(name, 0, records('x'.repeat(100)))).baseOffset).toBe(0);
  });
}

function found(entries: readonly ConfigEntry[], wanted: string): ConfigEntry {
  const entry = entries.find(({ name }) => name === wanted);
  if (entry === undefined) throw new Error(`no config ${wanted}`);
  return entry;
}
