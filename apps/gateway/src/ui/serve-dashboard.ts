// The dashboard under /ui: files from memory, compressed, with the caching that their names allow.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { acceptsGzip, addVary } from '../http/compress-answers.ts';
import { DashboardFile, readDashboard } from './dashboard-files.ts';
import { pageHeaders } from './page-headers.ts';

const missing = new DashboardFile(
  'missing.html',
  Buffer.from(
    `<!doctype html><html lang="en"><meta charset="utf-8"><title>Weir</title>
<body style="font:16px/1.5 system-ui;max-width:40rem;margin:4rem auto;padding:0 1rem">
<h1>The dashboard is not built</h1>
<p>Run <code>npm run build</code> in the repository and start the gateway again. The APIs work without it:
<a href="/docs/">/docs</a> describes them.</p></body></html>
`,
  ),
);

export function serveDashboard(fastify: FastifyInstance, folder: string): void {
  const files = readDashboard(folder);
  const answer = async (request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> => {
    const path = (request.params as { '*'?: string })['*'] ?? '';
    const file = findFile(files, path);
    if (file !== undefined) return sendFile(file, request, reply);
    void reply.code(404);
    return sendFile(files.get('404.html') ?? missing, request, reply);
  };
  fastify.get('/ui', answer);
  fastify.get('/ui/*', answer);
}

/** Only names that were found at the start are ever looked up, so that no path leads out of the folder. */
function findFile(files: ReadonlyMap<string, DashboardFile>, path: string): DashboardFile | undefined {
  const folder = path.replace(/\/$/, '');
  return (
    files.get(path) ??
    files.get(folder === '' ? 'index.html' : `${folder}/index.html`) ??
    files.get(`${folder}.html`)
  );
}

async function sendFile(
  file: DashboardFile,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  void reply
    .header('content-type', file.contentType)
    .header('etag', file.etag)
    .header('cache-control', file.isImmutable ? 'public, max-age=31536000, immutable' : 'no-cache');
  if (file.contentSecurityPolicy !== undefined) {
    void reply.headers(pageHeaders).header('content-security-policy', file.contentSecurityPolicy);
  }
  const known = request.headers['if-none-match'];
  if (known !== undefined && reply.statusCode === 200 && known.includes(file.etag))
    return reply.code(304).send();
  const gzipped = acceptsGzip(request.headers['accept-encoding']) ? await file.gzipped() : undefined;
  addVary(reply, 'Accept-Encoding');
  if (gzipped === undefined) return reply.send(file.bytes);
  return reply.header('content-encoding', 'gzip').send(gzipped);
}
