import { InvalidArgumentError } from 'commander';

/** Parsers of option values; each says what was expected. */

export const portNumber = (text: string): number => {
  const port = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(port <= 65_535)) throw new InvalidArgumentError('Expected a port from 0 to 65535.');
  return port;
};

export const listOf = (text: string): string[] =>
  text
    .split(',')
    .map((item) => item.trim())
    .filter((item) => item !== '');

/** Of an option that may be given several times. */
export const collect = (value: string, before: string[] = []): string[] => [...before, value];

/** What the option says of itself, for every command that has it. */
export const strictMeaning =
  'end with 3 where anything is left open: not resolved, or a claim that was not measured';
