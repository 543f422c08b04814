// The API's page (Swagger UI under /docs) as a visitor has it: what is pressed there is sent and answered.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startGateway, type TestGateway } from '../../../tools/testing/gateway.ts';
import { chromiumPath } from '../../../tools/testing/servers.ts';
import { launchBrowser, visit } from './browser.ts';

const executable = await chromiumPath();
const soon = { timeout: 20_000 };

let browser: Browser;
let gateway: TestGateway;

/** Opens an operation, tries it out as it is, and gives the status that the page shows. */
async function press(page: Page, operationId: string): Promise<string> {
  const block = page.locator(`[id$="-${operationId}"]`);
  await block.locator('.opblock-summary-control').click();
  await block.getByRole('button', { name: 'Try it out' }).click();
  await block.getByRole('button', { name: 'Execute' }).click();
  const status = block.locator('.live-responses-table tbody .response-col_status');
  return (await status.textContent(soon)) ?? '';
}

describe.skipIf(executable === undefined)('the page of the API in Chromium', () => {
  beforeAll(async () => {
    [gateway, browser] = await Promise.all([startGateway(), launchBrowser(executable ?? '')]);
  });

  afterAll(async () => {
    await browser?.close();
    await gateway?.close();
  });

  test('shows every operation, with nothing from elsewhere and no complaint', async () => {
    const { page, faults, hosts, close } = await visit(browser, `${gateway.url}/docs`);
    const document = (await (await fetch(`${gateway.url}/openapi.json`)).json()) as { paths: object };
    const count = Object.values(document.paths).flatMap((methods: object) => Object.keys(methods)).length;
    await expect.poll(() => page.locator('.opblock').count(), soon).toBe(count);
    expect(page.url()).toBe(`${gateway.url}/docs/`);
    expect(await page.title()).toBe('Weir: REST API');
    expect([...hosts]).toEqual([new URL(gateway.url).host]);
    expect(faults).toEqual([]);
    await close();
  });

  test('sends what is pressed, from the first operation to the last', async () => {
    const { page, faults, close } = await visit(browser, `${gateway.url}/docs/`);
    await page.locator('.opblock').first().waitFor(soon);
    for (const [id, status] of [
      ['createTopicV3', '201'],
      ['getTopicV3', '200'],
      ['produceToTopicV2', '200'],
      ['readRecordsV2', '200'],
      ['deleteTopicV3', '204'],
    ] as const)
      expect(await press(page, id), id).toContain(status);
    const read = page.locator('[id$="-readRecordsV2"] .live-responses-table tbody .response-col_description');
    expect(await read.textContent()).toContain('"hello"');
    expect(faults).toEqual([]);
    await close();
  }, 90_000);
});
