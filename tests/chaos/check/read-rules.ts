// Rules about what readers were given: I2, I3, I8, I9.
import type { AuditEnded, FetchEnded, FetchInvoked, Seen, SeenRun, TornRecord } from '../history/lines.ts';
import { AUDITED } from './log-view.ts';
import type { LogOfPartition, LogView } from './log-view.ts';
import type { Violations } from './violations.ts';

interface FetchUnderWay {
  readonly log: LogOfPartition;
  readonly offset: number;
  /** Behind what was acknowledged before it was sent. */
  readonly floor: number;
}

interface Progress {
  readonly log: LogOfPartition;
  readonly first: number;
  next: number;
}

export class ReadRules {
  readonly #view: LogView;
  readonly #violations: Violations;
  readonly #underWay = new Map<number, FetchUnderWay>();
  /** By client and partition, of whoever reads on and on. */
  readonly #progress = new Map<string, Progress>();

  constructor(view: LogView, violations: Violations) {
    this.#view = view;
    this.#violations = violations;
  }

  fetchInvoked({ id, topic, partition, offset }: FetchInvoked): void {
    const log = this.#view.log(topic, partition);
    this.#underWay.set(id, { log, offset, floor: log.acknowledgedEnd });
  }

  fetchEnded({ type, id, client, runs = [], torn = [] }: FetchEnded): void {
    const fetch = this.#underWay.get(id);
    if (fetch === undefined) throw new Error(`operation ${id} ends and never began`);
    this.#underWay.delete(id);
    if (type !== 'ok') return;
    const { log, offset, floor } = fetch;
    let next = offset;
    for (const run of runs) {
      if (run[1] !== next) this.#skipped('I8', { client, log, next, found: run[1] });
      next = run[1] + run[4];
      this.#observe(log, run);
    }
    this.#violations.checked('I8', next - offset);
    this.#reportTorn(client, log.topic, torn);
    if (log.isDeleted || offset < log.start) return;
    if (floor > offset) {
      this.#violations.checked('I9');
      if (runs.length === 0 && torn.length === 0)
        this.#violations.add(
          'I9',
          `${client} saw nothing at ${log.name}@${offset}, acknowledged before up to @${floor}`,
          {
            ids: [id],
            places: [[log.topic, log.partition, offset]],
          },
        );
    }
  }

  seen({ op, client, topic, runs, torn = [] }: Seen): void {
    const invariant = op === 'audit' ? 'I3' : 'I8';
    for (const run of runs) {
      const [partition, offset, , , count] = run;
      const log = this.#view.log(topic, partition);
      const name = `${client} ${log.name}`;
      const progress = this.#progress.get(name);
      if (progress === undefined) this.#progress.set(name, { log, first: offset, next: offset + count });
      else {
        if (progress.next !== offset)
          this.#skipped(invariant, { client, log, next: progress.next, found: offset });
        progress.next = offset + count;
      }
      this.#violations.checked(invariant, count);
      this.#observe(log, run, op === 'audit' ? AUDITED : 0);
    }
    this.#reportTorn(client, topic, torn);
  }

  auditEnded({ client, topic, partition, start, end }: AuditEnded): void {
    const log = this.#view.log(topic, partition);
    const places = [[topic, partition, end]] as const;
    const { first, next } = this.#progress.get(`${client} ${log.name}`) ?? { first: start, next: start };
    if (first !== start || next !== end) {
      const text = `${client} found ${log.name} from @${first} to @${next}; its ends are ${start} and ${end}`;
      this.#violations.add('I3', text, { places });
    }
    if (start < log.start)
      this.#violations.add('I3', `the start of ${log.name} went back from ${log.start} to ${start}`, {
        places,
      });
    log.start = Math.max(log.start, start);
    if (end < log.knownEnd) {
      const text = `${log.name} was seen up to @${log.knownEnd}, and ${client} found its end at @${end}`;
      this.#violations.add('I9', text, { places });
    }
  }

  /** Whether who reads streams has come as far as what was acknowledged. */
  finish(): void {
    for (const [name, { log, next }] of this.#progress) {
      if (log.isDeleted || !name.startsWith('tail')) continue;
      this.#violations.checked('I15');
      if (next < log.acknowledgedEnd)
        this.#violations.add('I15', `${name} stands at @${next} and the log at @${log.acknowledgedEnd}`, {
          places: [[log.topic, log.partition, next]],
        });
    }
  }

  #observe(log: LogOfPartition, [, offset, name, seq, count]: SeenRun, state = 0): void {
    const client = this.#view.client(name);
    for (let i = 0; i < count; i++) {
      this.#view.observe(client, seq + i, { log, offset: offset + i });
      if (state !== 0) client.states.set(seq + i, client.states.get(seq + i) | state);
    }
  }

  #skipped(
    invariant: 'I3' | 'I8',
    { client, log, next, found }: { client: string; log: LogOfPartition; next: number; found: number },
  ): void {
    const how = found > next ? 'skipped to' : 'went back to';
    const places = [next, found].map((offset) => [log.topic, log.partition, offset] as const);
    this.#violations.add(invariant, `${client} was due ${log.name}@${next} and ${how} @${found}`, { places });
  }

  #reportTorn(client: string, topic: string, torn: readonly TornRecord[]): void {
    for (const [partition, offset, text] of torn)
      this.#violations.add(
        'I1',
        `${client} was given at ${topic}-${partition}@${offset} what nobody sent: ${text}`,
        {
          places: [[topic, partition, offset]],
        },
      );
  }
}
