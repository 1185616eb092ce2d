import { writeFileSync } from 'node:fs';
import type { WorkflowDocument } from '../json.ts';
import type { StrategyContext } from '../strategies/context.ts';

/**
 * Parses a list of so many objects in one synchronous call and lets it go. Beside it a poll looks at the heap every
 * 10 ms, as harnesses do that have nothing better, and writes the most that it saw to `pollPath`.
 */
export default async function* spike({ params }: StrategyContext): AsyncGenerator<WorkflowDocument> {
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
 * Allocates until the spike has been collected, since a heap sample has no gc() to call. The young generation alone would
 * never reach it: some of the arrays are held (100 kB each), so that the old generation grows and V8 collects it.
 */
const collectGarbage = (): void => {
  const settled = process.memoryUsage().heapUsed / 2;
  let held: number[][] = [];
  for (let i = 0; i < 4_000; i++) {
    if (process.memoryUsage().heapUsed <= settled) return;
    if (held.length === 300) held = [];
    held.push(Array(12_500).fill(i));
  }
  throw new Error('the spike was not collected within 4,000 allocations of 100 kB');
};
