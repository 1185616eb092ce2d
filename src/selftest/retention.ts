import type { Finding, Form } from '../record/checks/finding.ts';
import { formatBytes } from '../units/bytes.ts';
import { figureOf, type Instrument, knownAnswer, resultOf, strategy } from './instrument.ts';

const kinds = ['objects', 'heap-strings', 'external-strings', 'buffers'] as const;
const onHeap: ReadonlySet<string> = new Set(['objects', 'heap-strings']);
const MB = 1_000_000;

/** 1 and 3: a known amount of each kind is seen by the metrics that are to see it, and by no other. */
export const checkRetention = async (instrument: Instrument, form: Form): Promise<Finding[]> => {
  const sizes = form === 'full' ? [8, 64, 256] : [64];
  const rows = sizes.flatMap((size) => kinds.map((kind) => ({ kind, size, label: `${kind} ${size} MB` })));
  const run = await instrument.take({
    rows: [
      strategy('idle'),
      ...rows.map(({ kind, size, label }) => knownAnswer('retain', { kind, bytes: size * MB }, label)),
    ],
    metrics: ['peakLive', 'peakHeap', 'peakTotal'],
    samples: 1,
    scale: 0.001,
  });
  const above = (label: string, metric: 'peakLive' | 'peakHeap' | 'peakTotal'): number =>
    figureOf(run, label, metric) - figureOf(run, 'idle', metric);
  return rows.flatMap(({ kind, size, label }) => {
    const allowed = Math.max(0.01 * size * MB, MB);
    const findings = [finding(`peakLive of ${label}`, size * MB, above(label, 'peakLive'), allowed)];
    if (onHeap.has(kind)) return findings;
    const unseen = above(label, 'peakHeap');
    const total = above(label, 'peakTotal');
    return [
      ...findings,
      { ...finding(`peakHeap of ${label}`, 0, unseen, 2 * MB), truth: 'not seen' },
      {
        ...finding(`peakTotal of ${label}`, size * MB, total, 0),
        // A lower bound, and idle's own holds up to 2 MB of the garbage that starting leaves.
        tolerance: 'at least the truth less 1 % and 2 MB',
        holds: total >= 0.99 * size * MB - 2 * MB,
      },
    ];
  });
};

/** 1: the lowest heap limit grows by what is held on the heap. */
export const checkLowestHeap = async (instrument: Instrument, form: Form): Promise<Finding[]> => {
  const sizes = form === 'full' ? [8, 64, 256] : [8];
  const labels = sizes.map((size) => ({ size, label: `objects ${size} MB` }));
  const run = await instrument.take({
    rows: [
      strategy('idle'),
      ...labels.map(({ size, label }) => knownAnswer('retain', { kind: 'objects', bytes: size * MB }, label)),
    ],
    metrics: ['minHeap'],
    samples: 1,
    scale: 0.001,
  });
  const idle = figureOf(run, 'idle', 'minHeap');
  return labels.map(({ size, label }) => {
    const measured = figureOf(run, label, 'minHeap');
    const bracket =
      bracketOf(resultOf(run, label).floorProbes) + bracketOf(resultOf(run, 'idle').floorProbes);
    // A limit on the old generation is kept in pages, and a full heap wants a little room to collect in.
    const slack = bracket + Math.max(2 * 2 ** 20, 0.04 * size * MB);
    return finding(`minHeap of ${label}`, size * MB, measured - idle, slack);
  });
};

/** Bytes between the lowest limit that lived and the highest that died. */
const bracketOf = (probes: readonly { limitBytes: number; survived: number }[]): number => {
  const lived = probes.filter(({ survived }) => survived === 3).map(({ limitBytes }) => limitBytes);
  const died = probes.filter(({ survived }) => survived < 3).map(({ limitBytes }) => limitBytes);
  return died.length === 0 ? 0 : Math.min(...lived) - Math.max(...died);
};

const finding = (check: string, truth: number, measured: number, allowed: number): Finding => ({
  check,
  truth: formatBytes(truth),
  measured: formatBytes(measured),
  error: formatBytes(measured - truth),
  tolerance: `± ${formatBytes(allowed)}`,
  holds: Math.abs(measured - truth) <= allowed,
});
