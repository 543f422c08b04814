// Where a gateway spent its processor time, from the profile that Node wrote: self time by place in the code, idling left out.
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

interface CallFrame {
  readonly functionName: string;
  readonly url: string;
  readonly lineNumber: number;
}

/** Of Node's .cpuprofile files: the parts that are read here. */
export interface CpuProfile {
  readonly nodes: readonly { readonly id: number; readonly callFrame: CallFrame }[];
  /** Node ids, in time. */
  readonly samples: readonly number[];
  /** Microseconds before each sample. */
  readonly timeDeltas: readonly number[];
}

export interface Share {
  readonly name: string;
  /** Of the time that was not idle. */
  readonly share: number;
}

const idle = new Set(['(idle)', '(root)']);

/** Largest shares first. */
export function selfTimes(profile: CpuProfile, nameOf: (frame: CallFrame) => string): Share[] {
  const frames = new Map(profile.nodes.map(({ id, callFrame }) => [id, callFrame]));
  const times = new Map<string, number>();
  let total = 0;
  for (const [index, id] of profile.samples.entries()) {
    const frame = frames.get(id);
    if (frame === undefined || idle.has(frame.functionName)) continue;
    const timeUs = profile.timeDeltas[index] ?? 0;
    total += timeUs;
    const name = nameOf(frame);
    times.set(name, (times.get(name) ?? 0) + timeUs);
  }
  return [...times]
    .map(([name, timeUs]) => ({ name, share: timeUs / total }))
    .sort((left, right) => right.share - left.share);
}

/** `parseRequest pg-protocol/parser.js:120` */
export function functionPlace({ functionName, url, lineNumber }: CallFrame): string {
  const name = functionName === '' ? '(anonymous)' : functionName;
  return url === '' ? name : `${name} ${shortPath(url)}:${lineNumber + 1}`;
}

/** The package or the part of Weir or Node that a function belongs to. */
export function owner({ functionName, url }: CallFrame): string {
  if (url === '') return functionName.startsWith('(') ? functionName : 'V8 and Node in C++';
  if (url.startsWith('node:')) return 'Node in JavaScript';
  const dependency = /.*node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(url)?.[1];
  if (dependency !== undefined) return dependency;
  return /\/((?:libs|apps)\/[^/]+)\//.exec(url)?.[1] ?? url;
}

function shortPath(url: string): string {
  return url
    .replace(/^.*node_modules\//, '')
    .replace(/^.*\/(?=(libs|apps)\/)/, '')
    .replace('/dist/', '/');
}

/** A text per profile in the folder: who used the time, and in which functions. */
export function profileSummaries(folder: string): string[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.cpuprofile'));
  return files.map((file) => {
    const profile = JSON.parse(readFileSync(join(folder, file), 'utf8')) as CpuProfile;
    const lines = (shares: readonly Share[]) =>
      shares.map(({ name, share }) => `  ${(share * 100).toFixed(1).padStart(5)} %  ${name}`);
    const owners = lines(selfTimes(profile, owner).slice(0, 12));
    const functions = lines(selfTimes(profile, functionPlace).slice(0, 25));
    return [`${file}: self time by owner`, ...owners, 'self time by function', ...functions].join('\n');
  });
}
