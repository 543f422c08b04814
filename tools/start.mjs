// `npm start`: installs and builds what is missing, then runs the gateway with the pinned Node and passes on how it ends. Runs
// under any Node from 20 on with nothing installed; older ones are refused before anything newer than they know is loaded.
const major = Number(process.versions.node.split('.')[0]);
if (major < 20) {
  console.error(`weir: Node ${process.versions.node} is too old to start Weir: install Node 20 or newer`);
  process.exit(1);
}

const { checkStartArguments } = await import('./usage.mjs');
checkStartArguments(process.argv.slice(2));
const { prepare, pinnedNode, repository } = await import('./prepare.mjs');
const { environment, nodeArguments } = await import('./gateway-command.mjs');
const { runChild } = await import('./run-child.mjs');

await prepare({ build: ['@weir/gateway', '@weir/dashboard'] });
const command = [...nodeArguments, 'apps/gateway/dist/main.js'];
const exitCode = await runChild(pinnedNode, command, {
  cwd: repository,
  env: { ...environment, ...process.env },
});
process.exit(exitCode);
