// KafkaError, the one error that crosses Broker, and the check for our own mistakes. The table is in error-table.ts.
import { errors } from './error-table.ts';
import type { ErrorName } from './error-table.ts';

export { errors } from './error-table.ts';
export type { ErrorDescription, ErrorName } from './error-table.ts';

/** Facts about an error for whoever reads it. A `cause` among them becomes the error's own and is not shown to callers. */
export type ErrorDetails = Readonly<{ [key: string]: unknown }>;

/** An error under Kafka's name for it. Edges translate it once into their dialect's status, code and shape. */
export class KafkaError extends Error {
  override readonly name = 'KafkaError';
  /** Kafka's name, such as OFFSET_OUT_OF_RANGE. */
  readonly errorName: ErrorName;
  readonly details: ErrorDetails;

  constructor(errorName: ErrorName, message: string, details: ErrorDetails = {}) {
    const { cause, ...facts } = details;
    super(message, cause === undefined ? undefined : { cause });
    this.errorName = errorName;
    this.details = facts;
  }

  /** The protocol's number for the error. */
  get code(): number {
    return errors[this.errorName].code;
  }

  /** The same request may succeed later. */
  get retriable(): boolean {
    return errors[this.errorName].retriable;
  }
}

/** A mistake in Weir itself. It fails the request as an internal error and is never blamed on the client. */
export class InvariantError extends Error {
  override readonly name = 'InvariantError';
}

/** Throws an InvariantError unless `condition` holds; `why` says what was taken for granted. */
export function invariant(condition: unknown, why: string): asserts condition {
  if (!condition) throw new InvariantError(why);
}
