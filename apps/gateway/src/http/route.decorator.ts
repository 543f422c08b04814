// @Route(operation): binds a controller's method to the route that the operation describes.
import { applyDecorators, RequestMapping, RequestMethod } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { routePath } from './operation.ts';
import type { Operation } from './operation.ts';

export function Route(operation: Operation): MethodDecorator {
  const { method, path, streamsBody = false } = operation;
  const mapping = RequestMapping({ method: RequestMethod[method], path: routePath(path) });
  return streamsBody ? applyDecorators(mapping, RouteConfig({ streamsBody })) : mapping;
}
