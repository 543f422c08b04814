// The parser of server-sent events against the examples of the HTML standard and what it says of broken streams.
import { expect, test } from 'vitest';
import { EventStreamParser } from './event-stream.ts';

const parsed = (pieces: readonly string[]) => {
  const parser = new EventStreamParser();
  const events = pieces.flatMap((piece) => parser.push(piece));
  return { events: events.map(({ type, data, lastEventId }) => [type, data, lastEventId]), parser };
};

test('fields, comments and empty lines mean what the standard says', () => {
  const text =
    ': test stream\n\ndata: first event\nid: 1\n\ndata:second event\nid\n\ndata:  third event\r\rdata\n\nevent: add\r\ndata: 7\ndata: 8\nunknown: x\n\n';
  const expected = [
    ['message', 'first event', '1'],
    ['message', 'second event', ''],
    ['message', ' third event', ''],
    ['message', '', ''],
    ['add', '7\n8', ''],
  ];
  expect(parsed([text]).events).toEqual(expected);
  expect(parsed([...text]).events).toEqual(expected);
});

test('an id without data is remembered and is no event; what is not ended counts for nothing', () => {
  const { events, parser } = parsed(['retry: 1000\nid: 0:5\n\n', 'data: x\nid: 0:6\n']);
  expect(events).toEqual([]);
  expect([parser.lastEventId, parser.retryMs]).toEqual(['0:5', 1000]);
});
