import { mkdtemp, rm } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import chromium, { inflate } from '@sparticuz/chromium';
import { type Browser, chromium as playwright } from 'playwright-core';

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
  const folder = await mkdtemp(path.join(os.tmpdir(), 'tidemark-browser-'));
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    chromium.setGraphicsMode = false;
    const executablePath = await chromium.executablePath();
    const browser = await launch(executablePath, path.join(folder, 'fonts'));
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

/** With the package's libraries where the system lacks those that a browser needs. */
const launch = async (executablePath: string, fonts: string): Promise<Browser> => {
  const launchWith = (more: Record<string, string>): Promise<Browser> =>
    playwright.launch({
      executablePath,
      args: ['--no-sandbox'],
      env: { ...process.env, FONTCONFIG_PATH: fonts, ...more },
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
