import { flushCompileCache } from 'node:module';
import path from 'node:path';
import v8 from 'node:v8';
import { servedBy } from '../../harness/serve.ts';
import { servicesFlags } from '../../services/flags.ts';
import { ownerVariables } from '../launcher/owner.js';

/** With this file's own extension: `.js` in the package, which is built. */
const serving = path.join(import.meta.dirname, `../serving${path.extname(import.meta.filename)}`);

/**
 * What is served is known once the command line and the scenario are read. The modules that read them are half of what the
 * services alone need, so this process becomes another one that has not loaded them, under the same id.
 */
export const serve = async (...args: Parameters<typeof servedBy>): Promise<number> => {
  const config = servedBy(...args);
  const argument = JSON.stringify(config);
  // A channel to whoever started this process would be lost, and with it when that one ends.
  if (process.execve === undefined || process.connected || argument.length > longestArgument) {
    // Too late for what V8 reads at its start: a young generation of its own size costs some memory.
    for (const flag of servicesFlags) v8.setFlagsFromString(flag);
    const { serveConfigured } = await import('../../services/server/serve.ts');
    await serveConfigured(config);
    return 0;
  }
  flushCompileCache();
  const { execPath, execArgv, env } = process;
  const flags = [...execArgv, ...servicesFlags];
  process.execve(execPath, [execPath, ...flags, serving, argument], { ...env, ...ownerVariables() });
  return 0;
};

/** Bytes that Linux takes are 128 KiB; a character has up to three. */
const longestArgument = 40_000;
