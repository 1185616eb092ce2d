import fc from 'fast-check';
import { SaxesParser } from 'saxes';
import { describe, expect, test } from 'vitest';
import { grades, verdictOfRun } from '../../src/analysis/checks/verdict.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { renderJunit } from '../../src/report/exchange/junit.ts';
import {
  aJournal,
  aRow,
  aSample,
  completed,
  outOfMemory,
  productionJournal,
  rounds,
} from '../builders/journals.ts';

interface Element {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  text: string;
}

/** The elements of a document, in the order in which they begin. A strict parser: it throws on the first fault. */
const elementsOf = (xml: string): Element[] => {
  const parser = new SaxesParser();
  const elements: Element[] = [];
  const open: Element[] = [];
  parser.on('error', (error) => {
    throw error;
  });
  parser.on('opentag', ({ name, attributes }) => {
    const element = { name, attributes: attributes as Record<string, string>, text: '' };
    elements.push(element);
    open.push(element);
  });
  parser.on('text', (text) => {
    const last = open.at(-1);
    if (last !== undefined) last.text += text;
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.write(xml).close();
  return elements;
};

const named = (elements: readonly Element[], name: string) => elements.filter((one) => one.name === name);

const run = analyseJournal(
  aJournal(
    [
      ...rounds('naive', 'peakLive', [380e6, 380e6]),
      ...rounds('naive', 'wallTime', [1, 1]).map((sample) => ({ ...sample, outcome: completed({}) })),
      aSample('hopeless', { outcome: outOfMemory }),
      aSample('broken', { outcome: outOfMemory }),
    ],
    {
      scenario: { metrics: ['peakLive', 'wallTime'], samples: 2 },
      rows: [aRow('naive'), aRow('hopeless', { expect: 'fails' }), aRow('broken')],
      budgets: [
        { label: 'naive', metric: 'peakLive', limit: 40e6 },
        { label: 'naive', metric: 'wallTime', limit: 1000 },
        { label: 'broken', metric: 'peakLive', limit: 40e6 },
      ],
    },
  ),
  { pinnedNode: '26.10.0' },
);

describe('junit.xml of a run', () => {
  const elements = elementsOf(renderJunit(run, verdictOfRun(run)));

  test('has a test case for each strategy and each budget, filed under the scenario, the gravest first', () => {
    expect(
      named(elements, 'testcase').map(({ attributes }) => [attributes.classname, attributes.name]),
    ).toEqual([
      ['production.strategies', 'broken'],
      ['production.budgets', 'naive: wall time'],
      ['production.budgets', 'broken: peak live'],
      ['production.budgets', 'naive: peak live'],
      ['production.strategies', 'naive'],
      ['production.strategies', 'hopeless'],
    ]);
  });

  test('counts an exceeded budget as a failure, what could not be judged as an error', () => {
    for (const name of ['testsuites', 'testsuite']) {
      expect(named(elements, name)[0]?.attributes).toMatchObject({
        tests: '6',
        failures: '1',
        errors: '3',
        skipped: '0',
      });
    }
    expect(named(elements, 'failure')[0]?.attributes.message).toContain('over its budget of 40.0 MB');
    expect(named(elements, 'error')[0]?.text).toContain('out-of-memory: Reached heap limit');
    expect(named(elements, 'system-out').map(({ text }) => text)).toContainEqual(
      expect.stringContaining('failed, as expected'),
    );
  });
});

test('whatever a name or a message holds, the file is well-formed, and says it', () => {
  const { scenario, environment } = productionJournal(1).header;
  const text = fc.oneof(
    fc.string({ unit: 'binary' }),
    fc.string({
      unit: fc.constantFrom(
        '<',
        '>',
        '&',
        '"',
        "'",
        ']]>',
        '\u0000',
        '\u001b[31m',
        '\ud800',
        '\ufffe',
        '\n',
        '\t',
        'é',
        '𝄞',
      ),
    }),
  );
  fc.assert(
    fc.property(text, text, fc.constantFrom(...grades), (name, message, grade) => {
      const outcome = { kind: 'failed' } as const;
      const check = { kind: 'gate', name, metric: null, required: true, outcome, grade, message } as const;
      const elements = elementsOf(renderJunit({ scenario, environment }, { checks: [check] }));
      expect(named(elements, 'testcase')).toHaveLength(1);
      if (/^[\u0020-\ud7ff]*$/.test(name)) expect(named(elements, 'testcase')[0]?.attributes.name).toBe(name);
    }),
  );
});
