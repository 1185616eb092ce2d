import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import type { Words } from '../analysis/comparable.ts';
import { UserError } from '../errors/user-error.ts';
import type { Side } from '../record/changes.ts';
import { readBaseline, writeBaseline } from '../runner/baseline-file.ts';
import { isTightSchedule } from '../runner/gc-schedule.ts';
import type { LiveFlags } from '../runner/take-sample.ts';
import type { Scenario } from '../scenario/scenario.ts';
import { asUsersMistake } from './write-named.ts';

/**
 * The baseline as far as this gate is about it: strategies that the command line leaves out are no loss of the run. Live
 * samples are taken with the baseline's flags, so they must be ones that this version knows what it reads under.
 * @param isPart whether the command line left out any
 */
export const openBaseline = (
  file: string,
  { variants }: Scenario,
  isPart: boolean,
  { remedy }: Words,
): Side => {
  const side = readBaseline(file);
  for (const [label, flags] of liveFlagsOf(side)) {
    if (isTightSchedule(flags)) continue;
    throw new UserError(
      `the baseline was measured with other flags of V8 (${label}, live samples): ${flags.join(' ')}`,
      { place: { file }, advice: remedy },
    );
  }
  const isMeant = (label: string): boolean => !isPart || variants.some((variant) => variant.label === label);
  return { ...side, results: side.results.filter(({ label }) => isMeant(label)) };
};

/** With the flags of the baseline, or a strategy that has grown would be read under another schedule than before. */
export const liveFlagsOf = (baseline: Side | null): LiveFlags =>
  new Map(
    (baseline?.results ?? []).flatMap((result) =>
      result.status === 'completed' && result.flags?.live !== undefined
        ? [[result.label, result.flags.live] as const]
        : [],
    ),
  );

/** UserError where a baseline could not be written beside what is there: told before minutes of measuring and not after. */
export const assertWritable = (file: string): Promise<void> =>
  asUsersMistake(file, 'the baseline', async () => {
    if (existsSync(file)) await access(file, constants.W_OK);
    await access(path.dirname(file), constants.W_OK);
  });

/** Writes the baseline whole. UserError where its path does not let that be done. */
export const replaceBaseline = async (file: string, side: Side): Promise<'replaced' | 'written'> => {
  const verb = existsSync(file) ? 'replaced' : 'written';
  await asUsersMistake(file, 'the baseline', () => writeBaseline(file, side));
  return verb;
};
