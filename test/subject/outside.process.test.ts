import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import type { ResidentGrowth, UnseenEvidence } from '../../src/record/unseen.ts';
import { isUnexplained } from '../../src/record/unseen.ts';
import { tightSchedule } from '../../src/runner/subject/gc-schedule.ts';
import { faultsOfChildrenIn } from '../../src/subject/probes/unseen.ts';

const MB = 1_000_000;
const urlOf = (file: string): string =>
  JSON.stringify(fileURLToPath(new URL(`../../src/subject/${file}`, import.meta.url)));

type Told = Pick<UnseenEvidence, 'workers' | 'children'> & {
  readonly resident: ResidentGrowth;
  readonly peakLive: number;
};

/** What a subject tells that holds so much of a kind; the probe and the watch are those of a live sample. */
const tellOf = async (kind: string, bytes = 100 * MB): Promise<Told> => {
  const script = `
    import outside from ${urlOf('known-answers/outside.ts')};
    import { startLiveProbe } from ${urlOf('probes/live-probe.ts')};
    import { watchOthers } from ${urlOf('probes/unseen.ts')};
    const othersStarted = watchOthers();
    const probe = startLiveProbe();
    for await (const none of outside({ params: { kind: ${JSON.stringify(kind)}, bytes: ${bytes} } })) none;
    const { metrics, resident } = probe.stop();
    console.log(JSON.stringify({ ...othersStarted(), resident, peakLive: metrics.peakLive }));
    process.exit();`;
  const flags = [...tightSchedule, '--no-warnings', '--input-type=module'];
  const { stdout } = await execa(process.execPath, [...flags, '-e', script]);
  return JSON.parse(stdout) as Told;
};

describe.runIf(process.platform === 'linux')('100 MB that no instrument reads', () => {
  test.each(['SharedArrayBuffer', 'WebAssembly.Memory', 'Worker', 'node:sqlite'])(
    'show in resident memory when they are held in %s',
    async (kind) => {
      const { peakLive, resident, workers, children } = await tellOf(kind);
      expect(peakLive).toBeLessThan(40 * MB);
      expect(resident.grew - resident.seen).toBeGreaterThan(90 * MB);
      expect(isUnexplained(resident)).toBe(true);
      expect([workers, children]).toEqual([kind === 'Worker' ? 1 : 0, false]);
    },
  );

  test('are told as another process when a child has them', async () => {
    const { resident, workers, children } = await tellOf('child process', 1 * MB);
    expect(isUnexplained(resident)).toBe(false);
    expect([workers, children]).toEqual([0, true]);
  });
});

describe('page faults of children', () => {
  test('are read behind a program name with spaces and brackets', () => {
    const stat = `7 (a (b) c) S 1 7 7 0 -1 4194560 900 263 4 1 5 6 0 0 20 0 11 0 100`;
    expect(faultsOfChildrenIn(stat)).toBe(264);
    expect(faultsOfChildrenIn('')).toBeNull();
  });

  test.runIf(process.platform === 'linux')('are in what this kernel tells', async () => {
    expect(faultsOfChildrenIn(await readFile('/proc/self/stat', 'utf8'))).not.toBeNull();
  });
});
