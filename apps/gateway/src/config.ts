// Reads the gateway's configuration: defaults, then weir.config.json, then the environment; later wins. What is unknown or out
// of range is refused with a line that says what to write instead.
import { readFileSync } from 'node:fs';
import { isIPv4, isIPv6 } from 'node:net';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import { settingNames, settings, variableName } from './config-settings.ts';
import type { SettingName } from './config-settings.ts';
import type { Setting } from './config-kinds.ts';
import { namedTokens, pairsOfFile } from './security/token-list.ts';
import { StartupError } from './startup-error.ts';

export { settingNames, variableName };

export const configFileName = 'weir.config.json';

type Settings = typeof settings;

/**
 * All settings with their effective values; `dataDir` and `tokensFile` are absolute, `allowedHosts` holds its default where none
 * was given, as does `clientBytesInFlightMax`, and `tokens` holds what readConfig found in `tokensFile`.
 */
export type GatewayConfig = {
  readonly [Name in SettingName]: Settings[Name] extends Setting<infer T> ? T : never;
} & { readonly clientBytesInFlightMax: number };

export interface ConfigSources {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Text of weir.config.json, where there is one. */
  readonly fileText?: string;
  /** Relative paths start here. */
  readonly directory: string;
}

/** From the process's environment and the file in `directory`. Throws StartupError with one line. */
export function readConfig(environment: ConfigSources['environment'], directory: string): GatewayConfig {
  const path = join(directory, configFileName);
  let fileText: string | undefined;
  try {
    fileText = readFileSync(path, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') {
      throw new StartupError(
        `${path} can't be read (${(error as Error).message}): mend its rights or remove it`,
        { cause: error },
      );
    }
  }
  const sources = { environment, directory, ...(fileText === undefined ? {} : { fileText }) };
  return withTokensOfFile(parseConfig(sources));
}

function withTokensOfFile(config: GatewayConfig): GatewayConfig {
  const { tokensFile } = config;
  if (tokensFile === undefined) return config;
  try {
    const tokens = pairsOfFile(readFileSync(tokensFile, 'utf8'));
    namedTokens(tokens);
    return { ...config, tokens };
  } catch (cause) {
    throw new StartupError(`the tokens file ${tokensFile} can't be used: ${(cause as Error).message}`, {
      cause,
    });
  }
}

/** Pure form of readConfig, which leaves the tokens file alone; `parseConfig({ environment: {}, directory })` gives the defaults. */
export function parseConfig(sources: ConfigSources): GatewayConfig {
  const values: { [name: string]: unknown } = {};
  for (const name of settingNames) values[name] = settings[name].defaultValue;
  for (const [name, value] of Object.entries(readFile(sources.fileText))) {
    if (!isSettingName(name)) throw unknownName(`the key "${name}" in ${configFileName}`, name, settingNames);
    values[name] = checked(name, value, `"${name}" in ${configFileName}`);
  }
  const variables = new Map(settingNames.map((name) => [variableName(name), name]));
  for (const [variable, given] of Object.entries(sources.environment)) {
    const name = variables.get(variable);
    if (name === undefined && variable.startsWith('WEIR_')) {
      throw unknownName(`the environment variable ${variable}`, variable, [...variables.keys()]);
    }
    // An empty variable is how compose files and shells write "not set".
    if (name === undefined || given === undefined || given === '') continue;
    values[name] = checked(name, settings[name].fromText(given), variable);
  }
  return completed(values as GatewayConfig, sources.directory);
}

/** Settings of the embedded PostgreSQL, which nothing uses where another one is given. */
const embeddedOnly: readonly SettingName[] = ['dataDir', 'embeddedPostgresPort'];

/** What may be logged: every setting in use that is not the default and holds no secret. */
export function printableConfig(config: GatewayConfig): { [name: string]: unknown } {
  const changed = settingNames.filter((name) => {
    const { isPrintable, defaultValue } = settings[name];
    if (!isPrintable || (config.databaseUrl !== undefined && embeddedOnly.includes(name))) return false;
    return JSON.stringify(config[name]) !== JSON.stringify(defaultValue);
  });
  return Object.fromEntries(changed.map((name) => [name, config[name]]));
}

export function isLoopback(host: string): boolean {
  if (isIPv4(host)) return host.startsWith('127.');
  if (isIPv6(host)) return host === '::1';
  return host === 'localhost';
}

function readFile(fileText: string | undefined): object {
  if (fileText === undefined) return {};
  let parsed: unknown;
  try {
    parsed = JSON.parse(fileText);
  } catch (cause) {
    throw new StartupError(`${configFileName} is not JSON: ${(cause as Error).message}`, { cause });
  }
  if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  throw new StartupError(`${configFileName} must hold a JSON object such as {"port": 8081}`);
}

