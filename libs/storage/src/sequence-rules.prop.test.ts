// The rules of sequences against a model: producers that send, repeat, leave gaps, cut batches anew and change epochs, over two
// gateways that restart, while the log is deleted under them. Every verdict and the whole log must be the model's.
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Batch, encodeRecordBatch } from '@weir/protocol';
import type { AppendEntry, AppendResult } from '@weir/protocol';
import { openLogs, openStorage, readAll } from './testing/open-logs.ts';
import type { OpenedLogs, Storage } from './testing/open-logs.ts';

const SEQUENCES = 2 ** 31;
/** So that some runs go round. */
const firstSequences = [0, 1, SEQUENCES - 4];

interface ModelBatch {
  readonly producer: number;
  readonly epoch: number;
  readonly sequence: number;
  readonly values: readonly string[];
  readonly offset: number;
  isDeleted: boolean;
}

/** One log as Kafka's rules have it. */
class Model {
  readonly batches: ModelBatch[] = [];
  end = 0;

  append(batch: Pick<ModelBatch, 'producer' | 'epoch' | 'sequence' | 'values'>): string {
    const verdict = this.#verdict(batch);
    if (verdict !== 'stored') return verdict;
    this.batches.push({ ...batch, offset: this.end, isDeleted: false });
    this.end += batch.values.length;
    return String(this.end - batch.values.length);
  }

  /** The sequence that is due. */
  due(producer: number): number | undefined {
    const last = this.batches.findLast((one) => one.producer === producer);
    return last === undefined ? undefined : (last.sequence + last.values.length) % SEQUENCES;
  }

  epochOf(producer: number): number {
    return this.batches.findLast((one) => one.producer === producer)?.epoch ?? 0;
  }

  #verdict({ producer, epoch, sequence, values }: Parameters<Model['append']>[0]): string {
    const own = this.batches.filter((one) => one.producer === producer);
    const last = own.at(-1);
    if (last === undefined) return 'stored';
    if (epoch < last.epoch) return 'INVALID_PRODUCER_EPOCH';
    if (epoch > last.epoch) return sequence === 0 ? 'stored' : 'OUT_OF_ORDER_SEQUENCE_NUMBER';
    const isSame = (one: ModelBatch) =>
      one.epoch === epoch && one.sequence === sequence && one.values.length === values.length;
    const five = own.slice(-5).filter((one) => one.epoch === epoch);
    const same = five.find(isSame);
    if (same !== undefined) return `again ${same.offset}`;
    if (sequence === this.due(producer)) return 'stored';
    const known = new Set(five.flatMap((one) => one.values.map((_, i) => (one.sequence + i) % SEQUENCES)));
    const isWithin = values.every((_, i) => known.has((sequence + i) % SEQUENCES));
    const isInLog = own.some((one) => !one.isDeleted && isSame(one));
    return isWithin || isInLog ? 'DUPLICATE_SEQUENCE_NUMBER' : 'OUT_OF_ORDER_SEQUENCE_NUMBER';
  }
}

const step = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      kind: fc.constantFrom('next', 'next', 'next', 'repeat', 'repeat', 'twins', 'shifted' as const),
      gateway: fc.nat(1),
      producer: fc.nat(2),
      count: fc.integer({ min: 1, max: 3 }),
      back: fc.nat(7),
      shift: fc.integer({ min: -3, max: 3 }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('epoch' as const), producer: fc.nat(2), isOld: fc.boolean() }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('delete' as const), keep: fc.nat(4) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const), gateway: fc.nat(1) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

let opened: OpenedLogs;
const gateways: Storage[] = [];
let runs = 0;

beforeAll(async () => {
  opened = await openLogs();
  for (let i = 0; i < 2; i++) gateways.push(await openStorage(opened.testDatabase.url));
});

afterAll(async () => {
  await Promise.all(gateways.map((gateway) => gateway.close()));
  await opened?.close();
});

const told = (result: AppendResult | undefined) =>
  result?.error === null
    ? `${result.isReplay === true ? 'again ' : ''}${result.baseOffset}`
    : (result?.error.errorName ?? 'nothing');

/** One run: a topic, three producers and their model. */
class Run {
  readonly model = new Model();
  readonly topic = `sequences-${++runs}`;
  readonly #firstSequence: number;
  readonly #producerIds: readonly number[];
  #values = 0;

