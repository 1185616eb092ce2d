import { existsSync } from 'node:fs';
import { access, constants } from 'node:fs/promises';
import path from 'node:path';
import type { Words } from '../../analysis/changes/comparable.ts';
import { UserError } from '../../errors/user-error.ts';
import type { Side } from '../../record/checks/changes.ts';
import { readBaseline, writeBaseline } from '../../runner/files/baseline-file.ts';
import { isTightSchedule } from '../../runner/subject/gc-schedule.ts';
import type { Scenario } from '../../scenario/scenario.ts';
import { asUsersMistake } from '../write-named.ts';

/**
 * The baseline as far as this gate is about it: strategies that the command line leaves out are no loss of the run. That its
 * live samples were taken under another schedule is told before anything is measured.
 * @param isPart whether the command line left out any
 */
export const openBaseline = (file: string, { rows }: Scenario, isPart: boolean, { remedy }: Words): Side => {
  const side = readBaseline(file);
  for (const result of side.results) {
    const flags = result.status === 'completed' ? result.flags?.live : undefined;
    if (flags === undefined || isTightSchedule(flags)) continue;
    const { label } = result;
    throw new UserError(
      `the baseline was measured with other flags of V8 (${label}, live samples): ${flags.join(' ')}`,
      { place: { file }, advice: remedy },
    );
  }
  const isMeant = (label: string): boolean => !isPart || rows.some((row) => row.label === label);
  return { ...side, results: side.results.filter(({ label }) => isMeant(label)) };
};

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
