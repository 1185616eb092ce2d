import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { sideOfJournal, sideOfRun } from '../analysis/changes/sides.ts';
import { parseJournal } from '../cases/records.ts';
import { UserError } from '../errors/user-error.ts';
import type { Side } from '../record/checks/changes.ts';
import { type SideSource, sideSourceShape } from '../record/checks/sides.ts';
import type { Warning } from '../record/run.ts';
import { baselineOf } from '../runner/files/baseline-file.ts';
import { checkJson, type Kind, readJson, schemaOf } from '../runner/files/checked-json.ts';
import { readText } from '../runner/files/journal-file.ts';
import { shownPath } from '../scenario/yaml-file.ts';

const advice = 'Expected the folder of a run, a samples.jsonl, a run.json, or a baseline.';

const runKind: Kind<SideSource> = { noun: 'a run', schema: 'tidemark/run@2', shape: sideSourceShape, advice };

/**
 * One side of a comparison, from a run's folder (its journal, else its run.json), a journal, a run.json or a baseline.
 * UserError, with the place where there is one, for anything else.
 */
export const readSide = async (
  given: string,
): Promise<{ readonly side: Side; readonly warnings: readonly Warning[] }> => {
  const file = fileOf(given);
  if (file.endsWith('.jsonl')) {
    const { journal, warnings } = parseJournal(await readText(file), shownPath(file));
    return { side: sideOfJournal(journal), warnings };
  }
  const data = readJson(file, advice);
  const side = schemaOf(data)?.startsWith('tidemark/baseline@')
    ? baselineOf(data, file)
    : sideOfRun(checkJson(data, file, runKind));
  return { side, warnings: [] };
};

const fileOf = (given: string): string => {
  if (!existsSync(given)) throw new UserError(`there is no ${given}`, { advice });
  if (!statSync(given).isDirectory()) return given;
  const file = ['samples.jsonl', 'run.json'].map((name) => path.join(given, name)).find(existsSync);
  if (file === undefined)
    throw new UserError(`${given} holds neither samples.jsonl nor run.json`, { advice });
  return file;
};
