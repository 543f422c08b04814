// OpenAPI links: where what an operation has created can be used. They are derived from the paths: `POST …/topics` creates
// what the paths below `…/topics/{topic_name}` are about.
import type { Operation } from '../http/operation.ts';
import type { Json } from './schema-collection.ts';

/** Names under which other paths have the same thing. */
const aliases: Readonly<Record<string, readonly string[]>> = { topic_name: ['topic'] };
/** Whatever was created has this one. */
const firstPartition = { partition: '0', partition_id: '0' };

/** Links of the answer 201 of `operation`, by the id of where they lead; empty where it creates nothing that has a path. */
export function linksOf(operation: Operation, operations: readonly Operation[]): Json {
  const created = createdParameter(operation, operations);
  if (created === undefined) return {};
  const inAnswer = [created, ...(aliases[created] ?? [])];
  const known: Readonly<Record<string, string>> = {
    ...firstPartition,
    ...Object.fromEntries(
      Object.keys(operation.params?.shape ?? {}).map((name) => [name, `$request.path.${name}`]),
    ),
    ...Object.fromEntries(inAnswer.map((name) => [name, `$response.body#/${created}`])),
  };
  const links: Json = {};
  for (const { id, params } of operations) {
    const names = Object.keys(params?.shape ?? {});
    if (!names.some((name) => inAnswer.includes(name)) || !names.every((name) => name in known)) continue;
    const parameters = Object.fromEntries(names.map((name) => [name, known[name]]));
    links[id] = { operationId: id, parameters };
  }
  return links;
}

function createdParameter(
  { method, path, answers }: Operation,
  operations: readonly Operation[],
): string | undefined {
  if (method !== 'POST' || answers[201] === undefined) return undefined;
  const below = operations.map((other) => other.path).filter((other) => other.startsWith(`${path}/{`));
  return below.map((other) => /^\/\{(\w+)\}/.exec(other.slice(path.length))?.[1])[0];
}
