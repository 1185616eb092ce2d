import type { Verdict } from '../analysis/checks/verdict.ts';
import { type FormatName, reportFiles } from '../record/report-files.ts';
import type { Run } from '../record/run.ts';
import { renderJson } from './exchange/json.ts';
import { renderJunit } from './exchange/junit.ts';
import { renderMarkdown } from './markdown/markdown.ts';

export interface ReportFormat {
  /** The name of the file in a run's folder. */
  readonly file: string;
  readonly render: (run: Run, verdict: Verdict) => string | Promise<string>;
}

/** How each format is made: a new one is a file beside this one, and a line here. */
export const formats = {
  json: { file: reportFiles.json, render: renderJson },
  markdown: { file: reportFiles.markdown, render: renderMarkdown },
  // Loaded when it is made: the charting library would slow the start of every other command.
  html: {
    file: reportFiles.html,
    render: async (run, verdict) => (await import('./html/page.ts')).renderHtml(run, verdict),
  },
  junit: { file: reportFiles.junit, render: renderJunit },
} as const satisfies Record<FormatName, ReportFormat>;
