// The dashboard as a visitor has it: the export in Chromium, served by a real gateway on a real database.
import { execFileSync } from 'node:child_process';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../../../tools/testing/gateway.ts';
import { chromiumPath } from '../../../tools/testing/servers.ts';
import { axeViolations, launchBrowser, visit } from './browser.ts';

const executable = await chromiumPath();
/** A refresh comes every two seconds. */
const soon = { timeout: 10_000 };
const jsonRecords = 'application/vnd.kafka.json.v2+json';

let browser: Browser;
let gateway: TestGateway;

async function request(path: string, body?: unknown, type = 'application/json'): Promise<Response> {
  const init =
    body === undefined
      ? {}
      : { method: 'POST', headers: { 'Content-Type': type }, body: JSON.stringify(body) };
  const answer = await fetch(gateway.url + path, init);
  expect(answer.status, `${path}: ${await answer.clone().text()}`).toBeLessThan(300);
  return answer;
}

async function createTopic(name: string, partitionCount: number): Promise<void> {
  const clusters = (await (await request('/v3/clusters')).json()) as { data: { cluster_id: string }[] };
  const path = `/v3/clusters/${clusters.data[0]?.cluster_id}/topics`;
  await request(path, { topic_name: name, partitions_count: partitionCount });
}

async function produce(topic: string, count: number): Promise<void> {
  const records = Array.from({ length: count }, (_, i) => ({ partition: 0, value: { i } }));
  await request(`/topics/${topic}`, { records }, jsonRecords);
}

/** Runs a line of the page: a shell splits it into words, fetch does what curl would do with them. */
async function runCurl(line: string): Promise<Response> {
  const script = `curl() { printf '%s\\0' "$@"; }\n${line}`;
  const [url = '', ...words] = execFileSync('/bin/sh', ['-c', script], { encoding: 'utf8' }).split('\0');
  const headers = new Headers();
  let body: string | undefined;
  for (let i = 0; i + 1 < words.length; i += 2) {
    const [name = '', ...value] = (words[i + 1] ?? '').split(': ');
    if (words[i] === '-H') headers.set(name, value.join(': '));
    else if (words[i] === '-d') body = words[i + 1];
    else throw new Error(`curl ${words[i]} is not expected here`);
  }
  return fetch(url, body === undefined ? { headers } : { method: 'POST', headers, body });
}

const row = (page: Page, topic: string) => page.locator(`[role=row][data-topic="${topic}"]`);
const shownTopics = (page: Page) =>
  page
    .locator('[role=row][data-topic]')
    .evaluateAll((rows) => rows.map((each) => each.getAttribute('data-topic')));
/** What reaches beyond the right edge of the screen, cut off or to be scrolled to. */
const beyondTheScreen = (page: Page) =>
  page.locator('[role=cell], pre, input, h1, h2, button, p').evaluateAll((all) => {
    const width = all[0]?.ownerDocument.documentElement.clientWidth ?? 0;
    return all
      .filter(
        (each) => each.getBoundingClientRect().right > width + 1 && each.getBoundingClientRect().left >= 0,
      )
      .map((each) => each.textContent);
  });

/** In every theme and width: `check` finds the page loaded. */
const looks = (['light', 'dark'] as const).flatMap((theme) => [1280, 390].map((width) => ({ theme, width })));

