import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, test } from 'vitest';
import { type ProfileReport, reportOfProfile } from '../../src/report/heap-profile/heap-profile.ts';
import { drawMarkdown } from '../../src/report/markdown/markdown.ts';
import { drawTerminal } from '../../src/report/terminal/terminal.ts';

const moduleIn = (file: string): string =>
  pathToFileURL(path.join(import.meta.dirname, '../../src', file)).href;

const report: ProfileReport = {
  scenario: 'production',
  label: 'naive',
  peakLive: 100e6,
  documents: 1,
  allDocuments: 9555,
  alive: { heap: 60e6, external: 5e6 },
  functions: [
    { name: 'parse', url: moduleIn('subject/client/http.ts'), line: 120, bytes: 40e6 },
    { name: '', url: '/home/me/node_modules/undici/lib/api.js', line: 7, bytes: 8e6 },
    { name: '(V8 API)', url: '', line: 0, bytes: 1e6 },
    { name: 'rare', url: 'node:net', line: 3, bytes: 1000 },
    { name: 'rarer', url: 'node:net', line: 4, bytes: 500 },
  ],
  files: [{ file: 'subject.heapprofile', opens: 'Chrome DevTools' }],
};

describe('a profile', () => {
  const text = drawTerminal(reportOfProfile(report), { width: 120 });

  test('says first where it was taken, and how much of the peak it explains', () => {
    expect(text.split('\n\n')[1]?.replaceAll('\n', ' ')).toBe(
      'Peak live 100 MB. At document 1 of 9,555, after which most memory is alive, the profile explains 49.0 MB, 49.0 % of the peak.',
    );
  });

  test('cuts the whole peak into what it sees and what it cannot see', () => {
    const shares = text.split('\n\n')[2]?.match(/[\d.]+(?= %)/g);
    expect(shares).toEqual(['49.0', '11.0', '5.0', '35.0']);
  });

  test('names a function with its module: by room, by package, or as Node does', () => {
    expect(text).toMatch(/^parse subject\/client\/http\.ts:120 +40\.0 MB +40\.0 %$/m);
    expect(text).toMatch(/^anonymous undici\/lib\/api\.js:7 +8\.00 MB +8\.0 %$/m);
    expect(text).toMatch(/^\(V8 API\) +1\.00 MB +1\.0 %$/m);
  });

  test('puts together the functions that hold too little for the samples', () => {
    expect(text).toMatch(/^2 others +1\.50 kB +0\.0 %$/m);
    expect(text).not.toContain('rarer');
  });

  test.for([80, 120])('fits into %i columns', (width) => {
    const long = { ...report, label: `./${'deep/'.repeat(40)}mine.ts` };
    for (const line of drawTerminal(reportOfProfile(long), { width }).split('\n'))
      expect(line.length).toBeLessThanOrEqual(width);
  });

  test('in Markdown links to the files beside it', () => {
    const markdown = drawMarkdown(reportOfProfile(report));
    expect(markdown).toContain('- [subject.heapprofile](subject.heapprofile): Chrome DevTools');
    expect(markdown).toMatch(/^\| parse subject\/client\/http\.ts:120 +\| 40\.0 MB \| +40\.0 % \|$/m);
  });

  test('shows the name of a function as it is', () => {
    const [first] = report.functions;
    const evil = { ...report, functions: [{ ...first, name: '<script>|`x`' }] } as ProfileReport;
    expect(drawMarkdown(reportOfProfile(evil))).toContain('&lt;script&gt;\\|\\`x\\`');
  });

  test('of a strategy without documents was taken at the end of the cycle', () => {
    const idle = { ...report, label: 'idle', documents: 0, allDocuments: 0 };
    expect(drawTerminal(reportOfProfile(idle))).toContain('At the end of the cycle, which has no document');
  });
});
