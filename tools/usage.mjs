// What the launchers say to --help. They run before anything is installed, so the settings are named here once more; a test
// compares them with the gateway's own.

const settings = `Settings come from the environment, or from weir.config.json in the working directory. The main ones:

  WEIR_PORT            Port to listen on; 0 takes any free one. Default: 8080
  WEIR_HOST            Address to listen on. Default: 127.0.0.1
  WEIR_DATA_DIR        Folder of the embedded PostgreSQL and of what else the gateway keeps on disk; relative to the working
                       directory. Default: ./data
  DATABASE_URL         Your own PostgreSQL (14 or newer) instead of the embedded one.
  WEIR_LOG_LEVEL       Least important log lines that are written. Default: info

All of them: docs/configuration.md
`;

const starts = `Usage: npm start

Starts Weir: installs and builds what is missing, then runs the gateway, with a PostgreSQL of its own unless DATABASE_URL names
one. It prints where the dashboard and the REST API are when it is ready. Stop it with Ctrl-C.

${settings}`;

const tests = `Usage: npm test [-- [--checks] [argument of vitest]...]

Installs and builds what is missing, runs all tests, and closes with the line "N passed, N failed, N skipped".

  --checks             Type check, lint, format, generated documents and a short run of the fuzzer first
  --project NAME       The tests of one project only, such as storage, gateway or process
  NAME                 The tests of files whose path has this in it
`;

function answerHelp(text, given) {
  if (!given.includes('--help') && !given.includes('-h')) return;
  process.stdout.write(text);
  process.exit(0);
}

/** For `npm start`: ends the process where help is asked for or anything else is given. */
export function checkStartArguments(given) {
  answerHelp(starts, given);
  if (given.length === 0) return;
  // Of what may hold a password only the option's name is repeated.
  const option = /^-[\w-]*/.exec(given[0])?.[0];
  const fault = option === undefined ? 'npm start takes no arguments' : `the option ${option} is not known`;
  console.error(`weir: ${fault}: settings come from the environment; "npm start -- --help" names them`);
  process.exit(1);
}

/** For `npm test`: ends the process where help is asked for. */
export function checkTestArguments(given) {
  answerHelp(tests, given);
}
