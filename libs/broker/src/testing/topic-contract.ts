// The contract of topics: create, describe, list, grow, delete, count.
import { expect, it } from 'vitest';
import { context, failure, fetchOne, newName, records } from './contract-tools.ts';
import type { ContractTools } from './contract-tools.ts';

export function topicContract({ newTopic, append, broker }: ContractTools): void {
  it('describes the cluster with one id that stays', async () => {
    const cluster = await broker().describeCluster(context);
    expect(cluster.clusterId).toMatch(/^[\w-]{22}$/);
    expect(await broker().describeCluster(context)).toEqual(cluster);
  });

  it('creates a topic with partitions and configs, and describes it', async () => {
    const name = await newTopic({ partitionCount: 3, configs: { 'retention.ms': '60000' } });
    const topic = await broker().describeTopic(name, context);
    expect(topic).toMatchObject({ name, partitionCount: 3, isInternal: false });
    expect(topic.configs.find((config) => config.name === 'retention.ms')).toMatchObject({
      value: '60000',
      source: 'DYNAMIC_TOPIC_CONFIG',
    });
    expect(topic.configs.find((config) => config.name === 'cleanup.policy')).toMatchObject({
      value: 'delete',
      source: 'DEFAULT_CONFIG',
    });
    expect(await broker().metadata(name, context)).toMatchObject({ name, partitionCount: 3 });
    expect((await broker().listTopics(context)).map((listed) => listed.name)).toContain(name);
  });

  it('lists topics sorted by name, capitals first, as Kafka compares', async () => {
    const names = ['b', 'B', 'a_', 'a-'].map((start) => newName(`${start}sorted`));
    for (const name of names) await broker().createTopic({ name }, context);
    const listed = (await broker().listTopics(context)).map(({ name }) => name);
    expect(listed).toEqual([...listed].sort());
  });

  it('takes a name of 249 characters and no longer one', async () => {
    const name = newName('n').padEnd(249, 'n');
    expect((await broker().createTopic({ name }, context)).name).toBe(name);
    expect((await failure(broker().createTopic({ name: `${name}x` }, context))).errorName).toBe(
      'INVALID_TOPIC_EXCEPTION',
    );
  });

  it.each([
    ['', 'INVALID_TOPIC_EXCEPTION'],
    ['..', 'INVALID_TOPIC_EXCEPTION'],
    ['a/b', 'INVALID_TOPIC_EXCEPTION'],
    ['ü', 'INVALID_TOPIC_EXCEPTION'],
  ])('refuses the topic name "%s"', async (name, errorName) => {
    expect((await failure(broker().createTopic({ name }, context))).errorName).toBe(errorName);
  });

  it.each([
    [{ partitionCount: 0 }, 'INVALID_PARTITIONS'],
    [{ partitionCount: 1.5 }, 'INVALID_PARTITIONS'],
    [{ partitionCount: 1e9 }, 'INVALID_PARTITIONS'],
    [{ configs: { 'no.such.config': '1' } }, 'INVALID_CONFIG'],
    [{ configs: { constructor: '1' } }, 'INVALID_CONFIG'],
    [{ configs: { 'retention.ms': 'soon' } }, 'INVALID_CONFIG'],
    [{ configs: { 'follower.replication.throttled.replicas': 'a\u0000b' } }, 'INVALID_CONFIG'],
    [{ configs: { 'cleanup.policy': 'compact,burn' } }, 'INVALID_CONFIG'],
  ])('refuses to create with %j and creates nothing', async (options, errorName) => {
    const name = newName('refused');
    expect((await failure(broker().createTopic({ name, ...options }, context))).errorName).toBe(errorName);
    expect((await failure(broker().metadata(name, context))).errorName).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('refuses a second topic of the same name, also when only validating', async () => {
    const name = await newTopic();
    expect((await failure(broker().createTopic({ name }, context))).errorName).toBe('TOPIC_ALREADY_EXISTS');
    expect((await failure(broker().createTopic({ name, validateOnly: true }, context))).errorName).toBe(
      'TOPIC_ALREADY_EXISTS',
    );
  });

  it('refuses a name that differs from another in "." and "_" only, as Kafka does', async () => {
    const name = newName('a.b');
    await broker().createTopic({ name }, context);
    const error = await failure(broker().createTopic({ name: name.replace('.', '_') }, context));
    expect([error.errorName, error.message]).toEqual([
      'INVALID_TOPIC_EXCEPTION',
      expect.stringContaining('collides'),
    ]);
  });

  it('validates without creating', async () => {
    const name = newName('validated');
    expect(
      await broker().createTopic({ name, partitionCount: 5, validateOnly: true }, context),
    ).toMatchObject({
      partitionCount: 5,
    });
    expect((await failure(broker().describeTopic(name, context))).errorName).toBe(
      'UNKNOWN_TOPIC_OR_PARTITION',
    );
  });

  it('adds partitions, which begin at offset 0, and never takes any away', async () => {
    const name = await newTopic({ partitionCount: 1 });
    await append(name, 0, records('a'));
    expect(
      (await broker().createPartitions({ name, partitionCount: 3, validateOnly: true }, context))
        .partitionCount,
    ).toBe(3);
    expect((await broker().metadata(name, context)).partitionCount).toBe(1);
    expect((await broker().createPartitions({ name, partitionCount: 3 }, context)).partitionCount).toBe(3);
    expect((await append(name, 2, records('b'))).baseOffset).toBe(0);
    for (const partitionCount of [3, 2]) {
      const error = await failure(broker().createPartitions({ name, partitionCount }, context));
      expect(error.errorName).toBe('INVALID_PARTITIONS');
    }
  });

  it('deletes a topic: nothing is appended to it or read from it any more', async () => {
    const name = await newTopic();
    await append(name, 0, records('a'));
    await broker().deleteTopic(name, context);
    expect((await failure(broker().metadata(name, context))).errorName).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect((await failure(append(name, 0, records('b')))).errorName).toBe('UNKNOWN_TOPIC_OR_PARTITION');
    expect((await fetchOne(broker(), { topic: name, partition: 0, offset: 0 })).error?.errorName).toBe(
      'UNKNOWN_TOPIC_OR_PARTITION',
    );
    expect((await failure(broker().deleteTopic(name, context))).errorName).toBe('UNKNOWN_TOPIC_OR_PARTITION');
  });

  it('makes a deleted topic anew as another one, empty', async () => {
    const name = await newTopic();
    const before = await broker().metadata(name, context);
    await append(name, 0, records('old'));
    await broker().deleteTopic(name, context);
    await broker().createTopic({ name }, context);
    expect((await broker().metadata(name, context)).topicId).not.toBe(before.topicId);
    expect((await append(name, 0, records('new'))).baseOffset).toBe(0);
  });

  it('counts records and bytes per partition', async () => {
    const name = await newTopic({ partitionCount: 2 });
    await append(name, 1, records('one', 'two'));
    await append(name, 1, records('three'));
    const [topic] = await broker().topicStatistics([name, 'unknown'], context);
    expect(topic).toMatchObject({
      name,
      records: 3,
      partitions: [
        { partition: 0, records: 0, sizeBytes: 0, logStartOffset: 0, logEndOffset: 0 },
        { partition: 1, records: 3, logStartOffset: 0, logEndOffset: 3 },
      ],
    });
    expect(topic?.sizeBytes).toBeGreaterThan(2 * 61);
    expect(topic?.sizeBytes).toBeLessThan(400);
  });
}
