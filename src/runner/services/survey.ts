import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { readFingerprints } from '../../record/journal/fingerprint.ts';
import { surveyShape } from '../../record/messages/services-process.ts';
import type { Surveyed } from '../../scenario/case.ts';
import type { Measurement } from '../../scenario/scenario.ts';
import { servicesFlags } from '../../services/flags.ts';
import { startChild } from '../processes/child-process.ts';
import { ownEnvironment } from '../processes/process-environment.ts';
import { openScratch, writeTemporary } from '../processes/scratch.ts';
import { announcement, configOf, servicesMain } from './services-process.ts';

/**
 * A measurement of which it is known what its services have, where only they can tell: they are asked in a process of their
 * own, which ends with the answer. Any other as it is.
 * @throws UserError for a services' module that cannot be loaded, or does not say what it has
 */
export const surveyed = async <M extends Measurement>(measurement: M, signal: AbortSignal): Promise<M> => {
  const { case: about, opened, access } = measurement;
  if (about.asksServices === undefined || access !== null || opened.surveyed !== undefined)
    return measurement;
  const found = await ask(measurement, signal);
  const groups = found.count === null ? {} : { [about.words.items]: found.count };
  return { ...measurement, opened: { ...opened, groups, surveyed: found } };
};

const ask = async (measurement: Measurement, signal: AbortSignal): Promise<Surveyed> => {
  const scratch = await openScratch('survey');
  try {
    const config = path.join(scratch.folder, 'survey.json');
    const log = path.join(scratch.folder, 'survey.bin');
    await writeTemporary(config, JSON.stringify(configOf(measurement)));
    const child = await startChild(
      process.execPath,
      [...servicesFlags, servicesMain, '--survey', config, log],
      {
        env: ownEnvironment({ TMPDIR: scratch.folder }),
        stdout: 'pipe',
        keepStderrIn: scratch.folder,
        timeoutMs: longestSurveyMs,
        signal,
      },
    );
    const { surveyed: told } = surveyShape.parse(await announcement(child, 'surveyed', measurement, signal));
    await child.ended;
    return {
      count: told.count,
      items: told.isListed ? readFingerprints(await readFile(log)) : null,
    };
  } finally {
    await scratch.close();
  }
};

const longestSurveyMs = 600_000;
