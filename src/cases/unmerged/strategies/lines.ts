import type { StrategyContext } from '../context.ts';

/** A path a line as it arrives: what is held is one path, whatever lies at the site. */
export default async function* lines({ rucio, rse }: StrategyContext): AsyncGenerator<string> {
  yield* rucio.streamLines(rse);
}
