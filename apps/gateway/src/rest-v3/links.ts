// Links and resource names of REST Proxy v3, in one place: every resource says where it is (absolute, as the caller
// reached us), what it is called, and what belongs to it.
import type { FastifyRequest } from 'fastify';
import { baseUrl } from '../http/base-url.ts';

export interface Metadata {
  readonly self: string;
  readonly resource_name: string | null;
}

export interface ListMetadata {
  readonly self: string;
  /** No list is paged. */
  readonly next: null;
}

export interface Link {
  readonly related: string;
}

/** Pairs of collection and name, as they follow each other in a path: `['topics', 'orders', 'partitions', '0']`. */
export type ResourcePath = readonly string[];

/** Kafka's resource names have a kind where paths have a collection. */
const kinds: Readonly<Record<string, string>> = {
  topics: 'topic',
  partitions: 'partition',
  replicas: 'replica',
  brokers: 'broker',
  'broker-configs': 'broker-config',
  configs: 'config',
  'consumer-groups': 'consumer-group',
  consumers: 'consumer',
};

export class Links {
  readonly #base: string;
  readonly #clusterId: string;

  constructor(request: FastifyRequest, clusterId: string) {
    this.#base = baseUrl(request);
    this.#clusterId = clusterId;
  }

  /** Of the list of clusters. */
  clusters(): ListMetadata {
    return { self: `${this.#base}/v3/clusters`, next: null };
  }

  url(path: ResourcePath = [], query = ''): string {
    const steps = ['v3', 'clusters', this.#clusterId, ...path].map(encodeURIComponent);
    return `${this.#base}/${steps.join('/')}${query}`;
  }

  link(path: ResourcePath): Link {
    return { related: this.url(path) };
  }

  /** Of one resource; paths of even length name one. */
  resource(path: ResourcePath = []): Metadata {
    let name = `crn:///kafka=${encodeURIComponent(this.#clusterId)}`;
    for (let i = 0; i + 1 < path.length; i += 2) {
      const [collection = '', id = ''] = path.slice(i, i + 2);
      name += `/${kinds[collection] ?? collection}=${encodeURIComponent(id)}`;
    }
    return { self: this.url(path), resource_name: name };
  }

  list(path: ResourcePath, query = ''): ListMetadata {
    return { self: this.url(path, query), next: null };
  }
}
