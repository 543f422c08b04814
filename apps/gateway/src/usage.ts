// What the program says to --help, and what it says to anything else on its command line: it has settings, no arguments.
import { configFileName } from './config.ts';
import { settings, variableName } from './config-settings.ts';
import type { SettingName } from './config-settings.ts';
import { StartupError } from './startup-error.ts';

const mainSettings: readonly SettingName[] = ['port', 'host', 'dataDir', 'databaseUrl', 'logLevel'];
const nameWidth = 21;
const lineWidth = 124;

/** Throws StartupError, with one line, where anything but help is asked for. */
export function isHelpAsked(given: readonly string[]): boolean {
  if (given.includes('--help') || given.includes('-h')) return true;
  const [first] = given;
  if (first === undefined) return false;
  // Of what may hold a password only the option's name is repeated.
  const option = /^-[\w-]*/.exec(first)?.[0];
  const fault = option === undefined ? 'the gateway takes no arguments' : `the option ${option} is not known`;
  throw new StartupError(`${fault}: settings come from the environment; --help names them`);
}

export function usageText(): string {
  return `Usage: node apps/gateway/dist/main.js

Runs Weir's gateway, with a PostgreSQL of its own unless DATABASE_URL names one. SIGTERM or Ctrl-C stops it in order.

Settings come from the environment, or from ${configFileName} in the working directory. The main ones:

${mainSettings.map(linesOf).join('\n')}

All of them: docs/configuration.md
`;
}

function linesOf(name: SettingName): string {
  const { description, defaultValue } = settings[name];
  const sentence = /^.*?\.(?= |$)/.exec(description)?.[0] ?? description;
  const text = defaultValue === undefined ? sentence : `${sentence} Default: ${String(defaultValue)}`;
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && 2 + nameWidth + last.length + word.length < lineWidth) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else lines.push(word);
  }
  return `  ${variableName(name).padEnd(nameWidth)}${lines.join(`\n  ${' '.repeat(nameWidth)}`)}`;
}
