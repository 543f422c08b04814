// The config of a request's route, looked up once: Fastify makes an object of a dozen fields at each look at routeOptions, and
// several hooks of every request need this one.
import type { FastifyInstance, FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    routeConfig: Partial<FastifyRequest['routeOptions']['config']>;
  }
}

const noRoute: FastifyRequest['routeConfig'] = {};

/** Call before other hooks are added. */
export function rememberRouteConfigs(fastify: FastifyInstance): void {
  // A value that all requests share must not be an object; the hook comes before anybody reads it.
  fastify.decorateRequest('routeConfig');
  fastify.addHook('onRequest', (request, _reply, done) => {
    request.routeConfig = request.routeOptions.config ?? noRoute;
    done();
  });
}
