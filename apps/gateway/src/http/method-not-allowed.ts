// 405 for paths that exist with another method: every path that was registered gets the methods that it lacks, so that
// the router itself decides, by the same rules as for routes that do something.
import type { FastifyInstance } from 'fastify';
import { RestError, statusMessage } from './rest-error.ts';

/** Call before routes are registered; call what it answers after. */
export function watchRoutes(fastify: FastifyInstance): () => void {
  const methodsByUrl = new Map<string, Set<string>>();
  fastify.addHook('onRoute', ({ url, method }) => {
    const methods = methodsByUrl.get(url) ?? new Set();
    for (const one of Array.isArray(method) ? method : [method]) methods.add(one);
    methodsByUrl.set(url, methods);
  });
  return () => refuseOtherMethods(fastify, new Map(methodsByUrl));
}

function refuseOtherMethods(
  fastify: FastifyInstance,
  methodsByUrl: ReadonlyMap<string, ReadonlySet<string>>,
): void {
  for (const [url, methods] of methodsByUrl) {
    const others = fastify.supportedMethods.filter((method) => !methods.has(method));
    const headers = { allow: [...methods].sort().join(', ') };
    fastify.route({
      method: others,
      url,
      // Before the body is read: nobody will.
      onRequest: (_request, _reply, done) => done(new RestError(405, statusMessage(405), { headers })),
      handler: () => undefined,
    });
  }
}
