import type { TerminalStyle } from '../report/terminal-layout.ts';

/** How the terminal is: colours where it has them, and its columns. */
export const terminalStyle = (): TerminalStyle => ({
  colour: process.stdout.hasColors?.() ?? false,
  width: process.stdout.columns ?? 80,
});
