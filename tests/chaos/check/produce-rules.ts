// Rules about what producers were told: I1, I4, I5, I6, I7, I13.
import type { ProduceEnded, ProduceInvoked } from '../history/lines.ts';
import { ACKNOWLEDGED, AUDITED, INVOKED, REFUSED, UNKNOWN } from './log-view.ts';
import type { ClientValues, LogOfPartition, LogView, Place } from './log-view.ts';
import type { Violations } from './violations.ts';

/** What is left to decide of a request when the log is known: the records of it that have no verdict. */
interface OpenRequest {
  readonly line: ProduceInvoked;
  readonly indexes: readonly number[];
}

export class ProduceRules {
  readonly #view: LogView;
  readonly #violations: Violations;
  readonly #underWay = new Map<number, ProduceInvoked>();
  readonly #open: OpenRequest[] = [];
  /** By client and partition, and by client and key: where the newest acknowledged record is. */
  readonly #lastOfPartition = new Map<string, number>();
  readonly #lastOfKey = new Map<string, Place>();
  readonly #partitionOfKey = new Map<string, number>();
  /** Keys move when partitions are added. */
  readonly #grownTopics = new Set<string>();

  constructor(view: LogView, violations: Violations) {
    this.#view = view;
    this.#violations = violations;
  }

  invoked(line: ProduceInvoked): void {
    this.#underWay.set(line.id, line);
    const client = this.#view.client(line.client);
    for (let i = 0; i < line.n; i++) {
      const state = client.states.get(line.seq + i);
      client.states.set(line.seq + i, (state | INVOKED) & ~REFUSED);
    }
    client.count = Math.max(client.count, line.seq + line.n);
  }

