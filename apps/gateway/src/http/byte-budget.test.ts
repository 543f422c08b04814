// The budget of bytes: room, lines, and that nothing is lost or counted twice.
import { describe, expect, test } from 'vitest';
import { ByteBudget } from './byte-budget.ts';

/** Lets promises that are settled have their say. */
const settle = () => new Promise((resolve) => setImmediate(resolve));

function waits(budget: ByteBudget, bytes: number, signal?: AbortSignal) {
  const outcome: { admitted: boolean | undefined } = { admitted: undefined };
  void budget.reserve(bytes, signal).then((admitted) => (outcome.admitted = admitted));
  return outcome;
}

describe('at once', () => {
  test('there is room up to the limit, and again after a release', () => {
    const budget = new ByteBudget({ limitBytes: 100 });
    expect([budget.tryReserve(60), budget.tryReserve(40), budget.tryReserve(1)]).toEqual([true, true, false]);
    budget.release(40);
    expect([budget.tryReserve(41), budget.tryReserve(40), budget.heldBytes]).toEqual([false, true, 100]);
  });

  test('small holders have an eighth more, by all that they hold', () => {
    const budget = new ByteBudget({ limitBytes: 800, smallBytes: 60 });
    expect(budget.tryReserve(800)).toBe(true);
    expect([budget.tryReserve(61), budget.tryReserve(1, 60), budget.tryReserve(10, 50)]).toEqual([
      false,
      false,
      true,
    ]);
    expect([budget.tryReserve(60), budget.tryReserve(31), budget.tryReserve(30)]).toEqual([
      true,
      false,
      true,
    ]);
    expect(budget.heldBytes).toBe(900);
  });
});

describe('in line', () => {
  test('the first to come is the first to go, however much it wants', async () => {
    const budget = new ByteBudget({ limitBytes: 100 });
    await budget.reserve(90);
    const large = waits(budget, 100);
    const small = waits(budget, 5);
    await settle();
    expect([large.admitted, small.admitted]).toEqual([undefined, undefined]);
    budget.release(90);
    await settle();
    expect([large.admitted, small.admitted]).toEqual([true, undefined]);
    budget.release(100);
    await settle();
    expect([small.admitted, budget.heldBytes]).toEqual([true, 5]);
  });

  test('more than the limit is possible, alone', async () => {
    const budget = new ByteBudget({ limitBytes: 100 });
    expect(await budget.reserve(1000)).toBe(true);
    expect([budget.heldBytes, budget.tryReserve(1)]).toEqual([100, false]);
    budget.release(1000);
    expect(budget.heldBytes).toBe(0);
  });

  test('who goes away lets those behind pass, and holds nothing', async () => {
    const budget = new ByteBudget({ limitBytes: 100 });
    await budget.reserve(60);
    const leaving = new AbortController();
    const large = waits(budget, 50, leaving.signal);
    const small = waits(budget, 40);
    leaving.abort();
    await settle();
    expect([large.admitted, small.admitted, budget.heldBytes]).toEqual([false, true, 100]);
    expect(await budget.reserve(1, AbortSignal.abort())).toBe(false);
    expect(budget.heldBytes).toBe(100);
  });

  test('a signal that fires later takes nothing back', async () => {
    const budget = new ByteBudget({ limitBytes: 100 });
    await budget.reserve(100);
    const leaving = new AbortController();
    const waiter = waits(budget, 50, leaving.signal);
    budget.release(100);
    leaving.abort();
    await settle();
    expect([waiter.admitted, budget.heldBytes]).toEqual([true, 50]);
  });
});
