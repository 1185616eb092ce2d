import { writeFile } from 'node:fs/promises';
import type { Command } from 'commander';
import type { Finding } from '../record/finding.ts';
import { renderFindings } from '../report/selftest.ts';
import { selftest } from '../selftest/selftest.ts';
import { createProgress } from './progress.ts';

interface SelftestOptions {
  readonly fast?: boolean;
  readonly out?: string;
  readonly quiet?: boolean;
}

export const addSelftestCommand = (program: Command, done: (exitCode: number) => void): void => {
  program
    .command('selftest')
    .description('measure subjects whose memory is known, and compare: can the instrument be believed here?')
    .option('--fast', 'under a minute: fewer sizes, fewer repetitions')
    .option('--out <file>', 'write the table there too, as Markdown')
    .option('--quiet', 'no progress display')
    .action(async ({ fast, out, quiet }: SelftestOptions) => {
      const interruption = new AbortController();
      const interrupt = (): void => interruption.abort();
      process.on('SIGINT', interrupt).on('SIGTERM', interrupt);
      const findings: Finding[] = [];
      try {
        const form = fast === true ? 'fast' : 'full';
        const progress = createProgress(process.stderr, quiet === true);
        for await (const finding of selftest(form, interruption.signal, progress.show))
          findings.push(finding);
        progress.end();
      } finally {
        process.removeListener('SIGINT', interrupt).removeListener('SIGTERM', interrupt);
        process.stdout.write(renderFindings(findings, 'terminal'));
      }
      if (out !== undefined) await writeFile(out, renderFindings(findings, 'markdown'));
      done(findings.every(({ holds }) => holds) ? 0 : 1);
    });
};
