// Reads Prometheus' text format (0.0.4), and is strict: whatever a scraper might forgive is an error here.

export interface Family {
  readonly help: string;
  readonly type: string;
  readonly samples: readonly PrometheusSample[];
}

export interface PrometheusSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const HEAD = /^# (HELP|TYPE) ([a-zA-Z_:][\w:]*) (.+)$/;
const SAMPLE =
  /^([a-zA-Z_:][\w:]*)(?:\{((?:[a-zA-Z_]\w*="(?:[^"\\]|\\[\\"n])*",?)*)\})? (-?[\d.e+-]+|[+-]Inf|NaN)$/;
const LABEL = /([a-zA-Z_]\w*)="((?:[^"\\]|\\[\\"n])*)"/g;

/** Families by name. Throws for what is no line of the format, for samples out of place and for histograms that do not add up. */
export function parsePrometheusText(text: string): ReadonlyMap<string, Family> {
  if (!text.endsWith('\n')) throw new Error('the last line is cut off');
  const families = new Map<string, Family & { samples: PrometheusSample[] }>();
  let help: { name: string; text: string } | undefined;
  let family: (Family & { samples: PrometheusSample[] }) | undefined;
  let familyName = '';
  const seen = new Set<string>();
  for (const line of text.split('\n')) {
    if (line === '') continue;
    const [, kind, name = '', rest = ''] = HEAD.exec(line) ?? [];
    if (kind === 'HELP') help = { name, text: rest };
    else if (kind === 'TYPE') {
      if (help?.name !== name || families.has(name)) throw new Error(`${name} is not described once`);
      if (!/^(counter|gauge|histogram|summary)$/.test(rest)) throw new Error(`${name} is no ${rest}`);
      familyName = name;
      families.set(name, (family = { help: help.text, type: rest, samples: [] }));
    } else {
      const sample = sampleOf(line);
      const suffix = sample.name.slice(familyName.length);
      const isOfFamily = sample.name.startsWith(familyName) && suffixesOf(family?.type).includes(suffix);
      if (family === undefined || !isOfFamily) throw new Error(`out of place: ${line}`);
      const identity = `${sample.name}${JSON.stringify(Object.entries(sample.labels).sort())}`;
      if (seen.has(identity)) throw new Error(`twice: ${line}`);
      seen.add(identity);
      family.samples.push(sample);
    }
  }
  for (const [name, { type, samples }] of families) if (type === 'histogram') checkHistogram(name, samples);
  return families;
}

function suffixesOf(type: string | undefined): readonly string[] {
  if (type === 'histogram') return ['_bucket', '_sum', '_count'];
  return type === 'summary' ? ['', '_sum', '_count'] : [''];
}

function sampleOf(line: string): PrometheusSample {
  const match = SAMPLE.exec(line);
  if (match === null) throw new Error(`not a sample: ${line}`);
  const [, name = '', labelText = '', valueText = ''] = match;
  const labels: Record<string, string> = {};
  for (const [, label = '', value = ''] of labelText.matchAll(LABEL)) {
    if (label in labels) throw new Error(`label ${label} twice: ${line}`);
    labels[label] = value.replaceAll(/\\(.)/g, (_, escaped: string) => (escaped === 'n' ? '\n' : escaped));
  }
  const value = Number(valueText.replace('Inf', 'Infinity'));
  if (Number.isNaN(value) && valueText !== 'NaN') throw new Error(`not a number: ${line}`);
  return { name, labels, value };
}

/** Buckets rise in bound and count, end with +Inf, and that one is the count. */
function checkHistogram(name: string, samples: readonly PrometheusSample[]): void {
  const series = Map.groupBy(samples, ({ labels }) => {
    const { le: _, ...rest } = labels;
    return JSON.stringify(Object.entries(rest).sort());
  });
  for (const [labels, own] of series) {
    const buckets = own.filter((sample) => sample.name === `${name}_bucket`);
    const bounds = buckets.map((sample) => Number(sample.labels['le']?.replace('Inf', 'Infinity')));
    const isRising = buckets.every(
      ({ value }, index) =>
        index === 0 ||
        ((bounds[index] as number) > (bounds[index - 1] as number) &&
          value >= (buckets[index - 1]?.value ?? 0)),
    );
    const count = own.find((sample) => sample.name === `${name}_count`)?.value;
    const hasSum = own.some((sample) => sample.name === `${name}_sum`);
    if (!isRising || bounds.at(-1) !== Infinity || buckets.at(-1)?.value !== count || !hasSum)
      throw new Error(`${name}${labels} does not add up`);
  }
}
