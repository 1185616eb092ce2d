import type { StrategyContext } from '../context.ts';

/** As the service did until dmwm/WMCore 12059: the list is parsed whole, and lives until the last path is processed. */
export default async function* naive({ rucio, rse }: StrategyContext): AsyncGenerator<string> {
  yield* await rucio.files(rse);
}
