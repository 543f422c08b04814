// Who calls: credentials become a principal or a refusal. Pure, so that requests and sockets ask the same object. A token is
// compared by its hash with every known one, each time to the end, so that the time taken tells nothing of it.
import { hash, timingSafeEqual } from 'node:crypto';
import type { NamedToken } from './token-list.ts';

/** Kafka's name for who shows no credentials. */
export const ANONYMOUS = 'User:ANONYMOUS';

export interface Credentials {
  readonly token: string;
  /** Where one is given, it must be the token's. */
  readonly name?: string;
}

export type Verdict =
  { readonly principal: string; readonly refusal?: never } | { readonly refusal: 'missing' | 'wrong' };

export interface AuthenticatorOptions {
  /** Without any, everybody is anonymous and credentials mean nothing. */
  readonly tokens: readonly NamedToken[];
  /** Whether who shows no credentials is served. Wrong ones are refused all the same. */
  readonly allowAnonymous: boolean;
}

interface KnownToken {
  readonly name: string;
  readonly digest: Buffer;
}

export class Authenticator {
  readonly #tokens: readonly KnownToken[];
  readonly #allowsAnonymous: boolean;

  constructor({ tokens, allowAnonymous }: AuthenticatorOptions) {
    this.#tokens = tokens.map(({ name, token }) => ({ name, digest: digestOf(token) }));
    this.#allowsAnonymous = allowAnonymous || tokens.length === 0;
  }

  /** `malformed` are credentials that can't be read: wrong ones. */
  authenticate(credentials: Credentials | 'malformed' | undefined): Verdict {
    if (this.#tokens.length === 0) return { principal: ANONYMOUS };
    if (credentials === undefined) {
      return this.#allowsAnonymous ? { principal: ANONYMOUS } : { refusal: 'missing' };
    }
    if (credentials === 'malformed') return { refusal: 'wrong' };
    const name = this.#nameOf(credentials.token);
    const isTheirs = credentials.name === undefined || credentials.name === name;
    return name !== undefined && isTheirs ? { principal: `User:${name}` } : { refusal: 'wrong' };
  }

  #nameOf(token: string): string | undefined {
    const digest = digestOf(token);
    let found: string | undefined;
    for (const known of this.#tokens) {
      if (timingSafeEqual(known.digest, digest)) found = known.name;
    }
    return found;
  }
}

function digestOf(token: string): Buffer {
  return hash('sha256', token, 'buffer');
}
