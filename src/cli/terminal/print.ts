import { toTerminal } from '../../report/escape.ts';

/*
 * The one way out to stdout and stderr: what it prints holds text from outside (labels, messages, names of files), and a
 * terminal or a CI server takes some of that for commands. Beside it only the spinner and GitHub's own commands are written.
 */

/** To stdout; with newlines as they are to be. */
export const print = (text: string): void => {
  process.stdout.write(toTerminal(text));
};

/** To stderr. */
export const complain = (text: string): void => {
  process.stderr.write(toTerminal(text));
};
