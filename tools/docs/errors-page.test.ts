// The generated page of errors: every error of the table, in the order of the codes, in rows that Markdown reads as such.
import { errors } from '@weir/protocol';
import { expect, it } from 'vitest';
import { errorsMarkdown } from './errors-page.ts';

const rows = errorsMarkdown()
  .split('\n')
  .filter((line) => line.startsWith('| `'));

it('has a row of four cells for each error, by code', () => {
  const codes = rows.map((row) => Number(row.split(' | ')[1]));
  expect(codes).toEqual(
    Object.values(errors)
      .map(({ code }) => code)
      .sort((left, right) => left - right),
  );
  expect(rows.filter((row) => row.split('|').length !== 6)).toEqual([]);
});

it('says in words whether a retry helps', () => {
  expect(rows).toContain('| `TOPIC_ALREADY_EXISTS` | 36 | no | A topic of this name exists. |');
  expect(rows).toContain(
    '| `NETWORK_EXCEPTION` | 13 | yes | The connection broke before the answer; the outcome is unknown. |',
  );
});
