// An answer that is an error, in the form both REST dialects share: `{"error_code", "message"}`. Edges throw it where the
// fault is theirs to name; what comes from Broker is a KafkaError and is translated by the dialect's own table.
import { STATUS_CODES } from 'node:http';

export type Headers = Readonly<{ [name: string]: string }>;

/** Of every answer that says to try again later. */
const RETRY_AFTER: Headers = { 'retry-after': '1' };

export class RestError extends Error {
  override readonly name = 'RestError';
  readonly status: number;
  /** The HTTP status again, or five digits that begin with it. */
  readonly errorCode: number;
  readonly headers: Headers;

  constructor(status: number, message: string, rest: { errorCode?: number; headers?: Headers } = {}) {
    super(message);
    this.status = status;
    this.errorCode = rest.errorCode ?? status;
    this.headers = rest.headers ?? (status === 429 || status === 503 ? RETRY_AFTER : {});
  }
}

/** `HTTP 404 Not Found`, as the message of an error that has nothing else to tell. */
export function statusMessage(status: number): string {
  return `HTTP ${status} ${STATUS_CODES[status] ?? 'Error'}`;
}

/** The caller's message behind the general one: `HTTP 406 Not Acceptable: …`. */
export function plainError(status: number, detail?: string): RestError {
  const message = statusMessage(status);
  return new RestError(status, detail === undefined ? message : `${message}: ${detail}`);
}
