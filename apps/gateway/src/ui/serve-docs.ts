// Swagger UI under /docs: a small Express application that is handed the raw request, behind the same gate as every route.
// All of its files come from this server; the document that it shows is /openapi.json.
import type { IncomingMessage, ServerResponse } from 'node:http';
import express from 'express';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import swaggerUi from 'swagger-ui-express';
import { errorBody } from '../http/error-answer.ts';
import { plainError } from '../http/rest-error.ts';
import { contentSecurityPolicy, pageHeaders } from './page-headers.ts';

/** Relative, so that the page works behind a proxy that puts a path in front. */
const DOCUMENT = '../openapi.json';

/** The bar on top would offer to show documents of other servers; links of an answer are for programs. */
const style = '.swagger-ui .topbar, .swagger-ui .response-col_links { display: none }';

type Page = (request: IncomingMessage, response: ServerResponse, next: () => void) => void;

export function serveDocs(fastify: FastifyInstance): void {
  const page = swaggerPage();
  const options = {
    // Before a body is read: Express answers, and nothing else of the route runs.
    onRequest: (request: FastifyRequest, reply: FastifyReply) => handOver(page, request, reply),
  };
  fastify.get('/docs', options, neverReached);
  fastify.get('/docs/*', options, neverReached);
}

function swaggerPage(): Page {
  const app = express();
  app.disable('x-powered-by');
  app.use((_request, response, next) => {
    response.set({ ...pageHeaders, 'cache-control': 'no-cache' });
    response.set('content-security-policy', contentSecurityPolicy([]));
    next();
  });
  app.get('/docs', (request, response, next) => {
    // The page's files are named relative to it.
    if (request.path === '/docs') response.redirect(308, './docs/');
    else next();
  });
  const page = {
    swaggerUrl: DOCUMENT,
    customSiteTitle: 'Weir: REST API',
    customCss: style,
    // Schemas are shown where they are used; a list of all of them makes the page slow.
    swaggerOptions: { displayRequestDuration: true, validatorUrl: null, defaultModelsExpandDepth: -1 },
  };
  app.use('/docs', ...swaggerUi.serveFiles(undefined, page));
  app.get('/docs/', swaggerUi.setup(undefined, page));
  return app;
}

/** Fastify is told that the answer is not its own, and runs no further hook of the request. */
function handOver(page: Page, request: FastifyRequest, reply: FastifyReply): void {
  reply.hijack();
  // What the gate has set.
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) reply.raw.setHeader(name, value);
  page(request.raw, reply.raw, () => answerNotFound(reply.raw));
}

function answerNotFound(response: ServerResponse): void {
  const body = errorBody(plainError(404));
  response.writeHead(404, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
}

function neverReached(): never {
  throw new Error('the request has been handed over');
}
