import { writeFileSync } from 'node:fs';
import { registerHooks } from 'node:module';

/**
 * Writes down which TypeScript this process loads from now on, for a later start to have it compiled beforehand. Not in a
 * measured process.
 * @param file a JSON array of URLs, written when the process ends
 */
export const noteLateModules = (file: string): void => {
  const urls = new Set<string>();
  registerHooks({
    load: (url, context, next) => {
      if (/^file:.*\.[cm]?ts$/.test(url)) urls.add(url);
      return next(url, context);
    },
  });
  process.once('exit', () => writeFileSync(file, JSON.stringify([...urls])));
};
