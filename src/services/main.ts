/**
 * The services as a process of their own: `node main.ts CONFIG.json`. `main.ts --survey CONFIG.json LOG` asks them what there is:
 * it prints a `SurveyMessage`, and writes the items' fingerprints to the log. A user's mistake is printed as a `RefusedMessage`,
 * with exit code 2.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { messageOf, UserError } from '../errors/user-error.ts';
import { logOf } from '../record/journal/fingerprint.ts';
import type { RefusedMessage, SurveyMessage } from '../record/messages/services-process.ts';
import type { ServicesModule } from './case.ts';
import { type ServicesConfig, serveConfigured } from './server/serve.ts';

const readConfig = async (path: string | undefined): Promise<ServicesConfig> => {
  if (path === undefined) throw new UserError('no configuration', { advice: 'Usage: main.ts CONFIG.json' });
  const advice = 'Expected a JSON object with module, data, seed and behaviour, and maybe host and port.';
  const config = await readFile(path, 'utf8')
    .then((text) => JSON.parse(text) as Partial<ServicesConfig> | null)
    .catch((thrown: unknown) => {
      throw new UserError(messageOf(thrown), { place: { file: path }, advice, cause: thrown });
    });
  const { module, seed, behaviour } = config ?? {};
  if (module === undefined || seed === undefined || behaviour === undefined) {
    throw new UserError('the configuration is not complete', { place: { file: path }, advice });
  }
  return { ...config, module, data: config?.data, seed, behaviour };
};

const survey = async (config: string | undefined, log: string): Promise<void> => {
  const { module, data } = await readConfig(config);
  const { survey: ask } = (await import(module)) as ServicesModule;
  if (ask === undefined) throw new Error(`${module} cannot tell what there is`);
  const { count, items } = await ask(data);
  if (items !== null) await writeFile(log, logOf(items));
  await tell({ surveyed: { count, isListed: items !== null } });
  // Whatever the user's module has left open.
  process.exit();
};

/** What a user's own module prints stands on other lines. */
const tell = (message: SurveyMessage | RefusedMessage): Promise<void> =>
  new Promise((resolve) => {
    process.stdout.write(`\n${JSON.stringify(message)}\n`, () => resolve());
  });

const [first, ...others] = process.argv.slice(2);
try {
  if (first === '--survey') {
    await survey(others[0], others[1] ?? '');
  } else await serveConfigured(await readConfig(first));
} catch (thrown) {
  if (!(thrown instanceof UserError)) throw thrown;
  process.stderr.write(`${thrown.report}\n`);
  await tell({ refused: thrown.report });
  process.exit(2);
}
