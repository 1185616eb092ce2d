import { readFileSync } from 'node:fs';
import { registerHooks, stripTypeScriptTypes } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { deepestFrame, type Frame, frameInWords } from './traceback.ts';
import { whyNotLoaded } from './user-error.ts';

/**
 * Where in a user's code the loading of a module failed: the deepest line of what it ran, or the line that is no JavaScript, in
 * the module or in what it imports. Null where nothing tells.
 */
export const placeOfLoad = async (thrown: unknown, module: string): Promise<Frame | null> => {
  const stack = thrown instanceof Error ? String(thrown.stack) : '';
  const frame = deepestFrame(stack, [ownCode]);
  return frame === null && thrown instanceof SyntaxError ? placeOfSyntax(module) : frame;
};

/** Why a module of a user's could not be loaded, and where. */
export const whyNotLoadedFrom = async (thrown: unknown, module: string): Promise<string> => {
  const place = await placeOfLoad(thrown, module);
  return `${whyNotLoaded(thrown)}${place === null ? '' : ` (${frameInWords(place)})`}`;
};

/** The folder of this program's code: what lies below it is no user's. */
const ownCode = path.join(import.meta.dirname, `..${path.sep}`);

/**
 * V8 says the line of a module's fault on stderr alone. The module is asked for again, to see which files it brings: nothing of
 * them runs, as the fault is found before; and Node's own stripper says the line.
 */
const placeOfSyntax = async (module: string): Promise<Frame | null> => {
  const files: string[] = [];
  const hooks = registerHooks({
    load: (url, context, next) => {
      if (/^file:[^?]*\.[cm]?[jt]s(?:$|\?)/.test(url)) files.push(fileURLToPath(url));
      return next(url, context);
    },
  });
  await import(`${pathToFileURL(module).href}?why`).catch(() => {});
  hooks.deregister();
  for (const file of files) {
    const line = faultyLineIn(readFileSync(file, 'utf8'));
    if (line !== null) return { file, line };
  }
  return null;
};

/** Counts from 1; null for code that can be read. */
const faultyLineIn = (code: string): number | null => {
  try {
    stripTypeScriptTypes(code);
    return null;
  } catch (fault) {
    const [, line] = /^:(\d+)$/m.exec(fault instanceof Error ? String(fault.stack) : '') ?? [];
    return line === undefined ? null : Number(line);
  }
};
