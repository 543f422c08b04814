// JSON texts for property tests, and what they are made of.
import fc from 'fast-check';

/** JSON texts as people and machines write them: spread out or compact, with every way to write a number or a string. */
export const jsonText: fc.Arbitrary<string> = fc.letrec<{ value: string }>((tie) => {
  const space = fc.constantFrom('', '', '', ' ', '\n', '\t', '\r', ' \n ');
  const number = fc.constantFrom('0', '-0', '1.0', '1e5', '-12.50E-3', '9223372036854775808', '1e+10');
  const escape = fc.constantFrom('\\n', '\\"', '\\\\', '\\/', '\\u00e9', '\\ud83d\\ude00', '\\u0000');
  const plain = fc.string({ unit: 'grapheme', maxLength: 8 }).map((s) => JSON.stringify(s).slice(1, -1));
  const string = fc.array(fc.oneof(plain, escape), { maxLength: 4 }).map((parts) => `"${parts.join('')}"`);
  const spaced = fc
    .tuple(space, tie('value'), space)
    .map(([before, value, after]) => `${before}${value}${after}`);
  // V8 13.6 may take the name "\n" for "\\" where it has read an object with that one: JSON.parse is no measure there.
  const memberName = string.filter((text) => !text.includes('\\\\'));
  const member = fc
    .tuple(space, memberName, space, spaced)
    .map(([before, name, after, value]) => `${before}${name}${after}:${value}`);
  return {
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.oneof(number, string, fc.constantFrom('true', 'false', 'null')),
      fc.array(spaced, { maxLength: 4 }).map((items) => `[${items.join(',')}]`),
      fc.array(member, { maxLength: 4 }).map((members) => `{${members.join(',')}}`),
      space.map((inside) => `{${inside}}`),
      space.map((inside) => `[${inside}]`),
    ),
  };
}).value;

/** Strings and everything else between white space. */
export function tokens(json: string): string[] {
  return json.match(/"(?:[^"\\]|\\.)*"|[^\s"]/g) ?? [];
}
