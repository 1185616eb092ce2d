import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Run } from '../record/run.ts';
import { formats } from '../report/formats.ts';
import type { TerminalStyle } from '../report/terminal.ts';

/** Writes a run in every format. */
export const writeRun = async (folder: string, run: Run): Promise<void> => {
  for (const { file, render } of Object.values(formats))
    await writeFile(path.join(folder, file), render(run));
};

/** How the terminal is: colours where it has them, and its columns. */
export const terminalStyle = (): TerminalStyle => ({
  colour: process.stdout.hasColors?.() ?? false,
  width: process.stdout.columns ?? 80,
});
