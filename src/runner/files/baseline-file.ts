import { commandLine } from '../../errors/command.ts';
import type { Side, SideResult } from '../../record/checks/changes.ts';
import { type Baseline, baselineShape } from '../../record/checks/sides.ts';
import { readYamlFile } from '../../scenario/yaml-file.ts';
import { checkJson, type Kind, readJson } from './checked-json.ts';
import { writeWhole } from './write-whole.ts';

const baselineKind: Kind<Baseline> = {
  noun: 'a baseline',
  schema: 'tidemark/baseline@2',
  shape: baselineShape,
  advice: `Make one: ${commandLine(['gate', 'SCENARIO', '--baseline', 'FILE', '--update'])}`,
};

/** A baseline as one side of a comparison. UserError with the place for a file that is none. */
export const readBaseline = (path: string): Side => baselineOf(readJson(path, baselineKind.advice), path);

export const baselineOf = (data: unknown, path: string): Side => {
  const { scenario, workload, environment, results } = checkJson(data, path, baselineKind);
  // A merge by hand may leave a key twice, of which JSON takes the last; YAML refuses it, with the place.
  readYamlFile(path);
  return {
    scenario,
    workload,
    environment,
    results: Object.entries(results).map(([label, { flags, metrics }]) => ({
      status: 'completed',
      label,
      flags,
      readings: metrics,
    })),
  };
};

/** Writes a side's completed strategies, so that a change of one figure changes one line. */
export const writeBaseline = async (path: string, side: Side): Promise<void> => {
  const { scenario, workload, environment } = side;
  const results = Object.fromEntries(
    side.results
      .filter((one): one is Extract<SideResult, { status: 'completed' }> => one.status === 'completed')
      .map(({ label, flags, readings }) => [
        label,
        { flags: withoutPilot(flags), metrics: rounded(readings) },
      ]),
  );
  const baseline = { schema: baselineKind.schema, scenario, workload, environment, results };
  await writeWhole([path, `${oneLineLists(JSON.stringify(baseline, null, 2))}\n`]);
};

const withoutPilot = (flags: Completed['flags']): Completed['flags'] => {
  const { pilot: _, ...measuring } = flags ?? {};
  return measuring;
};

type Completed = Extract<SideResult, { status: 'completed' }>;

/** To a thousandth: a microsecond of a time. */
const rounded = (readings: Completed['readings']): Completed['readings'] =>
  Object.fromEntries(
    Object.entries(readings).map(([name, values]) => [name, values.map((value) => Number(value.toFixed(3)))]),
  );

/** Lists of numbers and of flags each on one line. No text inside is touched: JSON escapes line breaks in texts. */
const oneLineLists = (json: string): string =>
  json.replace(/\[\n[^[\]{}]*\n\s*\]/g, (list) =>
    list
      .split('\n')
      .map((line) => line.trim())
      .join(' ')
      .replace('[ ', '[')
      .replace(/ \]$/, ']'),
  );