describe.skipIf(executable === undefined)('the dashboard in Chromium', () => {
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([startGateway(), launchBrowser(executable ?? '')]);
  });

  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  describe('on an empty cluster', () => {
    test.each(looks)('has no axe violation in $theme at $width pixels', async ({ theme, width }) => {
      const { page, faults, close } = await visit(browser, `${gateway.url}/ui/`, { theme, width });
      await page.getByRole('heading', { name: 'Your first topic' }).waitFor();
      expect(await axeViolations(page)).toEqual([]);
      expect(await beyondTheScreen(page)).toEqual([]);
      expect(faults).toEqual([]);
      await close();
    });

    test('the lines of the first-run card work, and the card leaves when the topic comes', async () => {
      const { page, faults, close } = await visit(browser, `${gateway.url}/ui/topics/`);
      const lines = page.locator('pre');
      await lines.nth(2).waitFor();
      const [create = '', produceLine = '', read = ''] = await lines.allTextContents();
      expect(create).toContain(gateway.url);

      expect((await runCurl(create)).status).toBe(201);
      await row(page, 'greetings').waitFor();
      expect(await page.getByText('Your first topic').count()).toBe(0);
      expect((await runCurl(produceLine)).status).toBe(200);
      const stored = (await (await runCurl(read)).json()) as unknown[];
      expect(stored).toEqual([
        expect.objectContaining({ offset: 0, key: 'ada', value: { text: 'Hello, Weir' } }),
      ]);

      // The panel of the topic has the lines that the card took along, once the page has counted the record.
      await expect.poll(() => row(page, 'greetings').getByRole('cell').nth(2).innerText(), soon).toBe('1');
      await row(page, 'greetings').getByRole('button').click();
      await page.getByRole('dialog').waitFor();
      expect(await lines.allTextContents()).toEqual([
        produceLine,
        read.replace('offset=0', 'offset=1'),
        read,
      ]);
      expect(faults).toEqual([]);
      await close();
    });
  });

  describe('with topics', () => {
    const filler = Array.from({ length: 120 }, (_, i) => `filler.${String(i).padStart(3, '0')}`);

    beforeAll(async () => {
      await createTopic('orders', 4);
      await createTopic('payments', 1);
      for (const name of filler) await createTopic(name, 1);
      await produce('orders', 700);
      await produce('payments', 1234);
    });

    const pages = [
      { path: '/ui/', topic: 'filler.000' },
      { path: '/ui/topics/', topic: 'filler.000' },
      { path: '/ui/topics/?topic=orders&sort=-rate&q=o', topic: 'orders' },
    ];
    const themes = ['light', 'dark', 'fresh'] as const;

    test.each(pages)(
      'nothing fails on $path, whatever theme the profile has stored',
      async ({ path, topic }) => {
        const open = async (theme: (typeof themes)[number]) => {
          const { page, faults, hosts, close } = await visit(browser, gateway.url + path, { theme });
          // One refresh later the rates are there.
          await row(page, topic).getByText('0/s').waitFor();
          const scheme = await page.locator('html').getAttribute('data-mantine-color-scheme');
          expect(scheme).toBe(theme === 'light' ? 'light' : 'dark');
          expect(faults).toEqual([]);
          expect([...hosts]).toEqual([new URL(gateway.url).host]);
          await close();
        };
        await Promise.all(themes.map(open));
      },
    );

    test.each(looks)(
      'no axe violation and nothing beyond the screen in $theme at $width pixels',
      async (look) => {
        const { page, close } = await visit(browser, `${gateway.url}/ui/topics/`, look);
        await row(page, 'filler.000').waitFor();
        expect(await axeViolations(page)).toEqual([]);
        expect(await beyondTheScreen(page)).toEqual([]);
        await row(page, 'filler.000').getByRole('button').click();
        await page.getByRole('dialog').waitFor();
        expect(await axeViolations(page)).toEqual([]);
        await page.goto(`${gateway.url}/ui/topics/?q=nothing-like-it`);
        await page.getByText('No topic matches').waitFor();
        expect(await axeViolations(page)).toEqual([]);
        expect(await beyondTheScreen(page)).toEqual([]);
        await close();
      },
    );

    test('the first load is at most 280 KB of gzipped JavaScript', async () => {
      const { page, scriptBytes, close } = await visit(browser, `${gateway.url}/ui/`);
      await row(page, 'filler.000').waitFor();
      const bytes = await scriptBytes();
      expect(bytes).toBeGreaterThan(50 * 1024);
      expect(bytes).toBeLessThanOrEqual(280 * 1024);
      await close();
    });

    test('a row has partitions, records, size and, while records come, a rate', async () => {
      const { page, close } = await visit(browser, `${gateway.url}/ui/topics/?q=orders`);
      const cells = row(page, 'orders').getByRole('cell');
      await cells.first().waitFor();
      expect(await cells.allInnerTexts()).toEqual([
        'orders',
        '4',
        '700',
        expect.stringMatching(/^\d[\d.]* (B|kB)$/),
        '–',
      ]);
      expect(await cells.nth(3).getAttribute('title')).toMatch(/^[\d,]+ bytes$/);
      await expect.poll(() => cells.nth(4).innerText(), soon).toBe('0/s');
      await produce('orders', 300);
      let rate = '';
      const records = async () => {
        const texts = await cells.allInnerTexts();
        rate = texts[4] ?? '';
        return texts[2];
      };
      await expect.poll(records, soon).toBe('1,000');
      // 300 records in the two seconds, or somewhat more, between two samples.
      expect(Number.parseFloat(rate)).toBeGreaterThan(10);
      expect(Number.parseFloat(rate)).toBeLessThanOrEqual(150);
      await close();
    });

    test('only the rows near the screen are in the document', async () => {
      const { page, close } = await visit(browser, `${gateway.url}/ui/topics/`);
      await row(page, 'filler.000').waitFor();
      expect((await shownTopics(page)).length).toBeLessThan(60);
      expect(await page.getByRole('table').getAttribute('aria-rowcount')).toBe(String(filler.length + 4));
      await page.evaluate('scrollTo(0, document.documentElement.scrollHeight)');
      await row(page, 'payments').waitFor();
      expect((await shownTopics(page)).length).toBeLessThan(60);
      await close();
    });

    test('the address restores search, order and internal topics, and Back walks through them', async () => {
      const address = `${gateway.url}/ui/topics/`;
      const { page, close } = await visit(browser, `${address}?q=%20PAY&sort=-records&internal=1`);
      const records = page.getByRole('columnheader', { name: 'Records' });
      const search = page.getByRole('searchbox');
      await row(page, 'payments').waitFor();
      expect(await search.inputValue()).toBe(' PAY');
      expect(await records.getAttribute('aria-sort')).toBe('descending');
      expect(await page.getByRole('switch', { name: 'Internal topics' }).isChecked()).toBe(true);
      expect(await shownTopics(page)).toEqual(['payments']);

      await page.goto(address);
      await row(page, 'filler.000').waitFor();
      await page.keyboard.press('/');
      await page.keyboard.type('r');
      await page.keyboard.type('s');
      await expect.poll(() => page.url()).toBe(`${address}?q=rs`);
      await search.fill('a');
      await records.getByRole('button').click();
      await expect.poll(() => page.url()).toBe(`${address}?q=a&sort=-records`);
      expect(await shownTopics(page)).toEqual(['payments']);
      await page.goBack();
      await expect.poll(() => records.getAttribute('aria-sort')).toBe('none');
      expect(await search.inputValue()).toBe('a');
      // Typing made no steps: the one before is where the typing began.
      await page.goBack();
      await expect.poll(() => search.inputValue()).toBe(' PAY');
      // Choosing the page in the navigation begins it anew.
      await page.getByRole('navigation').getByRole('link', { name: 'Topics' }).click();
      await expect.poll(() => search.inputValue()).toBe('');
      await close();
    });

    test('the panel of a topic opens from its row, is in the address, and closes with Escape', async () => {
      const { page, faults, close } = await visit(browser, `${gateway.url}/ui/topics/?q=pay`);
      await row(page, 'payments').getByRole('button').click();
      const panel = page.getByRole('dialog', { name: 'payments' });
      await panel.waitFor();
      expect(page.url()).toContain('topic=payments');
      const partition = panel.getByRole('row').nth(1).getByRole('cell');
      expect(await partition.allInnerTexts()).toEqual([
        '0',
        '0',
        '1,234',
        '1,234',
        expect.stringMatching(/B$/),
      ]);
      await page.keyboard.press('Escape');
      await panel.waitFor({ state: 'detached' });
      expect(page.url()).not.toContain('topic=');

      await page.goto(`${gateway.url}/ui/topics/?topic=never-made`);
      await page.getByRole('dialog', { name: 'never-made' }).getByText('no topic of this name').waitFor();
      expect(faults).toEqual([]);
      await close();
    });

    test('the lines of a panel read back what they produced, however many records and partitions there are', async () => {
      await createTopic('readings', 5);
      const former = Array.from({ length: 40 }, (_, i) => ({ partition: i % 5, key: `k${i}`, value: { i } }));
      await request('/topics/readings', { records: former }, jsonRecords);
      const { page, close } = await visit(browser, `${gateway.url}/ui/topics/?topic=readings`);
      const panel = page.getByRole('dialog', { name: 'readings' });
      await expect
        .poll(() => panel.getByRole('row').nth(1).getByRole('cell').nth(3).innerText(), soon)
        .toBe('8');
      const lines = panel.locator('pre');
      const [produceLine = '', readBack = '', readFirst = ''] = await lines.allTextContents();
      const { offsets } = (await (await runCurl(produceLine)).json()) as { offsets: { offset: number }[] };
      const hello = { topic: 'readings', key: 'ada', value: { text: 'Hello, Weir' }, partition: 0 };
      const produced = { ...hello, offset: offsets[0]?.offset };
      expect(await (await runCurl(readBack)).json()).toEqual([expect.objectContaining(produced)]);
      expect(await (await runCurl(readFirst)).json()).toHaveLength(9);

      // The page has counted the record, and its lines still read it.
      await expect
        .poll(() => panel.getByRole('row').nth(1).getByRole('cell').nth(3).innerText(), soon)
        .toBe('9');
      expect(await lines.allTextContents()).toEqual([produceLine, readBack, readFirst]);
      await close();
    });

    test('on a phone the figures of a topic stand side by side, however long its name is', async () => {
      const longest = 'w'.repeat(249);
      await createTopic(longest, 1);
      const { page, close } = await visit(browser, `${gateway.url}/ui/topics/`, { width: 390 });
      const edges = async (topic: string) => {
        const boxes = await row(page, topic)
          .getByRole('cell')
          .evaluateAll((cells) =>
            cells.map((cell) => cell.getBoundingClientRect()).map(({ left, right }) => ({ left, right })),
          );
        const [, partitions, records, size] = boxes;
        return [partitions?.left, partitions?.right, records?.left, records?.right, size?.left, size?.right];
      };
      await page.getByRole('searchbox').fill('filler.000');
      await row(page, 'filler.000').waitFor();
      const usual = await edges('filler.000');
      await page.getByRole('searchbox').fill('www');
      await row(page, longest).waitFor();
      expect(await edges(longest)).toEqual(usual);
      expect(await beyondTheScreen(page)).toEqual([]);
      await close();
    });

    test('rows stay where they are while the pointer is over them', async () => {
      const { page, close } = await visit(browser, `${gateway.url}/ui/topics/?q=filler.00&sort=-records`);
      await row(page, 'filler.001').hover();
      await produce('filler.001', 5);
      await expect.poll(() => row(page, 'filler.001').getByRole('cell').nth(2).innerText(), soon).toBe('5');
      expect((await shownTopics(page)).slice(0, 2)).toEqual(['filler.000', 'filler.001']);
      await page.getByRole('heading', { name: 'Topics' }).hover();
      await expect.poll(async () => (await shownTopics(page))[0], soon).toBe('filler.001');
      await close();
    });

    test('a page that is not seen does not ask', async () => {
      const { page, close } = await visit(browser, `${gateway.url}/ui/topics/`);
      await row(page, 'filler.000').waitFor();
      let asked = 0;
      page.on('request', (each) => (asked += each.url().endsWith('/statistics') ? 1 : 0));
      const show = (state: string) =>
        page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
          document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`);
      await show('hidden');
      await page.waitForTimeout(5_000);
      expect(asked).toBe(0);
      await show('visible');
      await expect.poll(() => asked, soon).toBeGreaterThan(1);
      await close();
    });

    test('every link of the frame leads somewhere', async () => {
      const { page, close } = await visit(browser, `${gateway.url}/ui/`);
      const links = await page
        .getByRole('link')
        .evaluateAll((all) => all.map((each) => each.getAttribute('href')));
      expect(links).toEqual(expect.arrayContaining(['/ui/', '/ui/topics/', '/docs/']));
      for (const link of links) if (link?.startsWith('/')) await request(link);
      const api = page.getByRole('link', {
        name: 'API (description to try out, opens in a new tab)',
        exact: true,
      });
      const [opened] = await Promise.all([page.context().waitForEvent('page'), api.click()]);
      await opened.waitForURL(`${gateway.url}/docs/`);
      expect(await opened.evaluate('window.opener')).toBeNull();
      expect(page.url()).toBe(`${gateway.url}/ui/`);
      await close();
    });

    test('the theme can be changed and is remembered', async () => {
      const { page, close } = await visit(browser, `${gateway.url}/ui/`, { theme: 'fresh' });
      const scheme = () => page.locator('html').getAttribute('data-mantine-color-scheme');
      await page.getByRole('button', { name: 'Switch between light and dark' }).click();
      expect(await scheme()).toBe('light');
      await page.reload();
      expect(await scheme()).toBe('light');
      await close();
    });
  });

  // Stops the gateway: the last test of the file.
  test('without its gateway the page keeps its rows and says so', async () => {
    const { page, close } = await visit(browser, `${gateway.url}/ui/topics/?q=orders`);
    await row(page, 'orders').waitFor();
    await gateway.close();
    const alert = page.getByRole('alert').filter({ hasText: 'Not refreshed' });
    await alert.waitFor(soon);
    expect(await alert.innerText()).toContain('does not answer');
    expect(await row(page, 'orders').count()).toBe(1);
    expect(await axeViolations(page)).toEqual([]);
    await close();
  });
});
