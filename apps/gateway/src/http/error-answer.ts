// From any error to the answer: RestErrors as they are, KafkaErrors by the table of the dialect that the path belongs to,
// the framework's own by their status. Whatever else comes is our mistake: it is logged and shown to nobody.
import { HttpException } from '@nestjs/common';
import { KafkaError } from '@weir/protocol';
import type { ErrorName } from '@weir/protocol';
import { answerType, V2_JSON } from '../rest-v2/media-types.ts';
import { v2Errors } from '../rest-v2/errors.ts';
import { v3Errors } from '../rest-v3/errors.ts';
import type { ErrorRow } from './error-kinds.ts';
import { hintFor } from './not-built.ts';
import { plainError, RestError } from './rest-error.ts';

interface Dialect {
  readonly errors: Readonly<Record<ErrorName, ErrorRow>>;
  readonly contentType: (accept: string | undefined) => string;
}

const v3: Dialect = { errors: v3Errors, contentType: () => 'application/json' };

const v2: Dialect = {
  errors: v2Errors,
  contentType: (accept) => {
    try {
      return answerType(accept);
    } catch {
      // The error may be that very one: nothing in Accept is possible. It must be said in some form.
      return V2_JSON;
    }
  },
};

function dialectOf(url: string): Dialect {
  return /^\/(?:topics|brokers|consumers)(?:[/?]|$)/.test(url) ? v2 : v3;
}

export interface ErrorAnswer {
  readonly error: RestError;
  readonly contentType: string;
  /** Not the caller's doing: someone should look at it. */
  readonly isOurs: boolean;
}

export function errorAnswer(
  error: unknown,
  request: { url: string; accept: string | undefined },
): ErrorAnswer {
  const dialect = dialectOf(request.url);
  const shown = restErrorOf(error, dialect, request.url);
  return { error: shown, contentType: dialect.contentType(request.accept), isOurs: shown.status === 500 };
}

function restErrorOf(error: unknown, dialect: Dialect, url: string): RestError {
  if (error instanceof RestError) return error;
  if (error instanceof KafkaError) {
    const { status, errorCode } = dialect.errors[error.errorName];
    if (status === 500) return new RestError(500, 'Internal Server Error', { errorCode });
    return new RestError(status, error.message, { errorCode });
  }
  const status = statusOf(error);
  if (status === 404) return plainError(404, hintFor(url));
  if (status !== undefined && status < 500) return plainError(status);
  return new RestError(500, 'Internal Server Error');
}

/** Of Nest's HttpException and of Fastify's errors. */
function statusOf(error: unknown): number | undefined {
  if (!(error instanceof Error)) return undefined;
  if (error instanceof HttpException) return error.getStatus();
  if ('statusCode' in error && typeof error.statusCode === 'number') return error.statusCode;
  return undefined;
}

export function errorBody({ errorCode, message }: RestError): Buffer {
  return Buffer.from(JSON.stringify({ error_code: errorCode, message }));
}
