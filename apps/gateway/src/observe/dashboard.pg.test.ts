// The Grafana dashboard and docs/observability.md speak of the metrics that there are.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiCalls } from '../../../../tools/testing/api-calls.ts';
import { startGateway } from '../../../../tools/testing/gateway.ts';
import { parsePrometheusText } from '../../../../tools/testing/prometheus-text.ts';
import type { Family } from '../../../../tools/testing/prometheus-text.ts';

const docs = join(import.meta.dirname, '..', '..', '..', '..', 'docs');
const jsonRecords = 'application/vnd.kafka.json.v2+json';
/** Given to every sample by whoever scrapes. */
const scrapeLabels = ['instance', 'job'];

interface Panel {
  readonly id: number;
  readonly type: string;
  readonly title: string;
  readonly datasource?: { readonly type: string; readonly uid: string };
  readonly gridPos: { readonly x: number; readonly y: number; readonly w: number; readonly h: number };
  readonly targets?: readonly { readonly refId: string; readonly expr: string }[];
}

interface Dashboard {
  readonly uid: string;
  readonly title: string;
  readonly schemaVersion: number;
  readonly templating: { readonly list: readonly { readonly name: string; readonly type: string }[] };
  readonly panels: readonly Panel[];
}

const dashboard = JSON.parse(readFileSync(join(docs, 'grafana', 'weir.json'), 'utf8')) as Dashboard;
const charts = dashboard.panels.filter(({ type }) => type !== 'row');
const expressions = charts.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr));
let families: ReadonlyMap<string, Family>;
let stop: () => Promise<void>;

beforeAll(async () => {
  const gateway = await startGateway();
  stop = () => gateway.close();
  const call = apiCalls(gateway.url);
  // Every label is seen once something has happened: records that came and went, and an error.
  await gateway.broker.createTopic({ name: 'orders' }, { principal: 'User:test', clientId: 'test' });
  const body = '{"records":[{"value":1}]}';
  await call('POST', '/topics/orders', { body, headers: { 'content-type': jsonRecords } });
  await call('GET', '/topics/orders/partitions/0/records?offset=0');
  await call('GET', '/topics/missing');
  families = parsePrometheusText((await call('GET', '/metrics')).text);
});

afterAll(() => stop());

/** `weir_x_bucket` of a histogram is of `weir_x`. */
function familyOf(name: string): Family | undefined {
  const base = families.get(name.replace(/_(bucket|sum|count)$/, ''));
  return base?.type === 'histogram' && /_(bucket|sum|count)$/.test(name) ? base : plainFamily(name);
}

function plainFamily(name: string): Family | undefined {
  const family = families.get(name);
  return family?.type === 'histogram' ? undefined : family;
}

test('every query of the dashboard names metrics and labels that exist', () => {
  expect(expressions.length).toBeGreaterThan(30);
  for (const expression of expressions) {
    const names = expression.match(/\b(?:weir|process|nodejs)_\w+/g) ?? [];
    expect(names, expression).not.toEqual([]);
    const labels = new Set(scrapeLabels);
    for (const name of names) {
      const family = familyOf(name);
      expect(family, `${name} in ${expression}`).toBeDefined();
      for (const sample of family?.samples ?? [])
        for (const label of Object.keys(sample.labels)) labels.add(label);
    }
    const grouped = [...expression.matchAll(/\bby \(([^)]*)\)/g)].flatMap(([, list = '']) =>
      list.split(', '),
    );
    const matched = [...expression.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)].map(([, label = '']) => label);
    for (const label of [...grouped, ...matched]) expect(labels, expression).toContain(label);
  }
});

test('the dashboard has what Grafana asks of one', () => {
  const { uid, title, schemaVersion, templating, panels } = dashboard;
  expect([uid, title]).toEqual(['weir-gateway', 'Weir']);
  expect(schemaVersion).toBeGreaterThanOrEqual(36);
  expect(templating.list.map(({ name, type }) => [name, type])).toEqual([
    ['datasource', 'datasource'],
    ['instance', 'query'],
  ]);
  expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  expect(new Set(charts.map((chart) => chart.title)).size).toBe(charts.length);
  const cells = new Set<string>();
  for (const panel of panels) {
    const { x, y, w, h } = panel.gridPos;
    expect(x + w, panel.title).toBeLessThanOrEqual(24);
    for (let column = x; column < x + w; column++)
      for (let line = y; line < y + h; line++) {
        expect(cells, `${panel.title} lies over another panel`).not.toContain(`${column} ${line}`);
        cells.add(`${column} ${line}`);
      }
  }
  for (const { title: chart, datasource, targets = [] } of charts) {
    expect(datasource, chart).toEqual({ type: 'prometheus', uid: '${datasource}' });
    expect(new Set(targets.map(({ refId }) => refId)).size, chart).toBe(targets.length);
    for (const { expr } of targets) {
      expect(expr.match(/[([{]/g)?.length, expr).toBe(expr.match(/[)\]}]/g)?.length);
      expect(expr, chart).toContain('instance=~"$instance"');
    }
  }
});

test('the dashboard shows each of our metrics', () => {
  const shown = expressions.join('\n');
  const hidden = [...families.keys()].filter((name) => name.startsWith('weir_') && !shown.includes(name));
  expect(hidden).toEqual([]);
});

test('docs/observability.md lists each of our metrics, with type and labels', () => {
  const text = readFileSync(join(docs, 'observability.md'), 'utf8');
  const rows = [...text.matchAll(/^\| `(weir_\w+)` \| (\w+) \| ([\w, ]*) ?\| .+ \|$/gm)];
  const documented = rows.map(([, name, type, labels = '']) => [
    name,
    type,
    labels.split(',').flatMap((label) => label.trim() || []),
  ]);
  const actual = [...families].flatMap(([name, { type, samples }]) => {
    const labels = new Set(samples.flatMap((sample) => Object.keys(sample.labels)));
    return name.startsWith('weir_') ? [[name, type, [...labels].filter((label) => label !== 'le')]] : [];
  });
  const byName = (a: unknown[], b: unknown[]) => String(a[0]).localeCompare(String(b[0]));
  expect(documented.sort(byName)).toEqual(actual.sort(byName));
});