  constructor(firstSequence: number, producerIds: readonly number[]) {
    this.#firstSequence = firstSequence;
    this.#producerIds = producerIds;
  }

  async take(one: Step): Promise<void> {
    if (one.kind === 'delete') return this.#delete(one.keep);
    if (one.kind === 'restart') {
      const old = gateways[one.gateway];
      gateways[one.gateway] = await openStorage(opened.testDatabase.url);
      return old?.close();
    }
    if (one.kind === 'epoch') {
      const epoch = this.model.epochOf(one.producer) + (one.isOld ? -1 : 1);
      if (epoch >= 0) await this.#send([0], this.#batch(one.producer, epoch, { sequence: 0, count: 1 }));
      return;
    }
    await this.#send(one.kind === 'twins' ? [0, 1] : [one.gateway], this.#batchOf(one));
  }

  async check(): Promise<void> {
    const expected = this.model.batches
      .filter(({ isDeleted }) => !isDeleted)
      .flatMap(({ offset, values }) => values.map((value, i) => [offset + i, value]));
    expect(await readAll(gateways[0] ?? opened, this.topic)).toEqual(expected);
  }

  #batchOf({ kind, producer, count, back, shift }: Extract<Step, { back: number }>) {
    const epoch = this.model.epochOf(producer);
    const due = this.model.due(producer) ?? this.#firstSequence;
    if (kind === 'repeat') {
      const known = this.model.batches.filter((one) => one.producer === producer).at(-1 - back);
      if (known !== undefined) return { ...known };
    }
    const sequence = kind === 'shifted' ? (due + shift - back + SEQUENCES) % SEQUENCES : due;
    return this.#batch(producer, epoch, { sequence, count });
  }

  #batch(producer: number, epoch: number, { sequence, count }: { sequence: number; count: number }) {
    return { producer, epoch, sequence, values: Array.from({ length: count }, () => `v${this.#values++}`) };
  }

  /** To several gateways at once: one stores it, for the others it is a repeat. */
  async #send(to: readonly number[], batch: Parameters<Model['append']>[0]): Promise<void> {
    const { producer, epoch: producerEpoch, sequence: baseSequence, values } = batch;
    const records = values.map((value) => ({ key: null, value: Buffer.from(value) }));
    const producerId = this.#producerIds[producer] as number;
    const entry = (): AppendEntry => ({
      topic: this.topic,
      partition: 0,
      batch: Batch.fromBytes(encodeRecordBatch(records, { now: 1, producerId, producerEpoch, baseSequence })),
    });
    const results = await Promise.all(
      to.map((index) => (gateways[index] ?? opened).logs.append([entry()], 'User:test')),
    );
    const expected = to.map(() => this.model.append(batch));
    expect(results.map((result) => told(result[0])).sort()).toEqual(expected.sort());
  }

  /** As retention does: from the start, in whole batches. */
  async #delete(keep: number): Promise<void> {
    const old = this.model.batches.filter(({ isDeleted }) => !isDeleted).slice(0, -1 - keep);
    const last = old.at(-1);
    if (last === undefined) return;
    const end = last.offset + last.values.length;
    for (const batch of old) batch.isDeleted = true;
    await opened.session.query(
      `with log as (
         update weir.partition p set log_start_offset = $2 from weir.topic t
         where p.topic_id = t.id and t.name = $1 returning p.id
       ) delete from weir.batch b using log where b.partition_id = log.id and b.last_offset < $2`,
      [this.topic, end],
    );
  }
}

test('every verdict is the one of Kafka’s rules', async () => {
  const plan = fc.tuple(fc.constantFrom(...firstSequences), fc.array(step, { minLength: 5, maxLength: 60 }));
  await fc.assert(
    fc.asyncProperty(plan, async ([firstSequence, steps]) => {
      const given = await Promise.all([0, 1, 2].map(() => opened.logs.initProducerId(undefined)));
      const run = new Run(
        firstSequence,
        given.map(({ producerId }) => producerId),
      );
      await gateways[0]?.topics.create({ name: run.topic });
      for (const one of steps) await run.take(one);
      await run.check();
    }),
    { numRuns: 40, interruptAfterTimeLimit: 12_000 },
  );
});
