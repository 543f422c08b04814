// Who is who: tokens, names, the forms of the Authorization header, and lists of tokens that can't be meant.
import { expect, test } from 'vitest';
import { Authenticator } from './authenticator.ts';
import { credentialsOf } from './authorization-header.ts';
import { namedTokens, pairsOfFile } from './token-list.ts';

const tokens = namedTokens(['alice:secret1', 'alice:secret2', 'bob:secret3']);
const strict = new Authenticator({ tokens, allowAnonymous: false });
const lax = new Authenticator({ tokens, allowAnonymous: true });
const open = new Authenticator({ tokens: [], allowAnonymous: false });

const basic = (pair: string) => `Basic ${Buffer.from(pair).toString('base64')}`;
const asked = (authenticator: Authenticator, header?: string) =>
  Object.values(authenticator.authenticate(credentialsOf(header)))[0] as string;

test.each([
  ['Bearer secret1', 'User:alice'],
  ['bearer  secret2 ', 'User:alice'],
  ['Bearer secret3', 'User:bob'],
  [basic('alice:secret1'), 'User:alice'],
  [basic(':secret3'), 'User:bob'],
  [basic('bob:secret1'), 'wrong'],
  [basic('secret1'), 'wrong'],
  [basic('alice:secret1x'), 'wrong'],
  ['Bearer secret', 'wrong'],
  ['Bearer SECRET1', 'wrong'],
  ['Bearer', 'wrong'],
  ['Bearer secret1 secret1', 'wrong'],
  ['Digest secret1', 'wrong'],
  ['secret1', 'wrong'],
  ['', 'wrong'],
])('%s is %s, whether or not others may be anonymous', (header, answer) => {
  expect(asked(strict, header)).toBe(answer);
  expect(asked(lax, header)).toBe(answer);
});

test('no credentials are anonymous where that is allowed or nothing is asked for', () => {
  expect([asked(strict), asked(lax), asked(open)]).toEqual(['missing', 'User:ANONYMOUS', 'User:ANONYMOUS']);
  expect(asked(open, 'Bearer whatever')).toBe('User:ANONYMOUS');
});

test.each([
  [['alice:secret1', 'bob:secret1'], 'alice and bob have the same token'],
  [['alice:secret1', 'secret2'], 'entry 2 is not a pair of name:token'],
  [[':secret1'], 'entry 1 is not a pair'],
  [['alice:'], 'entry 1 is not a pair'],
  [['al ice:secret1'], 'entry 1 is not a pair'],
  [['alice:sec ret1'], 'entry 1 is not a pair'],
  [['ANONYMOUS:secret1'], 'the name ANONYMOUS stands for'],
])('%j is refused, and no token is repeated', (pairs, message) => {
  expect(() => namedTokens(pairs)).toThrow(message);
  expect(() => namedTokens(pairs)).toThrow(/^((?!secret\d).)*$/);
});

test('a file has one pair per line, with comments', () => {
  expect(pairsOfFile('# ours\nalice:secret1\r\n\n  bob:secret2\n')).toEqual(['alice:secret1', 'bob:secret2']);
  expect(() => pairsOfFile('# none\n')).toThrow('it holds no token');
  expect(() => pairsOfFile('alice:secret1\nbob secret2')).toThrow(/^line 2 is not (?!.*secret2)/);
});