  ended(line: ProduceEnded): void {
    const request = this.#underWay.get(line.id);
    if (request === undefined) throw new Error(`operation ${line.id} ends and never began`);
    this.#underWay.delete(line.id);
    if (line.type === 'info') return this.#keepOpen(request, range(0, request.n));
    const isDecided = new Set<number>();
    for (const [index, partition, offset, count] of line.runs ?? []) {
      for (let i = 0; i < count; i++) {
        isDecided.add(index + i);
        this.#acknowledge(request, index + i, {
          log: this.#view.log(request.topic, partition),
          offset: offset + i,
        });
      }
    }
    this.#keepOrder(request, line);
    const unknown = (line.unknown ?? []).flatMap(([index, count]) => range(index, count));
    if (unknown.length > 0) this.#keepOpen(request, unknown);
    for (const index of unknown) isDecided.add(index);
    const refused = range(0, request.n).filter((index) => !isDecided.has(index));
    this.#refuse(request, refused);
    if (line.type === 'ok' && isWhole(request) && refused.length > 0)
      this.#violations.add(
        invariantOf(request),
        `request ${request.id} of ${request.client} was answered with ${refused.length} of ${request.n} records refused`,
        { ids: [request.id] },
      );
  }

  partitionsAdded(topic: string): void {
    this.#grownTopics.add(topic);
  }

  /** When the log is known: nothing acknowledged is missing, and what nobody knew is whole. */
  finish(): void {
    for (const request of this.#underWay.values()) this.#keepOpen(request, range(0, request.n));
    for (const client of this.#view.clients) this.#findLost(client);
    for (const request of this.#open) this.#checkWhole(request);
  }

  #acknowledge(request: ProduceInvoked, index: number, place: Place): void {
    const client = this.#view.client(request.client);
    const seq = request.seq + index;
    client.states.set(seq, client.states.get(seq) | ACKNOWLEDGED);
    this.#view.observe(client, seq, place);
    place.log.acknowledgedEnd = Math.max(place.log.acknowledgedEnd, place.offset + 1);
    if (request.keys.length > 0) this.#checkKey(request, index, place);
  }

  #checkKey(request: ProduceInvoked, index: number, place: Place): void {
    const key = request.keys[index % request.keys.length] as string;
    const { log, offset } = place;
    this.#violations.checked('I5');
    this.#partitionOfKey.set(`${request.topic} ${key}`, log.partition);
    const name = `${request.client} ${request.topic} ${key}`;
    const last = this.#lastOfKey.get(name);
    this.#lastOfKey.set(name, place);
    if (last === undefined) return;
    const about = {
      ids: [request.id],
      places: [last, place].map((each) => [each.log.topic, each.log.partition, each.offset] as const),
    };
    if (last.log === log && last.offset >= offset)
      this.#violations.add(
        'I5',
        `key ${key} of ${request.client}: ${log.name}@${offset} after @${last.offset}`,
        about,
      );
    if (last.log !== log && !this.#grownTopics.has(request.topic))
      this.#violations.add(
        'I5',
        `key ${key} of ${request.client} moved from ${last.log.name} to ${log.name}`,
        about,
      );
  }

  /** Within the request, and after what the same connection was told before. */
  #keepOrder(request: ProduceInvoked, { runs = [] }: ProduceEnded): void {
    if (runs.length > 0) this.#violations.checked('I4');
    for (const [index, partition, offset, count] of [...runs].sort(([left], [right]) => left - right)) {
      const name = `${request.client} ${request.topic} ${partition}`;
      const last = this.#lastOfPartition.get(name) ?? -1;
      if (offset <= last) {
        const what = `${request.client}/${request.seq + index}`;
        const text = `${what} is at ${request.topic}-${partition}@${offset}, and what was sent before it at @${last}`;
        const places = [offset, last].map((place) => [request.topic, partition, place] as const);
        this.#violations.add('I4', text, { ids: [request.id], places });
      }
      this.#lastOfPartition.set(name, Math.max(last, offset + count - 1));
    }
  }

  #keepOpen(request: ProduceInvoked, indexes: readonly number[]): void {
    const client = this.#view.client(request.client);
    for (const index of indexes) {
      const seq = request.seq + index;
      client.states.set(seq, client.states.get(seq) | UNKNOWN);
    }
    this.#open.push({ line: request, indexes });
  }

  #refuse(request: ProduceInvoked, indexes: readonly number[]): void {
    const client = this.#view.client(request.client);
    for (const index of indexes) {
      const seq = request.seq + index;
      const state = client.states.get(seq);
      // An earlier try of the same value may have stored it.
      if ((state & (UNKNOWN | ACKNOWLEDGED)) !== 0) continue;
      client.states.set(seq, state | REFUSED);
      const place = this.#view.placeOf(client, seq);
      if (place !== undefined)
        this.#violations.add(
          'I7',
          `${client.name}/${seq} was refused and is at ${place.log.name}@${place.offset}`,
          {
            values: [[client.name, seq]],
          },
        );
    }
  }

  #findLost(client: ClientValues): void {
    for (let seq = 0; seq < client.count; seq++) {
      const state = client.states.get(seq);
      if ((state & ACKNOWLEDGED) === 0) continue;
      const { log, offset } = this.#view.placeOf(client, seq) as Place;
      if (log.isDeleted || offset < log.start) continue;
      this.#violations.checked('I1');
      if ((state & AUDITED) !== 0) continue;
      this.#violations.add(
        'I1',
        `${client.name}/${seq} was acknowledged at ${log.name}@${offset} and is not there`,
        {
          values: [[client.name, seq]],
          places: [[log.topic, log.partition, offset]],
        },
      );
    }
  }

  #checkWhole({ line, indexes }: OpenRequest): void {
    const client = this.#view.client(line.client);
    const invariant = invariantOf(line);
    this.#violations.checked(invariant);
    if (line.unit === 'record') return;
    const groups = new Map<string, number[]>();
    for (const index of indexes) {
      const group = this.#groupOf(line, index);
      const members = groups.get(group);
      if (members === undefined) groups.set(group, [index]);
      else members.push(index);
    }
    for (const members of groups.values()) {
      const places = members.map((index) => this.#view.placeOf(client, line.seq + index));
      const stored = places.filter((place) => place !== undefined);
      if (stored.some(({ log, offset }) => log.isDeleted || offset < log.start)) continue;
      const about = { ids: [line.id] };
      const what = `request ${line.id} of ${line.client}`;
      if (stored.length > 0 && stored.length < members.length)
        this.#violations.add(
          invariant,
          `${what} is stored in part: ${stored.length} of ${members.length} records`,
          about,
        );
      if (!isAscending(stored)) this.#violations.add('I4', `${what} is stored in another order`, about);
    }
  }

  /** What has to be stored together: one name for each such part. */
  #groupOf(line: ProduceInvoked, index: number): string {
    if (isWhole(line) || line.keys.length === 0) return '';
    const key = line.keys[index % line.keys.length] as string;
    const partition = this.#grownTopics.has(line.topic)
      ? undefined
      : this.#partitionOfKey.get(`${line.topic} ${key}`);
    return partition === undefined ? `key ${key}` : `partition ${partition}`;
  }
}

function isWhole({ unit }: ProduceInvoked): boolean {
  return unit === 'request' || unit === 'transaction';
}

function invariantOf({ unit }: ProduceInvoked): 'I7' | 'I13' {
  return unit === 'transaction' ? 'I13' : 'I7';
}

/** In each log of them. */
function isAscending(places: readonly Place[]): boolean {
  const last = new Map<LogOfPartition, number>();
  return places.every(({ log, offset }) => {
    const isBehind = offset > (last.get(log) ?? -1);
    last.set(log, offset);
    return isBehind;
  });
}

function range(first: number, count: number): number[] {
  return Array.from({ length: count }, (_, i) => first + i);
}
