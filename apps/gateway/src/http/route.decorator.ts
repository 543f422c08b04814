// @Route(operation): binds a controller's method to the route that the operation describes.
import { RequestMapping, RequestMethod } from '@nestjs/common';
import { routePath } from './operation.ts';
import type { Operation } from './operation.ts';

export function Route(operation: Operation): MethodDecorator {
  return RequestMapping({ method: RequestMethod[operation.method], path: routePath(operation.path) });
}
