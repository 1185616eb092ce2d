/** The services as a process of their own: `node main.ts CONFIG.json`. */
import { readFile } from 'node:fs/promises';
import { messageOf, UserError } from '../errors/user-error.ts';
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

try {
  await serveConfigured(await readConfig(process.argv[2]));
} catch (thrown) {
  if (!(thrown instanceof UserError)) throw thrown;
  process.stderr.write(`${thrown.report}\n`);
  process.exitCode = 2;
}
