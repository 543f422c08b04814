// The gateway's REST API, typed by its OpenAPI document. The pages come from the gateway too, so there is one origin.
import createClient from 'openapi-fetch';
import type { paths } from './api.d.ts';

const requestTimeoutMs = 10_000;

const client = createClient<paths>({ baseUrl: '', headers: { Accept: 'application/json' } });

/** What the gateway, or the way to it, answered instead of data. `status` is 0 where nothing answered. */
export class ApiError extends Error {
  readonly status: number;
  readonly errorCode: number | null;
  readonly requestId: string | null;

  constructor(
    message: string,
    answer: { status: number; errorCode?: number | null; requestId?: string | null },
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = answer.status;
    this.errorCode = answer.errorCode ?? null;
    this.requestId = answer.requestId ?? null;
  }
}

/** The gateway's own words where the answer has them; else what is known of the answer. */
function toApiError(error: unknown, response: Response): ApiError {
  const { status } = response;
  const requestId = response.headers.get('x-request-id');
  const body = typeof error === 'object' && error !== null ? error : {};
  const errorCode = 'error_code' in body && typeof body.error_code === 'number' ? body.error_code : null;
  const message = 'message' in body && typeof body.message === 'string' ? body.message : `HTTP ${status}`;
  return new ApiError(message, { status, errorCode, requestId });
}

type Answer<T> = { data?: T; error?: unknown; response: Response };

async function answerOf<T>(request: Promise<Answer<T>>): Promise<T> {
  let answer: Answer<T>;
  try {
    answer = await request;
  } catch (error) {
    // The page left or asked again: not a failure to show.
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    const didTimeOut = error instanceof DOMException && error.name === 'TimeoutError';
    const reason = didTimeOut ? 'gave no answer in time' : 'does not answer';
    throw new ApiError(`The gateway at ${location.origin} ${reason}.`, { status: 0 });
  }
  if (answer.data === undefined) throw toApiError(answer.error, answer.response);
  return answer.data;
}

function limited(signal: AbortSignal): AbortSignal {
  return AbortSignal.any([signal, AbortSignal.timeout(requestTimeoutMs)]);
}

/** Version of the gateway and id of the cluster. */
export function fetchServer(signal: AbortSignal) {
  return answerOf(client.GET('/', { signal: limited(signal) }));
}

export async function fetchClusterId(signal: AbortSignal): Promise<string> {
  const { data } = await answerOf(client.GET('/v3/clusters', { signal: limited(signal) }));
  const cluster = data[0];
  if (!cluster) throw new ApiError('The gateway names no cluster.', { status: 200 });
  return cluster.cluster_id;
}

export function fetchTopicStatistics(clusterId: string, signal: AbortSignal) {
  return answerOf(
    client.GET('/v3/clusters/{cluster_id}/topics/-/statistics', {
      params: { path: { cluster_id: clusterId } },
      signal: limited(signal),
    }),
  );
}
