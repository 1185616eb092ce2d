import { expect, test } from 'vitest';
import type { Finding } from '../../src/record/checks/finding.ts';
import { drawMarkdown } from '../../src/report/markdown/markdown.ts';
import { reportOfFindings } from '../../src/report/selftest.ts';
import { drawTerminal } from '../../src/report/terminal/terminal.ts';

const finding: Finding = {
  check: 'peakLive of buffers 64 MB',
  truth: '64.0 MB',
  measured: '64.2 MB',
  error: '182 kB',
  tolerance: '± 1.00 MB',
  holds: true,
};

test('each known answer has a row, and what fails cannot be overlooked', () => {
  const failing = { ...finding, measured: '1.0 MB', holds: false };
  for (const drawn of [drawTerminal, drawMarkdown]) {
    const text = drawn(reportOfFindings([finding, failing]));
    expect(text).toContain('1 of 2 known answers hold');
    expect(text).toMatch(/64\.2 MB.*holds/);
    expect(text).toMatch(/1\.0 MB.*FAILS/);
  }
});
