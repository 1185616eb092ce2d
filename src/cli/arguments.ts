import { InvalidArgumentError } from 'commander';
import { UserError } from '../errors/user-error.ts';
import { byteUnits, parseBytes } from '../units/bytes.ts';

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

const numbersOf = (text: string, isRight: (number: number) => boolean, expected: string): number[] => {
  const numbers = listOf(text).map(Number);
  if (numbers.length === 0 || !numbers.every(isRight)) throw new InvalidArgumentError(expected);
  return numbers;
};

export const sizes = (text: string): number[] => {
  const found = numbersOf(
    text,
    (size) => size > 0 && Number.isFinite(size),
    'Expected numbers above 0, such as 0.25,0.5,1.',
  );
  if (found.length < 2)
    throw new InvalidArgumentError('A line takes at least two sizes, such as 0.25,0.5,1.');
  if (new Set(found).size < found.length) throw new InvalidArgumentError('A size stands twice.');
  return found.toSorted((a, b) => a - b);
};

export const counts = (text: string): number[] =>
  numbersOf(
    text,
    (count) => Number.isSafeInteger(count) && count > 0,
    'Expected whole numbers from 1, such as 14600,30000.',
  );

export const limits = (text: string): number[] =>
  listOf(text).map((size) => {
    const bytes = parseBytes(size);
    if (bytes === null) {
      throw new UserError(`--limit: "${size}" is no size`, {
        advice: `Expected a number and a unit (${byteUnits.join(', ')}), such as 1.25GiB.`,
      });
    }
    return bytes;
  });
