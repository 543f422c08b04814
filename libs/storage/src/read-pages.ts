// Pages of several logs within one bound. Each page has a batch at least, however large it is: of many logs together that
// would be no bound, so that their sizes are asked for first and only as many are read as fit.
import type pg from 'pg';
import { readBatches } from './sql/read-batches.ts';
import type { LogPage, ReadPosition } from './sql/read-batches.ts';
import { readLogHeads } from './sql/read-log-heads.ts';

/** Up to here one batch of each is no harm, and one round trip is enough. */
const FEW_LOGS = 8;
const NOTHING = new Uint8Array(0);

export interface PagesBound {
  /** Of all pages together. */
  readonly maxBytes: number;
  /** One batch is given even where it alone is larger. */
  readonly givesOne: boolean;
}

/** In the order of the positions; undefined where the partition does not exist (any more). */
export async function readPages(
  reads: pg.Pool,
  positions: readonly ReadPosition[],
  { maxBytes, givesOne }: PagesBound,
): Promise<(LogPage | undefined)[]> {
  if (positions.length <= FEW_LOGS) return readBatches(reads, shared(positions, maxBytes));
  const heads = await readLogHeads(reads, positions);
  const chosen: number[] = [];
  let bytes = 0;
  for (const [index, head] of heads.entries()) {
    const size = head?.nextBatchBytes ?? 0;
    const isFirst = givesOne && chosen.length === 0;
    if (size === 0 || (!isFirst && bytes + size > maxBytes)) continue;
    chosen.push(index);
    bytes += size;
  }
  const pages = heads.map((head): LogPage | undefined => head && { ...head, bytes: NOTHING });
  if (chosen.length === 0) return pages;
  const wanted = chosen.map((index) => positions[index] as ReadPosition);
  const read = await readBatches(reads, shared(wanted, maxBytes));
  for (const [place, index] of chosen.entries()) pages[index] = read[place];
  return pages;
}

function shared(positions: readonly ReadPosition[], maxBytes: number): ReadPosition[] {
  const share = Math.max(Math.ceil(Math.max(maxBytes, 0) / positions.length), 1);
  return positions.map((position) => ({ ...position, maxBytes: Math.min(position.maxBytes, share) }));
}
