// Every request gets its principal before anything else is done with it, or 401. Probes of container platforms need none.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { pathOf } from '../http/path-of.ts';
import { RestError } from '../http/rest-error.ts';
import type { Logger } from '../logger.ts';
import { RareLine } from '../rare-line.ts';
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
/** Who guesses must not fill the log. */
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
  const failures = new RareLine(LOG_INTERVAL_MS);
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
      if (verdict.refusal === 'wrong')
        failures.due((times) => logger.warn(factsOf(request, times), 'credentials were refused'));
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

function factsOf({ id, method, url, ip }: FastifyRequest, failures: number): object {
  return { requestId: id, method, path: pathOf(url), remoteAddress: ip, failures };
}
