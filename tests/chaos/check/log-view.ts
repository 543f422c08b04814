// LogView: what the whole history says of the logs: which record is at which offset, told by acknowledgements, readers and
// auditors alike, and what became of each value. Two that tell otherwise break an invariant.
import { GrowingBytes, GrowingNumbers } from './growing-array.ts';
import type { Violations } from './violations.ts';

/** Of a value, added up. */
export const INVOKED = 1;
export const ACKNOWLEDGED = 2;
export const REFUSED = 4;
export const UNKNOWN = 8;
export const AUDITED = 16;

const VALUES_PER_CLIENT = 2 ** 32;
const OFFSETS_PER_LOG = 2 ** 40;

export class ClientValues {
  readonly states = new GrowingBytes();
  /** A place for each value, 0 for none. */
  readonly places = new GrowingNumbers();
  count = 0;
  readonly name: string;
  readonly index: number;

  constructor(name: string, index: number) {
    this.name = name;
    this.index = index;
  }
}

export class LogOfPartition {
  /** A value for each offset, 0 for one that nobody told of. */
  readonly values = new GrowingNumbers();
  /** Behind the last offset that anyone told of. */
  knownEnd = 0;
  /** Behind the last offset that was acknowledged. */
  acknowledgedEnd = 0;
  start = 0;
  isDeleted = false;
  readonly topic: string;
  readonly partition: number;
  readonly index: number;

  constructor(place: { topic: string; partition: number }, index: number) {
    this.topic = place.topic;
    this.partition = place.partition;
    this.index = index;
  }

  get name(): string {
    return `${this.topic}-${this.partition}`;
  }
}

export interface Place {
  readonly log: LogOfPartition;
  readonly offset: number;
}

export class LogView {
  readonly #clients = new Map<string, ClientValues>();
  readonly #clientsByIndex: ClientValues[] = [];
  readonly #logs = new Map<string, LogOfPartition>();
  readonly #logsByIndex: LogOfPartition[] = [];
  readonly #deletedTopics = new Set<string>();
  readonly #violations: Violations;

  constructor(violations: Violations) {
    this.#violations = violations;
  }

  get clients(): Iterable<ClientValues> {
    return this.#clients.values();
  }

  /** Of its logs nothing is promised any more. */
  deleteTopic(topic: string): void {
    this.#deletedTopics.add(topic);
    for (const log of this.#logsByIndex) if (log.topic === topic) log.isDeleted = true;
  }

  client(name: string): ClientValues {
    let client = this.#clients.get(name);
    if (client === undefined) {
      client = new ClientValues(name, this.#clientsByIndex.length);
      this.#clients.set(name, client);
      this.#clientsByIndex.push(client);
    }
    return client;
  }

  log(topic: string, partition: number): LogOfPartition {
    const key = `${topic}-${partition}`;
    let log = this.#logs.get(key);
    if (log === undefined) {
      log = new LogOfPartition({ topic, partition }, this.#logsByIndex.length);
      log.isDeleted = this.#deletedTopics.has(topic);
      this.#logs.set(key, log);
      this.#logsByIndex.push(log);
    }
    return log;
  }

  placeOf(client: ClientValues, seq: number): Place | undefined {
    const place = client.places.get(seq);
    if (place === 0) return undefined;
    const index = Math.floor((place - 1) / OFFSETS_PER_LOG);
    return { log: this.#logsByIndex[index] as LogOfPartition, offset: (place - 1) % OFFSETS_PER_LOG };
  }

  /** Somebody says that the value is there. */
  observe(client: ClientValues, seq: number, { log, offset }: Place): void {
    if (offset >= log.knownEnd) log.knownEnd = offset + 1;
    const value = client.index * VALUES_PER_CLIENT + seq + 1;
    const known = log.values.get(offset);
    if (known === value) return;
    this.#violations.checked('I2');
    this.#violations.checked('I6');
    if (known === 0) log.values.set(offset, value);
    else this.#conflict({ log, offset }, [client.name, seq], known);
    this.#settle(client, seq, { log, offset });
  }

  #settle(client: ClientValues, seq: number, { log, offset }: Place): void {
    const about = {
      values: [[client.name, seq]] as const,
      places: [[log.topic, log.partition, offset]] as const,
    };
    const what = `${client.name}/${seq}`;
    const state = client.states.get(seq);
    if (state === 0)
      this.#violations.add('I2', `${log.name}@${offset} shows ${what}, which nobody sent`, about);
    const other = this.placeOf(client, seq);
    if (other === undefined) client.places.set(seq, log.index * OFFSETS_PER_LOG + offset + 1);
    else if (other.log !== log || other.offset !== offset) {
      const places = [...about.places, [other.log.topic, other.log.partition, other.offset]] as const;
      const text = `${what} is at ${other.log.name}@${other.offset} and at ${log.name}@${offset}`;
      this.#violations.add('I6', text, { ...about, places });
    }
    if ((state & REFUSED) !== 0)
      this.#violations.add('I7', `${what} was refused and is at ${log.name}@${offset}`, about);
  }

  #conflict({ log, offset }: Place, [client, seq]: readonly [string, number], known: number): void {
    const owner = this.#clientsByIndex[Math.floor((known - 1) / VALUES_PER_CLIENT)] as ClientValues;
    const knownSeq = (known - 1) % VALUES_PER_CLIENT;
    this.#violations.add(
      'I2',
      `${log.name}@${offset} showed ${owner.name}/${knownSeq} before and ${client}/${seq} now`,
      {
        values: [
          [owner.name, knownSeq],
          [client, seq],
        ],
        places: [[log.topic, log.partition, offset]],
      },
    );
  }
}