function checked(name: SettingName, value: unknown, source: string): unknown {
  const { schema, allowed, isPrintable } = settings[name];
  const result = z.safeParse(schema, value);
  if (result.success && result.data !== undefined) return result.data;
  const given = isPrintable ? JSON.stringify(value) : 'a value that is not shown here';
  throw new StartupError(`${source} is ${given}; allowed: ${allowed}`);
}

function completed(config: GatewayConfig, directory: string): GatewayConfig {
  const { host, allowedHosts } = config;
  const tokensFile = config.tokensFile === undefined ? undefined : resolve(directory, config.tokensFile);
  requireUsableTokens(config);
  const clientBytesInFlightMax = fittingBudgets(config);
  const own = isIPv6(host) ? `[${host}]` : host;
  const hosts =
    allowedHosts.length > 0 ? allowedHosts : [...new Set(['localhost', '127.0.0.1', '[::1]', own])];
  const dataDir = resolve(directory, config.dataDir);
  return { ...config, dataDir, tokensFile, allowedHosts: hosts, clientBytesInFlightMax };
}

/** Throws where a body that is allowed would find no room; answers what one client may hold. */
function fittingBudgets(config: GatewayConfig): number {
  const { requestBodyMaxBytes, requestBytesInFlightMax, clientBytesInFlightMax } = config;
  const wholeBody = 3 * requestBodyMaxBytes;
  const requireRoom = (variable: string, bytes: number) => {
    if (bytes >= wholeBody) return;
    throw new StartupError(
      `${variable}=${bytes} has no room for one body of WEIR_REQUEST_BODY_MAX_BYTES=${requestBodyMaxBytes}, which counts three times: make it at least ${wholeBody}, or allow smaller bodies only`,
    );
  };
  requireRoom('WEIR_REQUEST_BYTES_IN_FLIGHT_MAX', requestBytesInFlightMax);
  if (clientBytesInFlightMax !== undefined)
    requireRoom('WEIR_CLIENT_BYTES_IN_FLIGHT_MAX', clientBytesInFlightMax);
  const { requestUrlMaxBytes, requestHeaderMaxBytes } = config;
  if (requestUrlMaxBytes >= requestHeaderMaxBytes) {
    throw new StartupError(
      `WEIR_REQUEST_URL_MAX_BYTES=${requestUrlMaxBytes} must be less than WEIR_REQUEST_HEADER_MAX_BYTES=${requestHeaderMaxBytes}, which counts the path, too`,
    );
  }
  return clientBytesInFlightMax ?? Math.max(wholeBody, Math.floor(requestBytesInFlightMax / 4));
}

function requireUsableTokens({ host, tokens, tokensFile, allowAnonymous }: GatewayConfig): void {
  if (tokens.length > 0 && tokensFile !== undefined) {
    throw new StartupError('WEIR_TOKENS and WEIR_TOKENS_FILE are both set: keep one of them');
  }
  try {
    namedTokens(tokens);
  } catch (cause) {
    throw new StartupError(`WEIR_TOKENS can't be used: ${(cause as Error).message}`, { cause });
  }
  const hasTokens = tokens.length > 0 || tokensFile !== undefined;
  if (!isLoopback(host) && !hasTokens && !allowAnonymous) {
    throw new StartupError(
      `WEIR_HOST=${host} would open Weir to the network without authentication: set WEIR_TOKENS=name:token, WEIR_ALLOW_ANONYMOUS=true if everybody is meant, or listen on 127.0.0.1`,
    );
  }
}

function isSettingName(name: string): name is SettingName {
  return Object.hasOwn(settings, name);
}

function unknownName(what: string, name: string, known: readonly string[]): StartupError {
  const nearest = known.reduce((best, next) =>
    editDistance(name, next) < editDistance(name, best) ? next : best,
  );
  return new StartupError(
    `${what} is not known: did you mean ${nearest}? docs/configuration.md lists all settings`,
  );
}

/** Levenshtein distance without regard to case. */
function editDistance(a: string, b: string): number {
  const [left, right] = [a.toLowerCase(), b.toLowerCase()];
  let row = Array.from({ length: right.length + 1 }, (_, index) => index);
  for (let i = 1; i <= left.length; i++) {
    const next = [i];
    for (let j = 1; j <= right.length; j++) {
      const replaced = (row[j - 1] ?? 0) + (left[i - 1] === right[j - 1] ? 0 : 1);
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
