// The Authorization header: `Bearer <token>`, or `Basic` with the token as password, which is what browsers ask people for.
import type { Credentials } from './authenticator.ts';

/** What a 401 says is possible: Basic first, since browsers take the first one that they know. */
export const CHALLENGE = 'Basic realm="Weir", charset="UTF-8", Bearer realm="Weir"';

export function credentialsOf(header: string | undefined): Credentials | 'malformed' | undefined {
  if (header === undefined) return undefined;
  const [, scheme = '', value = ''] = /^(\w+) +([^\s]+) *$/.exec(header) ?? [];
  if (/^bearer$/i.test(scheme)) return { token: value };
  return /^basic$/i.test(scheme) ? basicCredentials(value) : 'malformed';
}

/** Without a user name the token alone counts. */
function basicCredentials(encoded: string): Credentials | 'malformed' {
  const pair = Buffer.from(encoded, 'base64').toString();
  const colon = pair.indexOf(':');
  if (colon === -1) return 'malformed';
  const token = pair.slice(colon + 1);
  return colon === 0 ? { token } : { token, name: pair.slice(0, colon) };
}
