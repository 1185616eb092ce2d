import path from 'node:path';
import type { Finding, Form } from '../record/checks/finding.ts';
import type { ScenarioRow } from '../scenario/scenario.ts';
import { formatBytes } from '../units/bytes.ts';
import { figureOf, type Instrument, knownAnswer } from './instrument.ts';

const kinds = ['objects', 'parsed', 'buffers', 'passing'] as const;
const held = 16_000_000;

/** Between the two readings, each above its own row that holds nothing. */
const allowed = 1_000_000;

/** 11: the same work reads the same as a strategy and as a program that is read from inside, each net of what its process needs by itself. */
export const checkPrograms = async (instrument: Instrument, form: Form): Promise<Finding[]> => {
  const asked = form === 'full' ? kinds : (['objects', 'parsed'] as const);
  const work = [{ kind: 'nothing', bytes: 0 }, ...asked.map((kind) => ({ kind, bytes: held }))];
  const run = await instrument.take({
    rows: work.flatMap((one) => [knownAnswer('same-work', one, labelOf('strategy', one)), program(one)]),
    metrics: ['peakLive'],
    samples: 1,
    scale: 0.001,
  });
  const read = (as: As, one: Work): number => figureOf(run, labelOf(as, one), 'peakLive');
  const [nothing, ...others] = work;
  if (nothing === undefined) throw new Error('there is no row that holds nothing');
  return others.map((one) => {
    const truth = read('strategy', one) - read('strategy', nothing);
    const measured = read('program', one) - read('program', nothing);
    return {
      check: `peakLive of ${formatBytes(one.bytes)} of ${one.kind}, as a program`,
      truth: `${formatBytes(truth)}, as a strategy`,
      measured: formatBytes(measured),
      error: formatBytes(measured - truth),
      tolerance: `± ${formatBytes(allowed)}`,
      holds: Math.abs(measured - truth) <= allowed,
    };
  });
};

interface Work {
  readonly kind: string;
  readonly bytes: number;
}

type As = 'strategy' | 'program';

const labelOf = (as: As, { kind, bytes }: Work): string => `${as}: ${formatBytes(bytes)} of ${kind}`;

const program = (work: Work): ScenarioRow => {
  const folder = path.join(import.meta.dirname, '../subject/known-answers');
  const command = [process.execPath, 'program.js', work.kind, String(work.bytes)];
  return {
    label: labelOf('program', work),
    strategy: command.join(' '),
    params: {},
    runtime: 'node-program',
    expect: 'completes',
    yields: 'nothing',
    module: null,
    program: { command, traced: false, checked: false, inside: 'node', env: {}, folder },
  };
};
