import { writeFileSync } from 'node:fs';
import v8 from 'node:v8';
import { runInNewContext } from 'node:vm';
import type { CommonContext } from '../case.ts';

/**
 * Parses a list of so many objects in one synchronous call and lets it go. Beside it a poll looks at the heap every
 * 10 ms, as harnesses do that have nothing better, and writes the most that it saw to `pollPath`.
 */
export default async function* spike({ params }: CommonContext): AsyncGenerator<never> {
  let polled = process.memoryUsage().heapUsed;
  const poll = setInterval(() => {
    polled = Math.max(polled, process.memoryUsage().heapUsed);
  }, 10);
  const pause = () => new Promise((resolve) => setTimeout(resolve, 30));
  await pause();
  parse(Number(params.objects));
  collectGarbage();
  await pause();
  clearInterval(poll);
  writeFileSync(String(params.pollPath), String(polled));
  yield* [];
}

const parse = (count: number): void => {
  const text = `[${Array(count).fill('{"a":1,"b":2,"c":3,"d":4}').join(',')}]`;
  if ((JSON.parse(text) as unknown[]).length !== count) throw new Error('the list was not parsed whole');
};

/**
 * A heap sample is started without --expose-gc, and allocating until V8 collects by itself would raise the very peak that is
 * measured, by more the slower its marking threads are: the flag is set here, for a context of its own.
 */
const collectGarbage = (): void => {
  const before = process.memoryUsage().heapUsed;
  v8.setFlagsFromString('--expose-gc');
  (runInNewContext('gc') as () => void)();
  if (process.memoryUsage().heapUsed > before / 2) throw new Error('the spike was not collected');
};
