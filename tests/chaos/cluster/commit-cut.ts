// The cut between a COMMIT and its answer: an append goes to PostgreSQL and commits, and the connection is reset before the
// gateway hears of it.
import type { Watch } from './link.ts';

/** The prepared statements in which records are stored. A piece begins with Bind, which names the statement, or for the first time
 * on a connection with Parse. */
const appendStatements = ['append-batches\0', 'append-units\0', 'commit-batches\0'];
const BIND = 0x42;
const PARSE = 0x50;
const NAME_BYTES = 200;
/** ReadyForQuery, outside of a transaction: the last that the server says to a statement, after the commit. */
const READY = Buffer.from([0x5a, 0, 0, 0, 5, 0x49]);

/** Cuts so many connections, each behind its next append that has committed. */
export function commitCut(count: number, onCut: () => void): Watch {
  let left = count;
  return {
    onUp: (piece) => {
      if (left === 0 || (piece[0] !== BIND && piece[0] !== PARSE)) return false;
      const start = piece.toString('latin1', 0, NAME_BYTES);
      if (!appendStatements.some((name) => start.includes(name))) return false;
      left--;
      return true;
    },
    onHeld: (piece) => {
      if (!piece.subarray(-READY.length).equals(READY)) return false;
      onCut();
      return true;
    },
  };
}
