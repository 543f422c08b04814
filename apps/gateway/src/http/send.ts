// Sending answers. Bytes go out as they are: no serializer runs and the content type stays as chosen.
import type { FastifyReply } from 'fastify';

/** What is true of every answer of an API: it is a moment's view of the log, and never a web page. */
export function sendBytes(reply: FastifyReply, contentType: string, bytes: Buffer): void {
  void reply.header('content-type', contentType).header('cache-control', 'no-store').send(bytes);
}

export function sendJson(reply: FastifyReply, contentType: string, body: unknown): void {
  sendBytes(reply, contentType, Buffer.from(JSON.stringify(body)));
}

/** 204. */
export function sendNothing(reply: FastifyReply): void {
  void reply.code(204).send();
}
