import { medianInterval } from '../../src/analysis/statistics/median-interval.ts';
import { loadDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { startServicesProcess } from '../../src/runner/services/services-process.ts';
import { prepareSubjects, type SubjectHost } from '../../src/runner/subject/subject-process.ts';
import { servicesFlags } from '../../src/services/flags.ts';
import { jobOf, servedDescription } from '../builders/reqmgr2.ts';
import type { Finding } from './findings.ts';
import { startServer } from './processes.ts';
import { ratioInWords } from './side-by-side.ts';

const strategies = ['naive', 'per-status', 'name-then-chunk'] as const;
const statuses = ['announced', 'aborted-completed', 'rejected'];
type Purpose = 'timing' | 'heap';

/**
 * What the services and the heap probe cost a strategy, as a share of its wall time: fresh processes as in a run, the
 * rows one right after the other, the ratios taken pair by pair.
 */
export const benchSubject = async (scratch: string, rounds = 25): Promise<Finding[]> => {
  const description = loadDescription('production');
  const services = await startServicesProcess(
    servedDescription(description),
    scratch,
    new AbortController().signal,
  );
  const replay = await startServer('replay-server.ts', ['production'], servicesFlags);
  const subjects = prepareSubjects(scratch, { module: jobOf(statuses).module, strategies });
  const findings: Finding[] = [];
  for (const strategy of strategies) {
    const take = (url: string, purpose: Purpose): Promise<Timed> =>
      timed(subjects, { strategy, url, purpose });
    const samples: { generated: Timed; replayed: Timed; probed: Timed }[] = [];
    for (let round = 0; round <= rounds; round++) {
      const generated = await take(services.url, 'timing');
      const replayed = await take(replay.url, 'timing');
      const probed = await take(services.url, 'heap');
      if (round > 0) samples.push({ generated, replayed, probed });
    }
    findings.push(
      finding(
        `${strategy}: documents generated, not replayed`,
        samples.map(({ generated, replayed }) => generated.cycleMs / replayed.cycleMs),
        0.03,
      ),
      finding(
        `${strategy}: heap probe on, not off`,
        samples.map(
          ({ generated, probed }) => 1 + (probed.processMs - generated.processMs) / generated.cycleMs,
        ),
        0.05,
      ),
    );
  }
  await Promise.all([services.stop(), replay.stop()]);
  return findings;
};

interface Timed {
  /** The cycle alone, by the timing probe; not a number under another probe. */
  readonly cycleMs: number;
  /** From the start of the process to its end. */
  readonly processMs: number;
}

const timed = async (
  subjects: SubjectHost,
  { strategy, url, purpose }: { strategy: string; url: string; purpose: Purpose },
): Promise<Timed> => {
  const began = performance.now();
  const end = await subjects.run(
    {
      url,
      retries: { attempts: 1, base: 0, longest: 0 },
      ...jobOf(statuses),
      strategy,
      params: {},
      purpose,
      cycles: 1,
    },
    { timeoutMs: 120_000, flags: [], signal: new AbortController().signal },
  );
  const processMs = performance.now() - began;
  if (end.type !== 'reported') throw new Error(`${strategy} did not complete: ${JSON.stringify(end)}`);
  return { cycleMs: end.report.metrics.wallTime ?? Number.NaN, processMs };
};

/** A goal is met where the whole interval of the median is: anything else is not decided in its favour. */
const finding = (what: string, ratios: readonly number[], atMost: number): Finding => {
  const [, highest] = medianInterval(ratios) ?? [0, Number.POSITIVE_INFINITY];
  return {
    what,
    measured: `${ratioInWords(ratios, (ratio) => `${((ratio - 1) * 100).toFixed(1)} %`)} wall time`,
    goal: { text: `at most ${(atMost * 100).toFixed(0)} %`, met: highest <= 1 + atMost },
  };
};
