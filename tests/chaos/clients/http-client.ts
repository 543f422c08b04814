// HttpClient: one keep-alive connection, one request at a time, nothing tried twice.
import { Agent, request } from 'node:http';
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import type { Answer } from '../history/lines.ts';

export interface HttpRequest {
  readonly url: string;
  readonly method?: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
  /** Patience with the answer. */
  readonly limitMs?: number;
}

export interface HttpAnswer {
  /** Undefined where none came. */
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  /** Whatever came of it. */
  readonly text: string;
  /** Why it is not whole. */
  readonly failure: string | undefined;
}

/** Longer than any gateway may take. */
const LIMIT_MS = 20_000;

export class HttpClient {
  readonly #agent = new Agent({ keepAlive: true, maxSockets: 1 });

  /** Never rejects. */
  send({
    url,
    method = 'GET',
    path,
    headers = {},
    body,
    limitMs = LIMIT_MS,
  }: HttpRequest): Promise<HttpAnswer> {
    return new Promise((resolve) => {
      const pieces: Buffer[] = [];
      let message: IncomingMessage | undefined;
      const end = (failure?: string) => {
        clearTimeout(timer);
        const text = Buffer.concat(pieces).toString();
        resolve({ status: message?.statusCode, headers: message?.headers ?? {}, text, failure });
      };
      const outgoing = request(`${url}${path}`, { method, headers, agent: this.#agent });
      const timer = setTimeout(() => outgoing.destroy(new Error(`no answer within ${limitMs} ms`)), limitMs);
      outgoing.on('error', (error) => end(error.message));
      outgoing.on('response', (response) => {
        message = response;
        response.on('data', (piece: Buffer) => pieces.push(piece));
        response.on('error', (error) => end(error.message));
        response.on('end', () => end(response.complete ? undefined : 'the answer is cut off'));
      });
      outgoing.end(body);
    });
  }

  close(): void {
    this.#agent.destroy();
  }
}

/** For the history: of an answer that is no success. */
export function answerOf({ status, headers, text, failure }: HttpAnswer): Answer {
  const message = failure ?? text.slice(0, 300);
  // One that is cut off says nothing for sure.
  if (status === undefined || failure !== undefined) return { message };
  return { status, message, ...(headers['retry-after'] === undefined ? {} : { hasRetryAfter: true }) };
}

/** Undefined for what is no JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
