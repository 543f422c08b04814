// Faults of the links: F6 cut, slow, silent, and cut between a COMMIT and its answer; F19 lost hints.
import { HttpClient } from '../clients/http-client.ts';
import { commitCut } from '../cluster/commit-cut.ts';
import type { Link, Trouble } from '../cluster/link.ts';
import type { Random } from '../random.ts';
import type { Fault, FaultContext } from './fault.ts';
import { HINTS_TOPIC } from './topics.ts';

const kinds = [
  'reset',
  'cut after bytes',
  'delay',
  'trickle',
  'half-open',
  'silent',
  'single bytes',
] as const;
type Kind = (typeof kinds)[number];
const COMMIT_CUT = 'commit';
const COMMIT_CUTS = 3;

function troubleOf(kind: Kind, random: Random): Trouble {
  switch (kind) {
    case 'reset':
      return {};
    case 'cut after bytes':
      return { cutAfterBytes: random.integer(1, 200_000) };
    case 'delay':
      return {
        delayMs: random.integer(5, 150),
        jitterMs: random.integer(0, 100),
        random: () => random.next(),
      };
    case 'trickle':
      return { bytesPerSecond: random.integer(20_000, 400_000) };
    case 'half-open':
      return { swallow: 'both' };
    case 'silent':
      return { swallow: random.pick(['up', 'down']) };
    case 'single bytes':
      return { splitBytes: random.integer(16, 256) };
  }
}

/** What was swallowed is missing: those connections can't go on. */
const losesBytes = (kind: Kind) => kind === 'half-open' || kind === 'silent';

export const troubled: Fault = {
  plan: (random) => {
    const target = random.pick(['clientLink', 'databaseLink'] as const);
    const chosen = random.pick(
      target === 'clientLink' ? kinds : [...kinds, COMMIT_CUT, COMMIT_CUT, COMMIT_CUT],
    );
    return { target, variant: chosen, durationMs: random.integer(500, 6_000) };
  },
  stalls: ({ target, variant }) => target === 'clientLink' && variant !== 'reset',
  run: async (context) => {
    const { plan, slot, random, wait } = context;
    if (plan.variant === COMMIT_CUT) return cutCommits(context);
    const link = plan.target === 'clientLink' ? slot.clientLink : slot.databaseLink;
    const kind = plan.variant as Kind;
    if (kind === 'reset') return { 'link cuts': link.cut() > 0 ? 1 : 0 };
    await withTrouble(link, troubleOf(kind, random), () => wait(plan.durationMs));
    if (losesBytes(kind)) link.cut();
    return { 'link troubles': 1 };
  },
};

async function withTrouble(link: Link, trouble: Trouble, work: () => Promise<void>): Promise<void> {
  link.trouble = trouble;
  try {
    await work();
  } finally {
    link.trouble = undefined;
  }
}

async function cutCommits({ slot, plan, wait }: FaultContext) {
  let cuts = 0;
  slot.databaseLink.watch = commitCut(COMMIT_CUTS, () => cuts++);
  try {
    await wait(plan.durationMs);
  } finally {
    slot.databaseLink.watch = undefined;
    // One that is held back at this moment would never be let go.
    slot.databaseLink.cut('weir-append');
  }
  return { 'cuts between commit and answer': cuts };
}

/** The name under which a gateway listens for hints. */
const HINTS_CONNECTION = 'weir-hints';
const POLL_MS = 5_000;
/** A poll of log ends comes four times a second; the rest is for a machine that has much to do. */
const WAKE_MAX_MS = 2_000;

export const hintsLost: Fault = {
  plan: (random) => ({ target: 'databaseLink', variant: '', durationMs: random.integer(500, 3_000) }),
  run: async (context) => {
    const { slot, plan, wait, surprise } = context;
    const wakes: number[] = [];
    await withTrouble(slot.databaseLink, { only: HINTS_CONNECTION, swallow: 'both' }, async () => {
      slot.databaseLink.cut(HINTS_CONNECTION);
      await wait(plan.durationMs);
      for (let round = 0; round < 3 && !context.signal.aborted; round++) {
        const wokeAfterMs = await wake(context);
        if (wokeAfterMs !== undefined) wakes.push(wokeAfterMs);
      }
    });
    slot.databaseLink.cut(HINTS_CONNECTION);
    if (wakes.length === 0) return { 'hints lost': 1 };
    // Another fault at the same time may hold up one, not all.
    const best = Math.min(...wakes);
    if (wakes.length === 3 && best > WAKE_MAX_MS)
      surprise(
        `without hints, gateway ${plan.gateway} woke its readers after ${wakes.map(Math.round).join(', ')} ms`,
      );
    return { 'hints lost': 1, 'wake without hints, ms': best };
  },
};

/** How long after its acknowledgement by another gateway a record ends a long poll; undefined where either of them failed. */
async function wake({ surroundings, plan }: FaultContext): Promise<number | undefined> {
  const { urls } = surroundings;
  const [reader, producer] = [new HttpClient(), new HttpClient()];
  const path = `/topics/${HINTS_TOPIC}/partitions/0`;
  const [readUrl, produceUrl] = [urls[plan.gateway], urls[(plan.gateway + 1) % urls.length]].map(
    (url) => url?.() ?? '',
  );
  try {
    const ends = await reader.send({ url: readUrl ?? '', path: `${path}/offsets` });
    if (ends.status !== 200) return undefined;
    const { end_offset: end } = JSON.parse(ends.text) as { end_offset: number };
    const poll = reader.send({
      url: readUrl ?? '',
      path: `${path}/records?offset=${end}&timeout=${POLL_MS}`,
      headers: { accept: 'application/vnd.kafka.json.v2+json' },
    });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const headers = { 'content-type': 'application/vnd.kafka.json.v2+json' };
    const body = '{"records":[{"value":0}]}';
    const produced = await producer.send({
      url: produceUrl ?? '',
      method: 'POST',
      path: `/topics/${HINTS_TOPIC}`,
      headers,
      body,
    });
    const start = performance.now();
    const woken = await poll;
    return produced.status === 200 && woken.status === 200 ? performance.now() - start : undefined;
  } finally {
    reader.close();
    producer.close();
  }
}
