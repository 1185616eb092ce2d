import type { Verdict } from '../analysis/checks/verdict.ts';
import type { Run } from '../record/run.ts';
import { renderJson } from './exchange/json.ts';
import { renderJunit } from './exchange/junit.ts';
import { renderMarkdown } from './markdown/markdown.ts';

export interface ReportFormat {
  /** The name of the file in a run's folder. */
  readonly file: string;
  readonly render: (run: Run, verdict: Verdict) => string | Promise<string>;
}

/** The formats by name: a new one is a file beside this one, and a line here. */
export const formats = {
  json: { file: 'run.json', render: renderJson },
  markdown: { file: 'report.md', render: renderMarkdown },
  // Loaded when it is made: the charting library would slow the start of every other command.
  html: {
    file: 'report.html',
    render: async (run, verdict) => (await import('./html/page.ts')).renderHtml(run, verdict),
  },
  junit: { file: 'junit.xml', render: renderJunit },
} as const satisfies Record<string, ReportFormat>;
