import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Finding } from '../record/checks/finding.ts';
import { formatBytes } from '../units/bytes.ts';
import { figureOf, type Instrument, knownAnswer, strategy } from './instrument.ts';

const MB = 1_000_000;
const spikeObjects = 1_000_000;
/** An object of four small numbers, as JSON.parse makes it: seven words; and its place in the list. */
const bytesAnObject = 8 * 8;

/**
 * 2, 4 and 5: a peak inside one call, garbage without a live set, and resident memory by another reading. What a known
 * answer writes of itself must be of the sample that is read, so spike and resident are run for one purpose alone; beside
 * it a pilot, whose writing the sample's replaces.
 */
export const checkPeaks = async (instrument: Instrument): Promise<Finding[]> => [
  ...(await checkSpike(instrument)),
  ...(await checkGarbage(instrument)),
  ...(await checkResident(instrument)),
];

const few = { samples: 1, scale: 0.001 };

const checkSpike = async (instrument: Instrument): Promise<Finding[]> => {
  const pollPath = path.join(instrument.scratch, 'poll');
  const spike = knownAnswer('spike', { objects: spikeObjects, pollPath }, 'spike');
  const run = await instrument.take({ rows: [strategy('idle'), spike], metrics: ['peakHeap'], ...few });
  const peak = figureOf(run, 'spike', 'peakHeap');
  const polled = Number(await readFile(pollPath, 'utf8'));
  return [ofSpike(peak - figureOf(run, 'idle', 'peakHeap')), ofPoll(polled, peak)];
};

const checkGarbage = async (instrument: Instrument): Promise<Finding[]> => {
  const run = await instrument.take({
    rows: [strategy('idle'), knownAnswer('garbage', { bytes: 2_000 * MB }, 'garbage')],
    metrics: ['peakLive', 'peakHeap'],
    ...few,
  });
  const aboveIdle = (metric: 'peakLive' | 'peakHeap'): number =>
    figureOf(run, 'garbage', metric) - figureOf(run, 'idle', metric);
  return ofGarbage(aboveIdle('peakHeap'), aboveIdle('peakLive'));
};

const checkResident = async (instrument: Instrument): Promise<Finding[]> => {
  const readingPath = path.join(instrument.scratch, 'resident');
  const resident = knownAnswer('resident', { bytes: 64 * MB, readingPath }, 'resident');
  const run = await instrument.take({ rows: [resident], metrics: ['peakRss'], ...few });
  const reading: { rss: number } = JSON.parse(await readFile(readingPath, 'utf8'));
  return [ofResident(figureOf(run, 'resident', 'peakRss'), reading.rss)];
};

const ofSpike = (measured: number): Finding => {
  const truth = spikeObjects * bytesAnObject;
  return {
    check: 'peakHeap of a spike in one JSON.parse',
    truth: `at least ${formatBytes(truth)}`,
    measured: formatBytes(measured),
    error: formatBytes(measured - truth),
    tolerance: 'from 0.99 to 2 times',
    holds: measured >= 0.99 * truth && measured <= 2 * truth,
  };
};

export const ofPoll = (polled: number, peak: number): Finding => ({
  check: 'the same by a poll every 10 ms',
  truth: formatBytes(peak),
  measured: formatBytes(polled),
  error: `${((polled / peak - 1) * 100).toFixed(0)} %`,
  tolerance: 'misses half or more',
  holds: polled <= 0.5 * peak,
});

export const ofGarbage = (heap: number, live: number): Finding[] => [
  {
    check: 'peakHeap of 2 GB of garbage',
    truth: 'large',
    measured: formatBytes(heap),
    error: '',
    tolerance: `at least ${formatBytes(8 * MB)}`,
    holds: heap >= 8 * MB,
  },
  {
    check: 'peakLive of 2 GB of garbage',
    truth: formatBytes(100_000),
    measured: formatBytes(live),
    error: formatBytes(live - 100_000),
    tolerance: `± ${formatBytes(MB)}`,
    holds: Math.abs(live - 100_000) <= MB,
  },
];

/** The reading is of the instant at which most is held, so the mark is at least as high, and hardly higher. */
export const ofResident = (mark: number, rss: number): Finding => ({
  check: 'peakRss against the page tables',
  truth: formatBytes(rss),
  measured: formatBytes(mark),
  error: formatBytes(mark - rss),
  tolerance: '- 1 % to + 5 %',
  holds: mark >= 0.99 * rss && mark <= 1.05 * rss,
});
