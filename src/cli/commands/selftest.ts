import { writeNamed } from '../../harness/write-named.ts';
import type { Finding } from '../../record/checks/finding.ts';
import { drawMarkdown } from '../../report/markdown/markdown.ts';
import { reportOfFindings } from '../../report/selftest.ts';
import { drawTerminal } from '../../report/terminal/terminal.ts';
import { selftest as measureKnown } from '../../selftest/selftest.ts';
import { interruptedExitCode, interruptible, tellNothingMeasured } from '../interruption.ts';
import { print } from '../terminal/print.ts';
import { createProgress } from '../terminal/progress.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';

interface SelftestOptions {
  readonly fast?: boolean;
  readonly out?: string;
  readonly quiet?: boolean;
}

export const selftest = async ({ fast, out, quiet }: SelftestOptions): Promise<number> => {
  const findings: Finding[] = [];
  const progress = createProgress(process.stderr, quiet === true);
  const settle = (): void => {
    progress.end();
    if (findings.length > 0) print(drawTerminal(reportOfFindings(findings), terminalStyle()));
  };
  const isInterrupted = await interruptible(async (signal) => {
    const form = fast === true ? 'fast' : 'full';
    try {
      for await (const finding of measureKnown(form, signal, progress.show)) findings.push(finding);
    } catch (thrown) {
      // What an interruption sets off is no failure.
      if (!signal.aborted) throw thrown;
    }
    return signal.aborted;
  }, settle);
  if (isInterrupted) return findings.length === 0 ? tellNothingMeasured() : interruptedExitCode;
  if (out !== undefined) await writeNamed(out, drawMarkdown(reportOfFindings(findings)), 'the table');
  return findings.every(({ holds }) => holds) ? 0 : 1;
};
