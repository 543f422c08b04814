// Chromium for the dashboard's tests: pages that remember what went wrong in them, and which hosts they asked.
import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { gzipSync } from 'node:zlib';
import { chromium, type Browser, type Page } from 'playwright-core';

const launchArguments = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

export function launchBrowser(executablePath: string): Promise<Browser> {
  return chromium.launch({ executablePath, args: launchArguments });
}

export interface Visit {
  readonly page: Page;
  /** Console errors and warnings, uncaught exceptions. */
  readonly faults: string[];
  readonly hosts: Set<string>;
  /** Bytes of all JavaScript so far, each file gzipped by itself. */
  scriptBytes(): Promise<number>;
  close(): Promise<void>;
}

export interface VisitOptions {
  /** What the profile has stored; `fresh` stored nothing, and the system prefers dark. */
  readonly theme?: 'light' | 'dark' | 'fresh';
  readonly width?: number;
}

/** Opens an address in a profile of its own. */
export async function visit(browser: Browser, url: string, options: VisitOptions = {}): Promise<Visit> {
  const { theme = 'dark', width = 1280 } = options;
  const isPhone = width < 500;
  const context = await browser.newContext({
    viewport: { width, height: isPhone ? 844 : 800 },
    hasTouch: isPhone,
    colorScheme: theme === 'light' ? 'light' : 'dark',
  });
  if (theme !== 'fresh') {
    await context.addInitScript(`localStorage.setItem('mantine-color-scheme-value', '${theme}')`);
  }
  const page = await context.newPage();
  const faults: string[] = [];
  const hosts = new Set<string>();
  const scripts: Promise<number>[] = [];
  page.on('console', (message) => {
    if (['error', 'warning'].includes(message.type())) faults.push(`${message.type()}: ${message.text()}`);
  });
  page.on('pageerror', (error) => faults.push(`uncaught: ${error.message}`));
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  page.on('response', (response) => {
    if (!new URL(response.url()).pathname.endsWith('.js')) return;
    scripts.push(response.body().then((body) => gzipSync(body).byteLength));
  });
  await page.goto(url);
  return {
    page,
    faults,
    hosts,
    scriptBytes: async () => (await Promise.all(scripts)).reduce((sum, bytes) => sum + bytes, 0),
    close: () => context.close(),
  };
}

const axeSource = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const axeTags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

interface AxeResult {
  violations: { id: string; nodes: { target: string[]; failureSummary: string }[] }[];
}

/** What axe finds wrong with the page as it is now; empty if nothing. */
export async function axeViolations(page: Page): Promise<string[]> {
  await page.evaluate(axeSource);
  const options = JSON.stringify({ runOnly: { type: 'tag', values: axeTags } });
  const { violations } = await page.evaluate<AxeResult>(`window.axe.run(document, ${options})`);
  return violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}: ${failureSummary}`),
  );
}
