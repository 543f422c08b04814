// A metric whose values are read when somebody asks for them: counting stays plain numbers where it happens, and prom-client
// writes them down.
import type { Metric as PromMetric, Registry } from 'prom-client';
import type { HistogramSnapshot } from '@weir/storage';

export interface Labels {
  readonly [name: string]: string | number;
}

export interface Sample {
  readonly labels?: Labels;
  readonly value: number | HistogramSnapshot;
}

export interface Metric {
  readonly name: string;
  readonly help: string;
  readonly type: 'counter' | 'gauge' | 'histogram';
  readonly samples: () => readonly Sample[];
}

interface WrittenValue {
  readonly metricName: string;
  readonly labels: Labels;
  readonly value: number;
}

export function register(registry: Registry, { samples, ...head }: Metric): void {
  const get = () =>
    Promise.resolve({ ...head, values: samples().flatMap((sample) => written(head.name, sample)) });
  // All that a registry asks of a metric is its name and this.
  registry.registerMetric({ name: head.name, get } as unknown as PromMetric);
}

function written(name: string, { labels = {}, value }: Sample): WrittenValue[] {
  if (typeof value === 'number') return [{ metricName: name, labels, value }];
  let count = 0;
  const buckets = value.counts.map((inBucket, index) => {
    count += inBucket;
    return {
      metricName: `${name}_bucket`,
      labels: { ...labels, le: value.bounds[index] ?? '+Inf' },
      value: count,
    };
  });
  return [
    ...buckets,
    { metricName: `${name}_sum`, labels, value: value.sum },
    { metricName: `${name}_count`, labels, value: count },
  ];
}
