// Writes what is generated from code: pages of docs/, the OpenAPI document and the dashboard's types of it. With --check it
// writes nothing and fails where a file differs from what it would write.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { configurationMarkdown, openApiDocument } from '@weir/gateway/documents';
import { errorsMarkdown } from './docs/errors-page.ts';

const repository = join(import.meta.dirname, '..');

/** What we use of that tool; its own types are out of reach from here. */
interface OpenApiTypescript {
  default(document: object): Promise<object[]>;
  astToString(nodes: object[]): string;
}

/** Path and content of every generated file. */
async function generate(): Promise<Map<string, string>> {
  const openApi = openApiDocument();
  return new Map([
    ['docs/configuration.md', configurationMarkdown()],
    ['docs/errors.md', errorsMarkdown()],
    ['docs/openapi.json', `${JSON.stringify(openApi, undefined, 2)}\n`],
    ['apps/dashboard/lib/api.d.ts', await apiTypes(openApi)],
  ]);
}

/** openapi-typescript lives beside the dashboard, with the older TypeScript that it needs. */
async function apiTypes(document: object): Promise<string> {
  const requireFromDashboard = createRequire(join(repository, 'apps/dashboard/package.json'));
  const tool = requireFromDashboard('openapi-typescript') as OpenApiTypescript;
  const nodes = await tool.default(document);
  return `// Made by tools/write-docs.ts from the gateway's OpenAPI document. Change the gateway's schemas instead.\n${tool.astToString(nodes)}`;
}

const isCheck = process.argv.includes('--check');
let stale = 0;
for (const [path, content] of await generate()) {
  const file = join(repository, path);
  if (existsSync(file) && readFileSync(file, 'utf8') === content) continue;
  stale++;
  if (isCheck) {
    console.error(`${path} is stale: run "npm run docs:write"`);
    continue;
  }
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
  console.log(`wrote ${path}`);
}
process.exit(isCheck && stale > 0 ? 1 : 0);
