// Kinds of errors → status and error_code in REST Proxy v3.
import { errors } from '@weir/protocol';
import type { ErrorName } from '@weir/protocol';
import { rowsByName } from '../http/error-kinds.ts';
import type { ErrorKind, ErrorRow } from '../http/error-kinds.ts';

export const unknownToBroker: ErrorRow = { status: 404, errorCode: 40403 };
/** As the one resource of offsets answers it. */
export const partitionNotFound: ErrorRow = { status: 404, errorCode: 40402 };
const notFound: ErrorRow = { status: 404, errorCode: 404 };
const unavailable: ErrorRow = { status: 503, errorCode: 50302 };

/** An empty body where one is needed, or one that names nothing legal: its message begins with `Payload error. `. */
export const PAYLOAD_ERROR = 42206;

/** A batch that can't be one: no entries, too many, or ids that do not tell them apart. */
export const BATCH_INVALID = 42208;

const rows: Readonly<Record<ErrorKind, ErrorRow>> = {
  // Kafka refused it: topic exists, bad counts, bad configs, bad names.
  rejected: { status: 400, errorCode: 40002 },
  unauthenticated: { status: 401, errorCode: 40101 },
  forbidden: { status: 403, errorCode: 40301 },
  notFound,
  unknownTopic: unknownToBroker,
  unknownMember: notFound,
  noLeader: unavailable,
  conflict: { status: 409, errorCode: 409 },
  tooLarge: { status: 413, errorCode: 413 },
  outOfRange: { status: 416, errorCode: 416 },
  unprocessable: { status: 422, errorCode: 422 },
  throttled: { status: 429, errorCode: 42901 },
  internal: { status: 500, errorCode: 50002 },
  unavailable,
};

/** What a producer has to tell apart: 409 and Kafka's code. */
const producerErrors = [
  'OUT_OF_ORDER_SEQUENCE_NUMBER',
  'DUPLICATE_SEQUENCE_NUMBER',
  'INVALID_PRODUCER_EPOCH',
  'UNKNOWN_PRODUCER_ID',
  'INVALID_PRODUCER_ID_MAPPING',
  'PRODUCER_FENCED',
] as const satisfies readonly ErrorName[];

export const v3Errors: Readonly<Record<ErrorName, ErrorRow>> = {
  ...rowsByName(rows),
  ...Object.fromEntries(
    producerErrors.map((name) => [name, { status: 409, errorCode: 40900 + errors[name].code }]),
  ),
};
