/** The formats of a report by name, and what the file in a run's folder is called. `report/formats.ts` renders each. */
export const reportFiles = {
  json: 'run.json',
  markdown: 'report.md',
  html: 'report.html',
  junit: 'junit.xml',
} as const satisfies Readonly<Record<string, string>>;

export type FormatName = keyof typeof reportFiles;
