import { expect, test } from 'vitest';
import { analyseJournal } from '../../src/analysis/analyse-journal.ts';
import { formats } from '../../src/report/formats.ts';
import { renderTerminal } from '../../src/report/terminal.ts';
import { productionJournal } from '../builders/journals.ts';

const run = analyseJournal(productionJournal(), { pinnedNode: '26.10.0' });

test('run.json holds the run as it is, numbers as numbers', () => {
  expect(formats.json.file).toBe('run.json');
  expect(JSON.parse(formats.json.render(run))).toEqual(run);
});

test('every format has a file of its own and ends with a newline', () => {
  const all = Object.values(formats);
  expect(new Set(all.map(({ file }) => file)).size).toBe(all.length);
  for (const { render } of all) expect(render(run)).toMatch(/\S\n$/);
});

test('both reports give the same figures in the same order', () => {
  const order = [
    '612 MB',
    '(-91 %)',
    '9,555 of 9,555',
    'idle is the floor',
    'per-status: peak live',
    'garbage included',
    'kernel 6.1.0',
    'no 95 % interval',
  ];
  for (const text of [renderTerminal(run), formats.markdown.render(run)]) {
    const places = order.map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
});
