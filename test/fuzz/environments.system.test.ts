import fc from 'fast-check';
import { expect, test } from 'vitest';
import { verdictOfRun } from '../../src/analysis/checks/verdict.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { parseJournal } from '../../src/cases/records.ts';
import type { EnvironmentLimits } from '../../src/record/journal/journal.ts';
import { formats } from '../../src/report/formats.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { recordedVariables } from '../../src/runner/processes/process-environment.ts';
import { strategy } from '../../src/selftest/instrument.ts';
import { productionJournal } from '../builders/journals.ts';
import { fuzz } from './fuzz.ts';
import { expectFit } from './told.ts';

const names = [
  ...[
    'NODE_OPTIONS',
    'NODE_V8_COVERAGE',
    'NODE_DEBUG',
    'NODE_ENV',
    'NODE_EXTRA_CA_CERTS',
    'UV_THREADPOOL_SIZE',
  ],
  ...[
    'MALLOC_ARENA_MAX',
    'LD_PRELOAD',
    'GLIBC_TUNABLES',
    'JAVA_TOOL_OPTIONS',
    'PYTHONHASHSEED',
    'NO_PROXY',
    'PATH',
  ],
  ...['TIDEMARK_WITHHELD', 'HOME', '__proto__', 'constructor'],
];
const variables = fc.dictionary(fc.oneof(fc.constantFrom(...names), fc.string()), fc.string(), {
  noNullPrototype: true,
});
const limit = fc.option(fc.nat(), { nil: null });
const limits: fc.Arbitrary<EnvironmentLimits> = fc.record({
  heap: limit,
  memory: limit,
  addressSpace: limit,
  data: limit,
});

const program = {
  ...strategy('naive', {}, 'program'),
  program: { command: ['x'], traced: false, checked: true, env: {}, folder: '/' },
};

test('whatever the environment is, what is recorded of it is read again, and reported without a hole', async () => {
  const journal = productionJournal(1);
  const text = fc.tuple(variables, limits).map(([shell, within]) => {
    const recorded = recordedVariables({ access: null, env: {}, rows: [strategy('naive'), program] }, shell);
    const environment = { ...journal.header.environment, limits: within, variables: recorded };
    const header = { ...journal.header, environment };
    return [header, ...journal.samples].map((entry) => JSON.stringify(entry)).join('\n');
  });
  await fuzz(100, text, async (lines) => {
    const read = parseJournal(lines, 'samples.jsonl');
    expect(read.journal.header).toEqual(JSON.parse(lines.split('\n')[0] ?? ''));
    const run = analyseJournal(read.journal, { pinnedNode: '26.10.0' });
    expectFit(
      formats.markdown.render(run, verdictOfRun(run)),
      formats.json.render(run),
      renderTerminal(run, { width: 80 }),
    );
  });
});
