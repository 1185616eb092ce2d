import type { Finding, Form } from '../record/checks/finding.ts';
import type { Unseen } from '../record/unseen.ts';
import { type Instrument, knownAnswer, resultOf, strategy } from './instrument.ts';

const bytes = 100_000_000;

/** By what holds it, how 100 MB that no instrument reads are to be told. */
const tellings: Readonly<Record<string, Unseen['kind']>> = {
  SharedArrayBuffer: 'resident',
  'WebAssembly.Memory': 'resident',
  Worker: 'workers',
  'node:sqlite': 'resident',
  'child process': 'children',
};

/** One for each way to be told: the tests hold all five. */
const inFastForm: readonly string[] = ['SharedArrayBuffer', 'Worker', 'child process'];

/** What lies beyond the instruments is told of a row, and of no row that holds what they read. */
export const checkUnseen = async (instrument: Instrument, form: Form): Promise<Finding[]> => {
  const rows = Object.entries(tellings)
    .filter(([kind]) => form === 'full' || inFastForm.includes(kind))
    .map(([kind, told]) => ({
      kind,
      told,
      label: `${bytes / 1e6} MB in ${kind}`,
    }));
  const seen = `${bytes / 1e6} MB in buffers`;
  const run = await instrument.take({
    rows: [
      strategy('idle'),
      knownAnswer('retain', { kind: 'buffers', bytes }, seen),
      ...rows.map(({ kind, label }) => knownAnswer('outside', { kind, bytes }, label)),
    ],
    metrics: ['peakLive'],
    samples: 1,
    scale: 0.001,
  });
  const kindsOf = (label: string): Unseen['kind'][] => resultOf(run, label).unseen.map(({ kind }) => kind);
  return [
    ...['idle', seen].map((label) =>
      finding(label, 'nothing', kindsOf(label), (kinds) => kinds.length === 0),
    ),
    ...rows.map(({ label, told }) => finding(label, told, kindsOf(label), (kinds) => kinds.includes(told))),
  ];
};

const finding = (
  label: string,
  truth: string,
  told: readonly Unseen['kind'][],
  holds: (told: readonly Unseen['kind'][]) => boolean,
): Finding => ({
  check: `what is not seen of ${label}`,
  truth,
  measured: told.join(', ') || 'nothing',
  error: '',
  tolerance: 'told as such',
  holds: holds(told),
});
