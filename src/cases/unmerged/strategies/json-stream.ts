import type { StrategyContext } from '../context.ts';

/** The JSON list as it arrives, a path at a time. */
export default async function* jsonStream({ rucio, rse }: StrategyContext): AsyncGenerator<string> {
  yield* rucio.streamFiles(rse);
}
