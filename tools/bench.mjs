// `npm run bench`: brings and builds what is missing, then measures with the pinned Node. tools/bench/ has the rows.
import { pinnedNode, prepare, repository } from './prepare.mjs';
import { runChild } from './run-child.mjs';

await prepare({ build: ['@weir/gateway'] });
const args = ['--conditions=source', 'tools/bench/main.ts', ...process.argv.slice(2)];
process.exit(await runChild(pinnedNode, args, { cwd: repository, env: process.env }));
