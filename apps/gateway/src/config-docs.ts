// docs/configuration.md from the table of settings.
import { configFileName } from './config.ts';
import { settingNames, settings, variableName } from './config-settings.ts';
import type { SettingName } from './config-settings.ts';

const introduction = `# Configuration

<!-- Made by tools/write-docs.ts from apps/gateway/src/config-settings.ts. Change it there. -->

Weir runs without any configuration. Where you want something else, each setting has a name in the file \`${configFileName}\` (JSON,
in the working directory) and one in the environment; the environment wins. A name that is not in this table, and a value that is
not allowed, end the start with a line that says what to write instead. An empty variable counts as not set.

\`\`\`json
{ "port": 8081, "allowedOrigins": ["https://app.example.org"] }
\`\`\`

The same by environment: \`WEIR_PORT=8081 WEIR_ALLOWED_ORIGINS=https://app.example.org npm start\`.
`;

export function configurationMarkdown(): string {
  return `${introduction}\n${settingNames.map(sectionOf).join('\n')}`;
}

function sectionOf(name: SettingName): string {
  const { description, allowed, defaultValue, isPrintable } = settings[name];
  const hasDefault = defaultValue !== undefined && !Array.isArray(defaultValue);
  const value = hasDefault ? `\`${String(defaultValue)}\`` : 'none';
  const facts = [
    `In the environment: \`${variableName(name)}\``,
    `allowed: ${allowed}`,
    `default: ${value}${sizeOf(name, defaultValue)}`,
  ];
  const note = isPrintable ? '' : ' It may hold a password and is never logged.';
  return `## ${name}\n\n${description}${note}\n\n${facts.join('; ')}.\n`;
}

/** Bytes in a form that a person reads, where they are whole MiB. */
function sizeOf(name: SettingName, value: unknown): string {
  const mebibytes = typeof value === 'number' && name.endsWith('Bytes') ? value / 1024 ** 2 : Number.NaN;
  return Number.isInteger(mebibytes) ? ` (${mebibytes} MiB)` : '';
}
