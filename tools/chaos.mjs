// `npm run chaos`: brings and builds what is missing, then does harm with the pinned Node. tests/chaos/ has the rest.
import { pinnedNode, prepare, repository } from './prepare.mjs';
import { runChild } from './run-child.mjs';

await prepare({ build: ['@weir/gateway'] });
const args = ['--conditions=source', 'tests/chaos/main.ts', ...process.argv.slice(2)];
process.exit(await runChild(pinnedNode, args, { cwd: repository, env: process.env }));
