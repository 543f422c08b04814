// Every request gets its principal before anything else is done with it, or 401. Probes of container platforms need none.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from '../http/path-of.ts';
import { RestError } from '../http/rest-error.ts';
import type { Logger } from '../logger.ts';
import { ANONYMOUS } from './authenticator.ts';
import type { Authenticator } from './authenticator.ts';
import { CHALLENGE, credentialsOf } from './authorization-header.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Kafka's form, `User:name`. */
    principal: string;
  }
}

const AUTHENTICATION_FAILED = 40101;
const LOG_INTERVAL_MS = 10_000;
const openRoutes = new Set(['/health/live', '/health/ready']);

const messages = {
  missing: 'a token is needed: send Authorization: Bearer <token>, or Basic with it as the password',
  wrong: 'the credentials are not known here: check the token, and the name where one is given',
} as const;

/** Comes after the gate: who may not speak to us at all is not asked who it is, and preflights carry no credentials. */
export function authenticateRequests(
  fastify: FastifyInstance,
  authenticator: Authenticator,
  logger: Logger,
): void {
  const failures = new FailureLog(logger);
  fastify.decorateRequest('principal', ANONYMOUS);
  fastify.addHook('onRequest', (request, _reply, done) => {
    if (openRoutes.has(request.routeConfig.url ?? '')) {
      done();
      return;
    }
    const verdict = authenticator.authenticate(credentialsOf(request.headers.authorization));
    if (verdict.refusal === undefined) {
      request.principal = verdict.principal;
      done();
    } else {
      if (verdict.refusal === 'wrong') failures.add(request);
      done(unauthenticated(messages[verdict.refusal]));
    }
  });
}

function unauthenticated(detail: string): RestError {
  return new RestError(401, `HTTP 401 Unauthorized: ${detail}`, {
    errorCode: AUTHENTICATION_FAILED,
    headers: { 'www-authenticate': CHALLENGE },
  });
}

/** Who guesses must not fill the log: one line in ten seconds, with the number of those before it that it stands for. */
class FailureLog {
  readonly #logger: Logger;
  #unsaid = 0;
  #quietUntil = 0;

  constructor(logger: Logger) {
    this.#logger = logger;
  }

  add({ id, method, url, ip }: FastifyRequest): void {
    this.#unsaid++;
    const now = performance.now();
    if (now < this.#quietUntil) return;
    this.#quietUntil = now + LOG_INTERVAL_MS;
    const facts = { requestId: id, method, path: pathOf(url), remoteAddress: ip, failures: this.#unsaid };
    this.#logger.warn(facts, 'credentials were refused');
    this.#unsaid = 0;
  }
}
