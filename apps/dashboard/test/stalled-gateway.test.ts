// A gateway that stands still: the page says so in time, and goes on asking at its usual pace when the gateway does.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../../tools/testing/database.ts';
import { startGatewayProcess, type GatewayProcess } from '../../../tools/testing/gateway-process.ts';
import { chromiumPath } from '../../../tools/testing/servers.ts';
import { axeViolations, launchBrowser, visit } from './browser.ts';

const executable = await chromiumPath();
/** Most of it is waiting: for refreshes, for a request's time limit. */
const longTest = { timeout: 60_000 };

let browser: Browser;
let database: TestDatabase;
let gateway: GatewayProcess;

/** A process that is stopped keeps its connections, and answers nothing. */
const stop = () => process.kill(gateway.pid, 'SIGSTOP');
const resume = () => process.kill(gateway.pid, 'SIGCONT');

const notice = (page: Page) => page.getByRole('alert').filter({ hasText: 'Not refreshed' });

/** When requests for the figures began and were answered, in milliseconds of the clock. */
function watch(page: Page): { asked: number[]; answered: number[] } {
  const times = { asked: [] as number[], answered: [] as number[] };
  const areFigures = (url: string) => url.endsWith('/statistics');
  page.on('request', (request) => areFigures(request.url()) && times.asked.push(Date.now()));
  page.on('response', (response) => areFigures(response.url()) && times.answered.push(Date.now()));
  return times;
}

async function createTopic(name: string): Promise<void> {
  const { kafka_cluster_id: clusterId } = (await (await fetch(gateway.url)).json()) as {
    kafka_cluster_id: string;
  };
  const answer = await fetch(`${gateway.url}/v3/clusters/${clusterId}/topics`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ topic_name: name }),
  });
  expect(answer.status).toBe(201);
}

describe.skipIf(executable === undefined)('the dashboard on a gateway that stands still', () => {
  beforeAll(async () => {
    database = await createTestDatabase();
    [gateway, browser] = await Promise.all([
      startGatewayProcess({ databaseUrl: database.url }),
      launchBrowser(executable ?? ''),
    ]);
    await createTopic('orders');
  });

  afterAll(async () => {
    await browser?.close();
    if (gateway?.isRunning) resume();
    await gateway?.stop();
    await database?.drop();
  });

  test('one slow answer does not slow the refresh', longTest, async () => {
    const { page, close } = await visit(browser, `${gateway.url}/ui/topics/`);
    const times = watch(page);
    await expect.poll(() => times.answered.length, { timeout: 10_000 }).toBeGreaterThan(2);
    const before = times.asked.length;
    stop();
    await expect.poll(() => times.asked.length, { timeout: 5_000 }).toBe(before + 1);
    await page.waitForTimeout(5_000);
    resume();
    // The one that was kept waiting, and three more at two seconds and a little each.
    await expect.poll(() => times.asked.length, { timeout: 9_000 }).toBe(before + 4);
    await notice(page).waitFor({ state: 'detached' });
    await close();
  });

  test(
    'a notice comes while a request hangs, names its reason once that is known, and leaves',
    longTest,
    async () => {
      const { page, close } = await visit(browser, `${gateway.url}/ui/topics/`);
      const times = watch(page);
      await expect.poll(() => times.answered.length, { timeout: 10_000 }).toBeGreaterThan(2);
      const before = times.asked.length;
      stop();
      const lastAnsweredAt = times.answered.at(-1) ?? 0;
      await notice(page).waitFor({ timeout: 10_000 });
      const afterMs = Date.now() - lastAnsweredAt;
      expect(afterMs).toBeGreaterThan(5_500);
      expect(afterMs).toBeLessThan(9_000);
      // The request still hangs.
      expect(times.asked.length).toBe(before + 1);
      expect(await notice(page).innerText()).toContain('takes long to answer');
      expect(await axeViolations(page)).toEqual([]);
      const age = async () => Number(/refreshed for (\d+) s:/.exec(await notice(page).innerText())?.[1]);
      const former = await age();
      await expect.poll(age, { timeout: 5_000 }).toBeGreaterThan(former);
      // What changes every second is not read out.
      expect(await notice(page).locator('[aria-hidden]', { hasText: 'for' }).count()).toBe(1);

      await expect
        .poll(() => notice(page).innerText(), { timeout: 10_000 })
        .toContain('gave no answer in time');
      expect(await page.locator('[data-topic="orders"]').count()).toBe(1);
      resume();
      await notice(page).waitFor({ state: 'detached', timeout: 5_000 });
      await close();
    },
  );

  test('a page that comes back into view asks before it complains', longTest, async () => {
    const { page, close } = await visit(browser, `${gateway.url}/ui/topics/`);
    await page.locator('[data-topic="orders"]').waitFor();
    await page.evaluate(`window.noticed = 0;
      new MutationObserver(() => { if (document.body.innerText.includes('Not refreshed')) window.noticed += 1; })
        .observe(document.body, { childList: true, subtree: true, characterData: true });`);
    const show = (state: string) =>
      page.evaluate(`Object.defineProperty(document, 'visibilityState', { value: '${state}', configurable: true });
        document.dispatchEvent(new Event('visibilitychange', { bubbles: true }))`);
    await show('hidden');
    await page.waitForTimeout(8_000);
    const times = watch(page);
    await show('visible');
    await expect.poll(() => times.answered.length, { timeout: 5_000 }).toBeGreaterThan(0);
    expect(await page.evaluate('window.noticed')).toBe(0);
    await close();
  });
});
