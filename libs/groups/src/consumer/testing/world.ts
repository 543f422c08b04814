// A world around one group, driven by a seed: clients that join, speak, let go, fall silent and come back, a network that delays,
// repeats and loses what they say and are told, and topics that come, grow, go and come again. After each step it says which promise
// is broken, if one is.
import { KafkaError } from '@weir/protocol';
import type { SubscribedTopic } from '../../assignors/assignor.ts';
import { assignorNames } from '../../assignors/index.ts';
import { areEqual, both, count, noPartitions, without } from '../../partitions.ts';
import { emptyGroup, isSteady } from '../consumer-group.ts';
import type { ConsumerGroup, ConsumerMember, Subscription } from '../consumer-group.ts';
import type { Catalog, Surroundings } from '../targets.ts';
import type * as transitions from '../transitions.ts';
import { Client } from './client.ts';
import type { Answer } from './client.ts';
import { Promises } from './promises.ts';
import { randomOf } from './random.ts';
import type { Random } from './random.ts';

export type Transitions = Pick<
  typeof transitions,
  'join' | 'heartbeat' | 'leave' | 'expire' | 'topicsChanged' | 'checkCommit'
>;

const SESSION_MS = 200;
const REBALANCE_MS = 80;
const TOPIC_NAMES = 3;
const CLIENTS_MAX = 8;
const CALM_ROUNDS = 12;

interface Message {
  readonly dueMs: number;
  readonly deliver: () => void;
}

export class World {
  group: ConsumerGroup = emptyGroup('simulated');
  readonly clients: Client[] = [];
  now = 0;
  /** Names of what happened, for the list of transitions that were covered. */
  readonly happened = new Set<string>();
  readonly #random: Random;
  readonly #transitions: Transitions;
  readonly #topics = new Map<number, SubscribedTopic>();
  readonly #promises = new Promises(this);
  readonly #sessions = new Map<string, number>();
  #network: Message[] = [];
  #catalogVersion = 1;
  #counter = 0;
  #isCalm = false;

  constructor(seed: number, transitionsUnderTest: Transitions) {
    this.#random = randomOf(seed);
    this.#transitions = transitionsUnderTest;
    this.#newTopic('t0');
    const clients = 2 + this.#random.below(3);
    for (let index = 0; index < clients; index++) {
      const instanceId = this.#random.chance(0.3) ? `i${this.#random.below(2)}` : undefined;
      this.clients.push(new Client(`c${index}`, instanceId, this.#anySubscription()));
    }
  }

  /** One thing that may happen. */
  step(): void {
    const random = this.#random;
    this.now += random.below(12);
    const dice = random.below(100);
    if (dice < 50) this.#deliver();
    else if (dice < 54) this.#changeTopics();
    else if (dice < 62) this.#sweep();
    else this.#act(random.one(this.clients));
  }

  /** The network gets well, everybody who lives speaks in turn, and the dead expire. Answers whether it comes to rest. */
  calmDown(): boolean {
    this.#isCalm = true;
    for (const { deliver } of this.#network.splice(0)) deliver();
    for (const client of this.clients) {
      client.isSilent = false;
      client.waitsFor = undefined;
      client.isUnsure = true;
    }
    for (let round = 0; round < CALM_ROUNDS; round++) {
      const before = this.group;
      this.#sweep();
      for (const client of this.clients) {
        client.letGo();
        if (client.epoch !== undefined) this.#heartbeat(client);
        for (const { deliver } of this.#network.splice(0)) deliver();
        if (this.broken() !== undefined) return true;
      }
      this.now += SESSION_MS / 4;
      // By then the sessions of the dead are over.
      if (this.group === before && round > 6) return true;
    }
    return false;
  }

  broken(): string | undefined {
    return this.#promises.broken();
  }

  /** At rest whoever is there has what is meant for it, and knows it; and somebody has whatever anybody asks for. */
  unsettled(): string | undefined {
    const read = new Set<string>();
    for (const { memberId, epoch, owned } of this.clients) {
      if (epoch === undefined) continue;
      const member = this.group.members.get(memberId);
      if (!areEqual(owned, member?.target ?? noPartitions))
        return `${memberId} does not read what is meant for it`;
      for (const [topicId, own] of owned) for (const partition of own) read.add(`${topicId}/${partition}`);
    }
    for (const { subscription, isAway } of this.group.members.values())
      for (const topicId of isAway ? [] : this.#catalog.idsOf(subscription))
        for (let partition = 0; partition < (this.#topics.get(topicId)?.partitionCount ?? 0); partition++)
          if (!read.has(`${topicId}/${partition}`)) return `nobody reads ${topicId}/${partition}`;
    return undefined;
  }

  #act(client: Client): void {
    const random = this.#random;
    if (client.isSilent) {
      if (random.chance(0.3)) client.isSilent = false;
      return;
    }
    if (client.waitsFor !== undefined) {
      // It gives up waiting.
      if (random.chance(0.2)) client.waitsFor = undefined;
      return;
    }
    if (client.epoch === undefined) return this.#join(client);
    const dice = random.below(100);
    if (dice < 6) this.#leave(client);
    else if (dice < 10) client.isSilent = true;
    else if (dice < 14) this.#restart(client);
    else if (dice < 18) this.#resubscribe(client);
    else if (dice < 40) client.letGo();
    else if (dice < 55) this.#commit(client);
    else this.#heartbeat(client);
  }

  #join(client: Client): void {
    const isNew = client.memberId === '' || this.#random.chance(0.7);
    const memberId = isNew ? `m${++this.#counter}` : client.memberId;
    const request = {
      ...{
        memberId,
        instanceId: client.instanceId,
        clientId: client.name,
        subscription: client.subscription,
      },
      assignor: this.#random.chance(0.2) ? this.#random.one(assignorNames) : undefined,
      ...{ rebalanceTimeoutMs: REBALANCE_MS, sessionTimeoutMs: SESSION_MS },
    };
    client.memberId = memberId;
    this.#send(client, () => {
      const { group } = this;
      const answered = this.#transitions.join(group, request, this.#surroundings);
      this.#noteJoin(group, request.instanceId, memberId);
      return this.#told(answered);
    });
  }

  #heartbeat(client: Client): void {
    const { memberId, instanceId, epoch, subscription, owned, isUnsure } = client;
    if (epoch === undefined) return;
    this.#send(client, () => {
      const before = this.group.members.get(memberId);
      const isNothingNew =
        before !== undefined &&
        areEqual(owned, before.assigned) &&
        JSON.stringify(before.subscription) === JSON.stringify(subscription);
      if (before !== undefined && isSteady(before, epoch) && (!isUnsure || isNothingNew)) {
        this.#sessions.set(memberId, this.now);
        this.happened.add('heartbeat: nothing new');
        return { memberId, epoch, assigned: undefined };
      }
      const request = { memberId, instanceId, epoch, subscription, owned: isUnsure ? owned : undefined };
      const answered = this.#transitions.heartbeat(this.group, request, this.#surroundings);
      this.#note(before, answered.member, epoch);
      return this.#told(answered);
    });
  }

