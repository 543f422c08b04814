// The tokens that open the gateway, as people write them: `name:token`, in a list or one per line of a file. Several tokens of
// one name serve rotation. What is wrong is said without the token.

export interface NamedToken {
  readonly name: string;
  readonly token: string;
}

/** A colon separates, so names have none; tokens are what a Bearer header can carry (RFC 6750). */
const PAIR = /^([\w.@-]{1,128}):([\w.~+/=-]{1,1024})$/;
/** Who shows no token is called so. */
const RESERVED_NAME = 'ANONYMOUS';

export const tokenForm = {
  allowed: 'pairs of name:token (letters, digits and ._@- in names; letters, digits and ._~+/=- in tokens)',
  test: (pair: string) => PAIR.test(pair),
};

/** Throws Error with one line, where one is not `name:token`, named ANONYMOUS, or one token stands for two names. */
export function namedTokens(pairs: readonly string[]): NamedToken[] {
  const nameByToken = new Map<string, string>();
  for (const [index, pair] of pairs.entries()) {
    const [, name, token] = PAIR.exec(pair) ?? [];
    if (name === undefined || token === undefined) {
      throw new Error(`entry ${index + 1} is not a pair of name:token; allowed: ${tokenForm.allowed}`);
    }
    if (name === RESERVED_NAME)
      throw new Error(`the name ${name} stands for who shows no token: choose another`);
    const other = nameByToken.get(token) ?? name;
    if (other !== name)
      throw new Error(`${other} and ${name} have the same token: give each one of their own`);
    nameByToken.set(token, name);
  }
  return [...nameByToken].map(([token, name]) => ({ name, token }));
}

/** One pair per line; empty lines and lines that begin with # are skipped. Throws Error, with the line's number. */
export function pairsOfFile(text: string): string[] {
  const pairs: string[] = [];
  for (const [index, line] of text.split('\n').entries()) {
    const pair = line.trim();
    if (pair === '' || pair.startsWith('#')) continue;
    if (!PAIR.test(pair)) {
      throw new Error(`line ${index + 1} is not a pair of name:token; allowed: ${tokenForm.allowed}`);
    }
    pairs.push(pair);
  }
  if (pairs.length === 0) throw new Error('it holds no token: write one name:token per line');
  return pairs;
}
