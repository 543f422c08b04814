// What the growth benchmark found: costs on what has grown over costs on what has not, as table and as chart.
import type { Cost } from './probes.ts';

export interface Pair {
  readonly small: Cost;
  readonly grown: Cost;
}

export interface GrowthStep extends Pair {
  /** What has grown, and to how many. */
  readonly axis: 'records' | 'topics';
  readonly at: number;
  readonly probe: string;
  /** Cost on what has grown over cost on what has not: of processor time where the system tells it, else of time per request. */
  readonly ratio: number;
}

/** What a step may cost more. */
export const RATIO_MAX = 1.2;

/** Of the pair in the middle by its ratio. */
export function medianStep(
  place: Pick<GrowthStep, 'axis' | 'at' | 'probe'>,
  pairs: readonly Pair[],
): GrowthStep {
  const steps = pairs.map((pair) => ({ ...place, ...pair, ratio: ratioOf(pair) }));
  steps.sort((left, right) => left.ratio - right.ratio);
  return steps[(steps.length - 1) >> 1] as GrowthStep;
}

function ratioOf({ small, grown }: Pair): number {
  if (small.processorMicroseconds === undefined || grown.processorMicroseconds === undefined)
    return small.requestsPerSecond / grown.requestsPerSecond;
  return grown.processorMicroseconds / small.processorMicroseconds;
}

export const growthTableHead = [
  '| grown to | probe | small: µs, requests/s, p50 | grown: µs, requests/s, p50 | cost, grown / small |',
  '| ---: | --- | ---: | ---: | ---: |',
];

export function growthTableRow({ axis, at, probe, small, grown, ratio }: GrowthStep): string {
  const verdict = ratio <= RATIO_MAX ? '✓' : '✗';
  const cells = [`${whole(at)} ${axis}`, probe, cost(small), cost(grown), `${ratio.toFixed(2)} ${verdict}`];
  return `| ${cells.join(' | ')} |`;
}

function cost({ processorMicroseconds, requestsPerSecond, p50Ms }: Cost): string {
  const processor = processorMicroseconds === undefined ? '–' : processorMicroseconds.toFixed(0);
  return `${processor}, ${whole(requestsPerSecond)}, ${p50Ms.toFixed(1)} ms`;
}

/** A chart per axis, for Markdown that draws Mermaid. */
export function growthCharts(steps: readonly GrowthStep[]): string[] {
  return (['records', 'topics'] as const).flatMap((axis) => {
    const own = steps.filter((step) => step.axis === axis);
    const probes = [...new Set(own.map(({ probe }) => probe))];
    // A line has a value everywhere, or it would be drawn at the wrong places.
    const places = [...new Set(own.map(({ at }) => at))].filter((at) =>
      probes.every((probe) => own.some((step) => step.at === at && step.probe === probe)),
    );
    if (places.length === 0) return [];
    const line = (probe: string) =>
      places.map((at) => own.find((step) => step.at === at && step.probe === probe)?.ratio.toFixed(2));
    return [
      '```mermaid',
      'xychart-beta',
      `  title "cost of ${probes.join(' / ')} as ${axis} grow"`,
      `  x-axis "${axis}" [${places.map((at) => `"${whole(at)}"`).join(', ')}]`,
      '  y-axis "grown / small" 0 --> 1.5',
      ...probes.map((probe) => `  line [${line(probe).join(', ')}]`),
      '```',
    ];
  });
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en-US');
}
