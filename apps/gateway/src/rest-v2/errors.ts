// Kinds of errors → status and error_code in REST Proxy v2.
import { rowsByName } from '../http/error-kinds.ts';
import type { ErrorKind, ErrorRow } from '../http/error-kinds.ts';

export const topicNotFound: ErrorRow = { status: 404, errorCode: 40401 };
export const partitionNotFound: ErrorRow = { status: 404, errorCode: 40402 };
/** The same number means two things: an unknown consumer instance, and an unknown topic in `GET /topics/{topic}`. */
export const instanceNotFound: ErrorRow = { status: 404, errorCode: 40403 };

/** Codes of single records in the answer to a produce: a retry may help, or not. */
export const RECORD_REFUSED = 50002;
export const RECORD_RETRIABLE = 50003;

const rows: Readonly<Record<ErrorKind, ErrorRow>> = {
  rejected: { status: 400, errorCode: 400 },
  unauthenticated: { status: 401, errorCode: 40101 },
  forbidden: { status: 403, errorCode: 40301 },
  notFound: { status: 404, errorCode: 404 },
  unknownTopic: topicNotFound,
  unknownMember: instanceNotFound,
  noLeader: { status: 404, errorCode: 40404 },
  conflict: { status: 409, errorCode: 40903 },
  tooLarge: { status: 413, errorCode: 413 },
  outOfRange: { status: 416, errorCode: 416 },
  unprocessable: { status: 422, errorCode: 422 },
  throttled: { status: 429, errorCode: 42901 },
  internal: { status: 500, errorCode: 50002 },
  unavailable: { status: 503, errorCode: 50302 },
};

export const v2Errors = rowsByName(rows);
