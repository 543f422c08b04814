// `npm run fuzz`: brings and builds what is missing, then fuzzes with the pinned Node. tools/fuzz/ has the rest.
import { pinnedNode, prepare, repository } from './prepare.mjs';
import { runChild } from './run-child.mjs';

await prepare({ build: ['@weir/gateway'] });
const args = ['--conditions=source', 'tools/fuzz/main.ts', ...process.argv.slice(2)];
process.exit(await runChild(pinnedNode, args, { cwd: repository, env: process.env }));
