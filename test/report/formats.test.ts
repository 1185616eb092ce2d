import { expect, test } from 'vitest';
import { verdictOfRun } from '../../src/analysis/checks/verdict.ts';
import { analyseJournal } from '../../src/analysis/run/analyse-journal.ts';
import { formats } from '../../src/report/formats.ts';
import { renderTerminal } from '../../src/report/terminal/terminal.ts';
import { productionJournal } from '../builders/journals.ts';

const run = analyseJournal(productionJournal(), { pinnedNode: '26.10.0' });
const verdict = verdictOfRun(run);

test('run.json holds the run as it is, numbers as numbers', () => {
  expect(formats.json.file).toBe('run.json');
  expect(JSON.parse(formats.json.render(run))).toEqual(run);
});

test('every format has a file of its own and ends with a newline', async () => {
  const all = Object.values(formats);
  expect(new Set(all.map(({ file }) => file)).size).toBe(all.length);
  for (const { render } of all) expect(await render(run, verdict)).toMatch(/\S\n$/);
});

test('every report for people gives the same figures in the same order, the verdict first', async () => {
  const order = [
    'Lowest peak live: name-then-chunk chunk=100',
    'all checks passed',
    'name-then-chunk chunk=100: 91 % less peak live than naive',
    'idle fetches no workflow',
    'CPU time',
    '9,555 of 9,555',
    'kernel 6.1.0',
    'too few samples for a 95 % interval',
  ];
  const texts = [
    renderTerminal(run),
    formats.markdown.render(run, verdict),
    await formats.html.render(run, verdict),
  ];
  for (const text of texts.map(withoutPictures)) {
    const places = order.map((words) => text.indexOf(words));
    expect(places).not.toContain(-1);
    expect(places).toEqual(places.toSorted((a, b) => a - b));
  }
});

/** The html as text; what else stands for a picture's contents is not part of the order. */
const withoutPictures = (text: string): string =>
  text
    .replace(/<style>.*?<\/style>|<figure.*?<\/figure>|<dl class="tiles">.*?<\/dl>/gs, '')
    .replace(/<[^>]+>/g, '');
