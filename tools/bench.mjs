// `npm run bench`: brings and builds what is missing, then measures with the pinned Node. tools/bench/ has the rows; the first word
// may name another measurement.
import { pinnedNode, prepare, repository } from './prepare.mjs';
import { runChild } from './run-child.mjs';

const others = ['growth', 'soak', 'cleanup'];
const words = process.argv.slice(2);
const [program, options] = others.includes(words[0])
  ? [`${words[0]}/main.ts`, words.slice(1)]
  : ['main.ts', words];
await prepare({ build: ['@weir/gateway'] });
const args = ['--conditions=source', `tools/bench/${program}`, ...options];
process.exit(await runChild(pinnedNode, args, { cwd: repository, env: process.env }));
