// FetchWaiter without a database: what wakes whom, and when listening begins.
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FetchWaiter } from './fetch-waiter.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };

describe('FetchWaiter', () => {
  let waiter: FetchWaiter;
  beforeEach(() => {
    // A pool connects when it is first used, and the poll is too far away to use it.
    waiter = new FetchWaiter({ reads: new pg.Pool(), logger: silent, pollMs: 3_600_000 });
  });
  afterEach(() => waiter.close());

  it('keeps a growth that came between listening and waiting', async () => {
    const { woken, stop } = waiter.listen(new Map([[1, 5]]));
    waiter.grew(1, 6);
    expect(await woken(0)).toBe(true);
    stop();
  });

  it('wakes by growth past the position only, of its own logs', async () => {
    const { woken, stop } = waiter.listen(new Map([[1, 5]]));
    waiter.grew(1, 5);
    waiter.grew(2, 9);
    expect(await woken(20)).toBe(false);
    setTimeout(() => waiter.grew(1, 6), 5);
    expect(await woken(5_000)).toBe(true);
    stop();
  });

  it('wakes all that wait, and keeps nobody waiting once it is closed', async () => {
    const ears = [1, 2].map((partition) => waiter.listen(new Map([[partition, 0]])));
    const waits = ears.map(({ woken }) => woken(5_000));
    waiter.wakeAll();
    expect(await Promise.all(waits)).toEqual([true, true]);
    waiter.close();
    expect(await waiter.listen(new Map([[3, 0]])).woken(5_000)).toBe(false);
  });
});
