// HistoryChecker: takes the lines of a history one after the other and says which invariants they break. It remembers some
// twenty bytes for each record.
import type { Line } from '../history/lines.ts';
import { LogView } from './log-view.ts';
import { ProduceRules } from './produce-rules.ts';
import { ReadRules } from './read-rules.ts';
import { SystemRules } from './system-rules.ts';
import { Violations } from './violations.ts';

export class HistoryChecker {
  readonly violations = new Violations();
  readonly #view = new LogView(this.violations);
  readonly #produce = new ProduceRules(this.#view, this.violations);
  readonly #read = new ReadRules(this.#view, this.violations);
  readonly #system = new SystemRules(this.violations);

  take(line: Line): void {
    this.violations.now = line.t;
    switch (line.op) {
      case 'run':
        return this.#system.began(line);
      case 'produce':
        if (line.type === 'invoke') {
          this.#system.invoked(line.id, line);
          return this.#produce.invoked(line);
        }
        this.#system.ended(line);
        return this.#produce.ended(line);
      case 'fetch':
        if (line.type === 'invoke') {
          this.#system.invoked(line.id, line);
          return this.#read.fetchInvoked(line);
        }
        this.#system.ended(line);
        return this.#read.fetchEnded(line);
      case 'tail':
        if (line.type === 'info') return this.#system.answered(line.answer, line);
        this.#system.streamed(line.via, line.t);
        return this.#read.seen(line);
      case 'audit':
        return line.type === 'seen' ? this.#read.seen(line) : this.#read.auditEnded(line);
      case 'fault':
        return this.#system.fault(line);
      case 'sample':
        return this.#system.sample(line);
      case 'event':
        return this.#event(line);
    }
  }

  /** After the last line. */
  finish(): Violations {
    this.#produce.finish();
    this.#read.finish();
    this.#system.finish();
    return this.violations;
  }

  #event(line: Extract<Line, { op: 'event' }>): void {
    this.#system.event(line);
    const { event } = line;
    if (event.kind === 'partitions-added') this.#produce.partitionsAdded(event.topic);
    if (event.kind === 'topic-deleted') this.#view.deleteTopic(event.topic);
  }
}
