// Paths that Kafka's other servers have and this one does not have yet: whoever asks is told so, instead of looking for a
// typing error.
import { pathOf } from './path-of.ts';

const notBuilt: readonly (readonly [path: RegExp, what: string])[] = [
  [/^\/consumers(?:\/|$)/, 'consumer instances'],
  [/^\/v3\/clusters\/[^/]+\/consumer-groups(?:[/:]|$)/, 'consumer groups'],
  [/^\/v3\/clusters\/[^/]+\/acls(?:[/:]|$)/, 'ACLs'],
  [/^\/(?:connectors|connector-plugins)(?:\/|$)/, 'connectors'],
  [/^\/(?:ksql|query|query-stream|inserts-stream|close-query)(?:\/|$)/, 'ksqlDB'],
  [/^\/(?:subjects|schemas|compatibility)(?:\/|$)/, 'the schema registry'],
];

/** Of a path that no route has: what there is to say beyond 404. */
export function hintFor(url: string): string {
  const path = pathOf(url);
  const found = notBuilt.find(([pattern]) => pattern.test(path));
  const why = found === undefined ? 'there is no such path' : `Weir does not have ${found[1]} yet`;
  return `${why}; /docs/ shows every operation that it serves`;
}
