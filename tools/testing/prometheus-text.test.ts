// The strict reader of Prometheus' text format refuses what is not that format.
import { expect, test } from 'vitest';
import { parsePrometheusText } from './prometheus-text.ts';

const head = '# HELP x_total Of x\n# TYPE x_total counter\n';

test('reads families with their samples', () => {
  const text = `${head}x_total{a="1",b="q\\"\\n\\\\"} 2\nx_total 1e+3\n\n# HELP y Of y\n# TYPE y gauge\n`;
  expect([...parsePrometheusText(text)]).toEqual([
    [
      'x_total',
      {
        help: 'Of x',
        type: 'counter',
        samples: [
          { name: 'x_total', labels: { a: '1', b: 'q"\n\\' }, value: 2 },
          { name: 'x_total', labels: {}, value: 1000 },
        ],
      },
    ],
    ['y', { help: 'Of y', type: 'gauge', samples: [] }],
  ]);
});

const histogram = (lines: string) => `# HELP h Of h\n# TYPE h histogram\n${lines}`;

test.each([
  ['a line that is cut off', `${head}x_total 1`],
  ['a sample without a head', 'x_total 1\n'],
  ['a type without help', '# TYPE x_total counter\nx_total 1\n'],
  ['a family twice', `${head}x_total 1\n${head}`],
  ['a sample of another family', `${head}y 1\n`],
  ['a sample twice', `${head}x_total{a="1"} 1\nx_total{a="1"} 2\n`],
  ['a label twice', `${head}x_total{a="1",a="2"} 1\n`],
  ['a quote inside', `${head}x_total{a="""} 1\n`],
  ['a type of its own', '# HELP x Of x\n# TYPE x metric\n'],
  ['no number', `${head}x_total ten\n`],
  ['a histogram without +Inf', histogram('h_bucket{le="1"} 1\nh_sum 1\nh_count 1\n')],
  ['buckets that fall', histogram('h_bucket{le="1"} 2\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 1\n')],
  ['a count of its own', histogram('h_bucket{le="1"} 1\nh_bucket{le="+Inf"} 1\nh_sum 1\nh_count 2\n')],
])('refuses %s', (_, text) => {
  expect(() => parsePrometheusText(text)).toThrow();
});
