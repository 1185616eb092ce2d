import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Run } from '../../../src/record/run.ts';
import { renderHtml } from '../../../src/report/html/page.ts';
import { growthRun } from '../../builders/growth.ts';
import { analyse, hostileName, sweepJournal } from '../../builders/sweeps.ts';
import { hangs } from '../../hangs.ts';
import { hasBrowser, mustShowText, type OpenedBrowser, openBrowser } from './browser.ts';

const desktop = { width: 1280, height: 800 };
const phone = { width: 375, height: 700 };

describe.skipIf(!hasBrowser)('in a browser', () => {
  let opened: OpenedBrowser;
  let file: string;

  beforeAll(async () => {
    opened = await openBrowser();
    file = path.join(opened.folder, 'report.html');
    // With what else a page may hold: claims with their chart, budgets, links to measurements.
    const { claims, measurements } = growthRun();
    const spread = { kind: 'range', low: 6.1e8, high: 6.14e8, readings: 3 } as const;
    const budgets: Run['budgets'] = [
      { label: hostileName, metric: 'peakLive', limit: 4e8, verdict: 'over', median: 6.12e8, spread },
    ];
    await writeFile(file, renderHtml({ ...analyse(sweepJournal()), claims, measurements, budgets }));
  });

  afterAll(() => opened?.close());

  interface OpenedPage {
    readonly page: Page;
    /** Console messages, errors, dialogs, and requests beside the one for the file. */
    readonly events: string[];
  }

  const open = async (
    viewport: { readonly width: number; readonly height: number },
    colorScheme: 'light' | 'dark' = 'light',
  ): Promise<OpenedPage> => {
    const page = await opened.browser.newPage({ viewport, colorScheme });
    page.setDefaultTimeout(hangs);
    const url = pathToFileURL(file).href;
    const events: string[] = [];
    page.on('console', (message) => events.push(`console: ${message.text()}`));
    page.on('pageerror', (error) => events.push(`error: ${error.message}`));
    page.on('dialog', (dialog) => {
      events.push(`dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    page.on('request', (request) => {
      if (request.url() !== url) events.push(`request: ${request.url()}`);
    });
    await page.goto(url);
    await mustShowText(page);
    return { page, events };
  };

  test('text has a size', async () => {
    const { page } = await open(desktop);
    // As letters have it; the boxes that stand for a missing letter are all of one width.
    const [wide, narrow] = await page.evaluate<[number, number]>(widthsOf(['W', 'i']));
    expect(wide).toBeGreaterThan(2 * narrow);
    expect(narrow).toBeGreaterThan(1);
    await page.close();
  });

  test.each([
    ['has none', ''],
    ['hides all of it', '<p hidden>text</p>'],
    ['gives it no size', '<p style="font-size: 0">text</p>'],
    ['makes it see-through', '<p style="opacity: 0">text</p>'],
  ])('a page that shows no text is no page to test: one that %s', async (_, body) => {
    const page = await opened.browser.newPage();
    await page.setContent(body);
    await expect(mustShowText(page)).rejects.toThrow(/no text|no size/);
    await page.close();
  });

  test.each(['light', 'dark'] as const)(
    'it opens from disk without an error or a request (%s)',
    async (scheme) => {
      const { page, events } = await open(desktop, scheme);
      expect(await page.title()).toBe(`${hostileName}: Tidemark`);
      expect(await page.locator('h1').textContent()).toBe(hostileName);
      expect(await page.evaluate('[document.scripts.length, document.images.length]')).toEqual([1, 0]);
      expect(events).toEqual([]);
      await page.close();
    },
  );

  test('the themes differ, and the text is readable in both', async () => {
    const colours = await Promise.all(
      (['light', 'dark'] as const).map(async (scheme) => {
        const { page } = await open(desktop, scheme);
        const contrast = await page.evaluate<number>(contrastOfBody);
        const paper = await page.evaluate<string>('getComputedStyle(document.body).backgroundColor');
        await page.close();
        return { contrast, paper };
      }),
    );
    expect(new Set(colours.map(({ paper }) => paper)).size).toBe(2);
    // WCAG 2.2, 1.4.6: 7 to 1 for text at its best grade.
    for (const { contrast } of colours) expect(contrast).toBeGreaterThan(7);
  });

  test('the charts have their marks, those of the other width are out of sight', async () => {
    const { page } = await open(desktop);
    const marks = (selector: string): Promise<number> => page.locator(selector).count();
    expect(await marks('#peak .wide .bars rect')).toBe(5);
    expect(await marks('#peak .wide .idle')).toBe(1);
    expect(await marks('#course .heap')).toBe(5);
    expect(await marks('#course .external')).toBe(5);
    expect(await marks('#sweep .wide .points circle')).toBe(4);
    expect(await marks('#sweep .wide .front')).toBe(1);
    expect(await marks('.narrow:visible')).toBe(0);
    await page.close();
  });

  test('a chart is one picture with a name and a description to a screen reader', async () => {
    const { page } = await open(desktop);
    const chart = page.getByRole('img', { name: 'peak live by strategy' });
    await expect.poll(() => chart.count()).toBe(1);
    expect(await chart.getAttribute('aria-description')).toContain('naive 660 MB');
    await page.close();
  });

  test.each([
    ['light', desktop],
    ['dark', desktop],
    ['light', phone],
    ['dark', phone],
  ] as const)('axe finds nothing that hinders anybody (%s, %o)', async (scheme, viewport) => {
    const { page } = await open(viewport, scheme);
    await page.evaluate(axe.source);
    expect(await page.evaluate(violations)).toEqual([]);
    await page.close();
  });

  test('each chart has a title that is seen, and its own', async () => {
    const { page } = await open(desktop);
    const charts = await page.locator('svg:visible').count();
    expect(await page.locator('svg:visible > title').count()).toBe(charts);
    expect(await page.locator('.chart-title:visible, .panel:has(svg) figcaption:visible').count()).toBe(
      charts,
    );
    await page.close();
  });

  test('a table that is cut off says that it scrolls, and one that is not says nothing', async () => {
    const { page } = await open(phone);
    await expect.poll(() => page.locator('.cut').count()).toBeGreaterThan(0);
    expect(await page.evaluate(captionsBehind)).toEqual(['" · scroll sideways for more →"']);
    await page.setViewportSize(desktop);
    await expect.poll(() => page.locator('.cut').count()).toBe(0);
    await page.close();
  });

  test.each(['light', 'dark'] as const)('nothing overflows a phone (%s)', async (scheme) => {
    const { page, events } = await open(phone, scheme);
    expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(phone.width);
    expect(await page.evaluate(elementsBeyondTheEdge)).toEqual([]);
    expect(await page.locator('.wide:visible').count()).toBe(0);
    expect(await page.locator('#peak .narrow .bars rect:visible').count()).toBe(5);
    expect(await page.locator('.growth svg:visible, #budgets li:visible').count()).toBe(2);
    expect(events).toEqual([]);
    await page.close();
  });

  test('a press on a head sorts the table, another one the other way; rows without a figure stay last', async () => {
    const { page } = await open(desktop);
    const table = page.locator('table').first();
    const head = table.getByRole('columnheader', { name: 'peak live', exact: true });
    const order = (): Promise<string[]> => table.locator('tbody th').allTextContents();
    await head.getByRole('button').click();
    expect(await head.getAttribute('aria-sort')).toBe('ascending');
    const ascending = await order();
    expect(ascending).toEqual([
      'idle',
      'name-then-chunk chunk=10',
      'name-then-chunk chunk=100',
      'name-then-chunk chunk=1000',
      'naive',
      hostileName,
    ]);
    await head.getByRole('button').click();
    expect(await head.getAttribute('aria-sort')).toBe('descending');
    expect(await order()).toEqual([...ascending.slice(0, 5).toReversed(), hostileName]);
    await page.close();
  });

  test('the keyboard reaches the skip link, the heads and the tables that scroll', async () => {
    const { page } = await open(phone);
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    const button = page.locator('table').first().getByRole('button', { name: 'strategy' });
    await button.focus();
    await page.keyboard.press('Enter');
    expect(await page.locator('table').first().locator('th[aria-sort]').textContent()).toBe('strategy');
    expect(await page.getByRole('region', { name: 'Memory', exact: true }).getAttribute('tabindex')).toBe(
      '0',
    );
    await page.close();
  });

  test('on paper everything has its place: light, and no table cut off', async () => {
    const { page } = await open({ width: 700, height: 1000 }, 'dark');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate('getComputedStyle(document.body).color')).toBe('rgb(0, 0, 0)');
    expect(await page.evaluate(tablesBeyondTheEdge)).toEqual([]);
    // Else a browser prints no background, and a legend's keys are nothing but that.
    expect(await page.evaluate(keysOnPaper)).toEqual(['exact']);
    await page.close();
  });
});

/** In pixels, each in a text of 40. */
const widthsOf = (texts: readonly string[]): string => `${JSON.stringify(texts)}.map((text) => {
  const span = document.createElement('span');
  span.style.fontSize = '40px';
  span.textContent = text;
  document.body.append(span);
  const { width } = span.getBoundingClientRect();
  span.remove();
  return width;
})`;

const violations = `axe.run().then(({ violations }) =>
  violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 120))))`;

const captionsBehind = `[...new Set([...document.querySelectorAll('.cut caption')]
  .map((caption) => getComputedStyle(caption, '::after').content))]`;

const keysOnPaper = `[...new Set([...document.querySelectorAll('.key')]
  .map((key) => getComputedStyle(key).printColorAdjust))]`;

/** Elements that reach over the page's right edge and do not lie in a frame that scrolls. */
const elementsBeyondTheEdge = `[...document.querySelectorAll('body *')]
  .filter((element) => element.closest('.scroll, svg, .skip') === null)
  .filter((element) => element.getBoundingClientRect().right > innerWidth + 0.5)
  .map((element) => element.outerHTML.slice(0, 80))`;

const tablesBeyondTheEdge = `[...document.querySelectorAll('table')]
  .filter((table) => table.getBoundingClientRect().right > innerWidth + 0.5)
  .map((table) => table.caption?.textContent)`;

/** Of the text's colour to the paper's: WCAG 2.2, relative luminance and contrast ratio. */
const contrastOfBody = `(() => {
  const { color, backgroundColor } = getComputedStyle(document.body);
  const luminance = (rgb) => {
    const [r, g, b] = rgb.match(/\\d+/g).map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const [dark, light] = [luminance(color), luminance(backgroundColor)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
})()`;
