// A hundred thousand schedules of the coordinator, by seed: no promise is ever broken, everything in the table of SPEC.md happens, and
// each promise catches the mistake that it is there for.
import { readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { describe, expect, test } from 'vitest';
import { noPartitions, union } from '../partitions.ts';
import type { ConsumerMember } from './consumer-group.ts';
import type { Surroundings } from './targets.ts';
import { World } from './testing/world.ts';
import type { Transitions } from './testing/world.ts';
import * as transitions from './transitions.ts';
import type { Answered } from './transitions.ts';

const SCHEDULES = 100_000;
const STEPS = 50;

interface Outcome {
  readonly broken?: string | undefined;
  readonly happened: ReadonlySet<string>;
}

function simulate(seed: number, under: Transitions): Outcome {
  const world = new World(seed, under);
  const { happened } = world;
  for (let step = 0; step < STEPS; step++) {
    world.step();
    const broken = world.broken();
    if (broken !== undefined) return { broken: `seed ${seed}, step ${step}: ${broken}`, happened };
  }
  const broken = world.calmDown() ? (world.broken() ?? world.unsettled()) : 'it never comes to rest';
  return { broken: broken && `seed ${seed}, at rest: ${broken}`, happened };
}

/** The names in the table of SPEC.md. */
const specified = [
  ...readFileSync(joinPath(import.meta.dirname, 'SPEC.md'), 'utf8').matchAll(/^\| `([^`]+)` \|/gm),
].map(([, name]) => name);

test(`${SCHEDULES.toLocaleString('en')} schedules keep every promise, and all that is specified happens`, () => {
  const counts = new Map<string, number>();
  for (let seed = 1; seed <= SCHEDULES; seed++) {
    const { broken, happened } = simulate(seed, transitions);
    if (broken !== undefined) expect.fail(broken);
    for (const name of happened) counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  for (const [name, count] of [...counts].sort())
    console.log(`${String(count).padStart(7)} schedules: ${name}`);
  expect([...counts.keys()].sort()).toEqual([...specified].sort());
}, 240_000);

/** A mistake that is made behind each answer; where it is one in what the member has, it gets a new epoch with it. */
function after(change: (member: ConsumerMember, answered: Answered) => Partial<ConsumerMember>): Transitions {
  const changed = (answered: Answered): Answered => {
    const changes = change(answered.member, answered);
    if (Object.keys(changes).length === 0) return answered;
    const isNews = 'assigned' in changes || 'revoking' in changes;
    const epoch = answered.group.epoch + (isNews ? 1 : 0);
    const epochs = isNews ? { previousEpoch: answered.member.epoch, epoch } : {};
    const member = { ...answered.member, ...epochs, ...changes };
    const members = new Map(answered.group.members).set(member.memberId, member);
    return { group: { ...answered.group, epoch, members }, member };
  };
  return {
    ...transitions,
    join: (...args) => changed(transitions.join(...args)),
    heartbeat: (...args) => changed(transitions.heartbeat(...args)),
  };
}

const withoutNews = (surroundings: Surroundings): Surroundings => ({
  ...surroundings,
  catalog: { ...surroundings.catalog, version: 1 },
});

const mutants: readonly {
  readonly mistake: string;
  readonly caughtBy: string;
  readonly under: Transitions;
}[] = [
  {
    mistake: 'a partition is given out before its owner has let go',
    caughtBy: 'two members hold a partition',
    under: after(({ assigned, target }) =>
      union(assigned, target).size > assigned.size ? { assigned: union(assigned, target) } : {},
    ),
  },
  {
    mistake: 'what is revoked is free at once',
    caughtBy: 'reads what it was never given',
    under: after(({ revoking }) =>
      revoking.size > 0 ? { revoking: noPartitions, revokeBy: undefined } : {},
    ),
  },
  {
    mistake: 'who says nothing of what it has is taken to have let go',
    caughtBy: 'reads what it was never given',
    under: {
      ...transitions,
      heartbeat: (group, request, surroundings) =>
        transitions.heartbeat(group, { ...request, owned: request.owned ?? noPartitions }, surroundings),
    },
  },
  {
    mistake: 'an old epoch is not fenced',
    caughtBy: 'reads what it was never given',
    under: {
      ...transitions,
      heartbeat: (group, request, surroundings) => {
        const epoch = group.members.get(request.memberId)?.epoch ?? request.epoch;
        return transitions.heartbeat(group, { ...request, epoch }, surroundings);
      },
    },
  },
  {
    mistake: 'who joins again keeps its epoch',
    caughtBy: 'stands for two assignments',
    under: {
      ...transitions,
      join: (group, request, surroundings) => {
        const before = group.members.get(request.memberId);
        const answered = transitions.join(group, request, surroundings);
        if (before === undefined) return answered;
        const member = { ...answered.member, epoch: before.epoch, previousEpoch: before.previousEpoch };
        const members = new Map(answered.group.members).set(member.memberId, member);
        return { group: { ...answered.group, members }, member };
      },
    },
  },
  {
    mistake: 'a commit is taken from whoever once had the partition',
    caughtBy: 'a commit of',
    under: { ...transitions, checkCommit: () => undefined },
  },
  {
    mistake: 'who is to let go has for ever',
    caughtBy: 'no deadline',
    under: after(({ revokeBy }) => (revokeBy === undefined ? {} : { revokeBy: undefined })),
  },
  {
    mistake: 'the deadline moves on with each heartbeat',
    caughtBy: 'the deadline of',
    under: after(({ revokeBy }) => (revokeBy === undefined ? {} : { revokeBy: revokeBy + 100 })),
  },
  {
    mistake: 'two members have one instance id',
    caughtBy: 'two members are instance',
    under: {
      ...transitions,
      join: (group, { instanceId, ...request }, surroundings) => {
        const answered = transitions.join(group, { ...request, instanceId: undefined }, surroundings);
        const member = { ...answered.member, instanceId };
        return {
          group: { ...answered.group, members: new Map(answered.group.members).set(member.memberId, member) },
          member,
        };
      },
    },
  },
  {
    mistake: 'a partition is meant for two',
    caughtBy: 'meant for two members',
    under: after(({ target }, { group: { members } }) => {
      const all = [...members.values()].reduce((sum, one) => union(sum, one.target), target);
      return all.size > target.size ? { target: all } : {};
    }),
  },
  {
    mistake: 'a member is ahead of the group',
    caughtBy: 'is ahead of the group',
    under: {
      ...transitions,
      join: (...args) => {
        const { group, member } = transitions.join(...args);
        return { group: { ...group, epoch: group.epoch - 1 }, member };
      },
    },
  },
  {
    mistake: 'epochs begin anew',
    caughtBy: 'epoch falls',
    under: {
      ...transitions,
      expire: (...args) => {
        const group = transitions.expire(...args);
        return group.members.size === 0 ? { ...group, epoch: 0 } : group;
      },
    },
  },
  {
    mistake: 'what a member leaves is meant for nobody',
    caughtBy: 'is meant for nobody',
    under: {
      ...transitions,
      leave: (group, { memberId }) => {
        const members = new Map(group.members);
        members.delete(memberId);
        return { ...group, members };
      },
    },
  },
  {
    mistake: 'the dead keep what they had',
    caughtBy: 'nobody reads',
    under: { ...transitions, expire: (group) => group },
  },
  {
    mistake: 'new partitions are not noticed',
    caughtBy: 'nobody reads',
    under: {
      ...transitions,
      join: (group, request, surroundings) => transitions.join(group, request, withoutNews(surroundings)),
      heartbeat: (group, request, surroundings) =>
        transitions.heartbeat(group, request, withoutNews(surroundings)),
      expire: (group, expired, surroundings) => transitions.expire(group, expired, withoutNews(surroundings)),
      topicsChanged: (group) => group,
    },
  },
];

describe('each promise catches its mutant', () => {
  test.each(mutants)('$mistake', ({ caughtBy, under }) => {
    let found: string | undefined;
    for (let seed = 1; seed <= 20_000 && found === undefined; seed++) found = simulate(seed, under).broken;
    expect(found).toContain(caughtBy);
  });
});
