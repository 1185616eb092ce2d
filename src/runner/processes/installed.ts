import { accessSync, constants, statSync } from 'node:fs';
import path from 'node:path';

/** What is to be started, as a scenario has it. */
interface Started {
  readonly command: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** A relative path is checked when the scenario is read; a bare name or an absolute path may be missing on this machine. */
export const isInstalled = ({ command: [executable = ''], env }: Started): boolean =>
  (path.isAbsolute(executable) && isExecutable(executable)) ||
  (executable.includes('/') && !path.isAbsolute(executable)) ||
  (env.PATH ?? process.env.PATH ?? '')
    .split(path.delimiter)
    .some((folder) => isExecutable(path.join(folder, executable)));

const isExecutable = (file: string): boolean => {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
};
