// Reads a history line by line, in bounded memory.
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Line } from './lines.ts';

export async function* readHistory(file: string): AsyncGenerator<Line, void, undefined> {
  const lines = createInterface({ input: createReadStream(file), crlfDelay: Infinity });
  for await (const text of lines) yield JSON.parse(text) as Line;
}
