import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium, { inflate } from '@sparticuz/chromium';
import { type Browser, type Page, chromium as playwright } from 'playwright-core';
import { hangs } from '../../hangs.ts';

/** Where the package's Chromium runs; elsewhere the tests in a browser are skipped. */
export const hasBrowser = process.platform === 'linux' && process.arch === 'x64';

export interface OpenedBrowser {
  readonly browser: Browser;
  /** A folder of the test's own, for the pages that it opens. */
  readonly folder: string;
  readonly close: () => Promise<void>;
}

/**
 * The Chromium of @sparticuz/chromium, unpacked into a folder of its own (200 MB, gone when it is closed: the package would
 * take what another version has left in the system's), with the package's fonts, so that a page is laid out alike
 * everywhere. The package's list of arguments is left aside: it turns off checks of the web that a report must pass.
 */
export const openBrowser = async (): Promise<OpenedBrowser> => {
  const folder = await mkdtemp(path.resolve(os.tmpdir(), 'tidemark-browser-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    chromium.setGraphicsMode = false;
    const executablePath = await chromium.executablePath();
    const browser = await launch(executablePath, await configureFonts(folder));
    const close = async (): Promise<void> => {
      await browser.close();
      await rm(folder, { recursive: true, force: true });
    };
    return { browser, folder, close };
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
};

/**
 * A configuration that names the package's fonts where they are, and no other. The package's own names /tmp/fonts and three
 * folders of another system, wherever it is unpacked: by that a browser finds no font, and all text has no size.
 */
const configureFonts = async (folder: string): Promise<string> => {
  const file = path.join(folder, 'fonts.conf');
  const folders = `<dir>${folder}/fonts</dir><cachedir>${folder}/fonts-cache</cachedir>`;
  await writeFile(file, `<?xml version="1.0"?>\n<fontconfig>${folders}</fontconfig>\n`);
  return file;
};

/** With the package's libraries where the system lacks those that a browser needs. */
const launch = async (executablePath: string, fonts: string): Promise<Browser> => {
  const launchWith = (more: Record<string, string>): Promise<Browser> =>
    playwright.launch({
      executablePath,
      args: ['--no-sandbox'],
      timeout: hangs,
      env: { ...process.env, FONTCONFIG_FILE: fonts, ...more },
    });
  try {
    return await launchWith({});
  } catch (error) {
    if (!String(error).includes('error while loading shared libraries')) throw error;
    const packed = new URL('../bin/al2023.tar.br', import.meta.resolve('@sparticuz/chromium'));
    const libraries = await inflate(fileURLToPath(packed));
    return launchWith({ LD_LIBRARY_PATH: path.join(libraries, 'lib') });
  }
};

/**
 * Throws unless a page shows text, and all that it shows takes up room. Without a font nothing does: then nothing overflows,
 * no table is cut off, and a test of such a page would pass whatever the page is.
 */
export const mustShowText = async (page: Page): Promise<void> => {
  const { shown, withoutSize } = await page.evaluate<{ shown: number; withoutSize: string[] }>(textsShown);
  if (shown === 0) throw new Error('the page shows no text');
  if (withoutSize.length > 0) {
    throw new Error(`${withoutSize.length} of ${shown} texts have no size, "${withoutSize[0]}" first`);
  }
};

/** Text that is laid out; not what is hidden, as the charts of the other width are. */
const textsShown = `(() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const shown = [];
  const withoutSize = [];
  while (walker.nextNode()) {
    const { currentNode } = walker;
    const text = currentNode.textContent.trim();
    const visible = currentNode.parentElement.checkVisibility({ opacityProperty: true, visibilityProperty: true });
    if (text === '' || !visible || currentNode.parentElement.closest('script, style, title, desc')) continue;
    shown.push(text);
    const range = document.createRange();
    range.selectNodeContents(currentNode);
    const { width, height } = range.getBoundingClientRect();
    if (width === 0 || height === 0) withoutSize.push(text.slice(0, 40));
  }
  return { shown: shown.length, withoutSize };
})()`;
