// docs/errors.md, made from the error table. tools/write-docs.ts writes and checks it with the other generated pages.
import { errors } from '@weir/protocol';
import type { ErrorDescription, ErrorName } from '@weir/protocol';

const introduction = `# Errors

Generated from \`libs/protocol/src/error-table.ts\`; change it there and run \`npm run docs:write\`.

Weir reports errors under Kafka's names and codes. Each HTTP dialect maps them once to its own status, code and shape:
REST Proxy v2 in \`apps/gateway/src/rest-v2/errors.ts\`, v3 in \`apps/gateway/src/rest-v3/errors.ts\`. The table holds all errors
of the Kafka protocol; features to come use those that do not occur yet.

**Retry** says that the same request may succeed later. After \`BROKER_NOT_AVAILABLE\` nothing was stored; after
\`NETWORK_EXCEPTION\` and \`REQUEST_TIMED_OUT\` the outcome is unknown, so a repeated append may store its records twice.
`;

/** The page as Markdown: an introduction, then one row per error in the order of the codes. */
export function errorsMarkdown(): string {
  const rows = (Object.entries(errors) as [ErrorName, ErrorDescription][])
    .sort(([, left], [, right]) => left.code - right.code)
    .map(
      ([name, { code, retriable, description }]) =>
        `| \`${name}\` | ${code} | ${retriable ? 'yes' : 'no'} | ${description} |`,
    );
  return [introduction, '| error | code | retry | meaning |', '| --- | --- | --- | --- |', ...rows, ''].join(
    '\n',
  );
}
