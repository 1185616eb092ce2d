import { readFile, rm, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

/** What adds clinic's heap profiler, which draws the flame graph and is optional: it brings 270 packages. */
export const howToAddClinic = 'npm install --save-dev @clinic/heap-profiler@5';

/**
 * Draws a heap profile as a flame graph with clinic's heap profiler: a page of its own, without network. Only its drawing
 * is used: its way of collecting replaces NODE_OPTIONS and finds nothing in a process that ends by process.exit().
 */
export const drawFlameGraph = async (
  profilePath: string,
  pagePath: string,
): Promise<'drawn' | 'not installed'> => {
  const Clinic = await loadClinic();
  if (Clinic === null) return 'not installed';
  const clinic = new Clinic();
  const inputPath = `${pagePath}.tmp`;
  try {
    await writeFile(inputPath, inClinicsTerms(await readFile(profilePath, 'utf8')));
    await promisify(clinic.visualize.bind(clinic))(inputPath, pagePath);
  } finally {
    await rm(inputPath, { force: true });
  }
  await writeFile(pagePath, withoutNetwork(await readFile(pagePath, 'utf8')));
  return 'drawn';
};

const loadClinic = async () => {
  try {
    return (await import('@clinic/heap-profiler')).default;
  } catch (thrown) {
    if ((thrown as NodeJS.ErrnoException).code === 'ERR_MODULE_NOT_FOUND') return null;
    throw thrown;
  }
};

/** Clinic takes for the application's what has an absolute path (no URL) that ends with .js; all else for V8's or Node's. */
const inClinicsTerms = (profile: string): string =>
  JSON.stringify(JSON.parse(profile), (key, value: unknown) =>
    key === 'url' && typeof value === 'string' && value.startsWith('file:')
      ? fileURLToPath(value).replace(/\.[cm]?ts$/, '.js')
      : value,
  );

/** The page would load fonts from the network when it is opened; it looks well without. */
const withoutNetwork = (page: string): string =>
  page.replace(
    /<head[^>]*>/,
    (head) =>
      `${head}<meta http-equiv="Content-Security-Policy" content="default-src 'unsafe-inline' data: blob:">`,
  );