  #leave(client: Client): void {
    const { memberId, instanceId, epoch } = client;
    const isForAWhile = this.#random.chance(0.5);
    client.forget();
    this.#send(client, () => {
      const request = { memberId, instanceId, epoch, isForAWhile };
      this.group = this.#transitions.leave(this.group, request, this.#surroundings);
      this.happened.add(isForAWhile && instanceId !== undefined ? 'leave: for a while' : 'leave');
      return undefined;
    });
    client.waitsFor = undefined;
  }

  #commit(client: Client): void {
    const { memberId, instanceId, epoch, owned } = client;
    if (epoch === undefined || count(owned) === 0) return;
    const commit = this.#promises.commitOf(client);
    this.#send(client, () => {
      this.#transitions.checkCommit(this.group, { memberId, instanceId, epoch, partitions: owned });
      this.#promises.committed(commit);
      this.happened.add('commit');
      return undefined;
    });
    client.waitsFor = undefined;
  }

  /** The process starts again, with nothing in its memory; the old one may be cut off only, and read on. */
  #restart(client: Client): void {
    if (this.clients.length < CLIENTS_MAX && this.#random.chance(0.5)) {
      this.clients.push(client.ghost(`c${this.clients.length}`));
      this.happened.add('a process lives on beside its successor');
    }
    client.forget();
  }

  #resubscribe(client: Client): void {
    client.subscription = this.#anySubscription();
    client.isUnsure = true;
    this.#heartbeat(client);
    this.happened.add('subscription changes');
  }

  /** What the background does: sessions that are over, deadlines, topics that changed. */
  #sweep(): void {
    const expired = new Set<string>();
    for (const { memberId, sessionTimeoutMs } of this.group.members.values())
      if ((this.#sessions.get(memberId) ?? -Infinity) + sessionTimeoutMs < this.now) expired.add(memberId);
    const before = this.group;
    this.group = this.#transitions.expire(before, expired, this.#surroundings);
    if (expired.size > 0) this.happened.add('expire: a session');
    for (const { memberId } of before.members.values())
      if (!expired.has(memberId) && !this.group.members.has(memberId))
        this.happened.add('expire: did not let go in time');
    this.group = this.#transitions.topicsChanged(this.group, this.#surroundings);
  }

  #changeTopics(): void {
    const name = `t${this.#random.below(TOPIC_NAMES)}`;
    const topic = [...this.#topics.values()].find((one) => one.name === name);
    this.#catalogVersion++;
    if (topic === undefined) {
      this.#newTopic(name);
      this.happened.add('a topic comes');
    } else if (this.#random.chance(0.6)) {
      this.#topics.set(topic.topicId, { ...topic, partitionCount: topic.partitionCount + 1 });
      this.happened.add('a topic grows');
    } else {
      this.#topics.delete(topic.topicId);
      this.happened.add('a topic goes');
    }
  }

  #newTopic(name: string): void {
    const topicId = ++this.#counter;
    this.#topics.set(topicId, { topicId, name, partitionCount: 1 + this.#random.below(3) });
  }

  /** On its way for a while, perhaps twice, perhaps for ever; and so is the answer. */
  #send(client: Client, serve: () => Answer | undefined): void {
    const number = ++this.#counter;
    client.waitsFor = number;
    client.isUnsure = true;
    const deliver = () => {
      const answer = this.#serve(serve);
      if (answer === undefined) return;
      this.#post(() => {
        if (client.waitsFor !== number) return;
        client.waitsFor = undefined;
        if (answer instanceof KafkaError) client.forget();
        else client.answered(answer);
      });
    };
    this.#post(deliver);
    if (!this.#isCalm && this.#random.chance(0.1)) this.#post(deliver);
  }

  #post(deliver: () => void): void {
    if (!this.#isCalm && this.#random.chance(0.08)) {
      this.happened.add('a message is lost');
      return;
    }
    const dueMs = this.#isCalm
      ? this.now
      : this.now + this.#random.below(this.#random.chance(0.1) ? 300 : 15);
    this.#network.push({ dueMs, deliver });
  }

  #serve(serve: () => Answer | undefined): Answer | KafkaError | undefined {
    try {
      return serve();
    } catch (error) {
      if (!(error instanceof KafkaError)) throw error;
      this.happened.add(`refused: ${error.errorName}`);
      // A commit that is too late is no reason to give up.
      return error.errorName === 'STALE_MEMBER_EPOCH' ? undefined : error;
    }
  }

  #deliver(): void {
    const due = this.#network.filter(({ dueMs }) => dueMs <= this.now);
    if (due.length === 0) return;
    const message = this.#random.one(due);
    this.#network = this.#network.filter((one) => one !== message);
    message.deliver();
  }

  #told({ group, member }: transitions.Answered): Answer {
    this.group = group;
    const { memberId, epoch, assigned } = member;
    this.#sessions.set(memberId, this.now);
    return { memberId, epoch, assigned };
  }

  #noteJoin(before: ConsumerGroup, instanceId: string | undefined, memberId: string): void {
    const isBack =
      instanceId !== undefined &&
      [...before.members.values()].some((one) => one.instanceId === instanceId && one.memberId !== memberId);
    const isKnown = before.members.has(memberId);
    this.happened.add(isBack ? 'join: static member is back' : isKnown ? 'join: again' : 'join: new member');
  }

  #note(before: ConsumerMember | undefined, after: ConsumerMember, saidEpoch: number): void {
    if (before === undefined) return;
    if (saidEpoch !== before.epoch) this.happened.add('heartbeat: an answer was missed');
    if (before.revoking.size === 0 && after.revoking.size > 0) this.happened.add('revoke');
    if (before.revoking.size > 0 && after.revoking === before.revoking) this.happened.add('revoke: waits');
    if (before.revoking.size > 0 && after.revoking.size === 0) this.happened.add('revoke: done');
    if (before.revoking.size > 0 && after.revoking.size > 0 && after.revoking !== before.revoking)
      this.happened.add('revoke: more');
    if (without(after.assigned, before.assigned).size > 0) this.happened.add('assign');
    if (both(after.assigned, after.target).size < after.target.size && after.revoking.size === 0)
      this.happened.add('assign: waits for others');
  }

  #anySubscription(): Subscription {
    const names = Array.from({ length: TOPIC_NAMES }, (_, index) => `t${index}`);
    const topics = names.filter(() => this.#random.chance(0.6));
    return this.#random.chance(0.2) ? { topics: [], pattern: 't.*' } : { topics };
  }

  get #catalog(): Catalog {
    const topics = new Map(this.#topics);
    const isIn = ({ topics: names, pattern }: Subscription, name: string) =>
      pattern !== undefined || names.includes(name);
    return {
      version: this.#catalogVersion,
      topics,
      idsOf: (subscription) =>
        new Set(
          [...topics.values()].flatMap(({ topicId, name }) => (isIn(subscription, name) ? [topicId] : [])),
        ),
    };
  }

  get #surroundings(): Surroundings {
    return { catalog: this.#catalog, now: this.now };
  }
}
