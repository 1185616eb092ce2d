import { toPlainLine } from '../escape.ts';
import { pieces, widthOf } from './text-width.ts';

export interface TerminalStyle {
  /** Off when the output is no terminal or NO_COLOR is set: the caller knows. */
  readonly colour?: boolean;
  /** Columns of the terminal, as `columnsOf` takes them. */
  readonly width?: number;
}

/** How long a line may be: from 60 to 120 columns, and 80 for a terminal that does not know. */
export const columnsOf = (width: number): number =>
  Number.isFinite(width) && width > 0 ? Math.max(60, Math.min(Math.floor(width), 120)) : 80;

/**
 * Words on lines of at most so many columns, the second and later lines after the indent. A word that is longer than a
 * line is broken, behind a hyphen where it has one. No line for a text without words.
 */
export const wrap = (text: string, columns: number, indent: string): string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of toPlainLine(text)
    .split(' ')
    .flatMap((one) => broken(one, columns - indent.length))) {
    if (line !== '' && widthOf(line) + 1 + widthOf(word) > columns) {
      lines.push(line);
      line = `${indent}${word}`;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  return line === '' ? lines : [...lines, line];
};

/** A word in as few pieces as fit. */
const broken = (word: string, columns: number): string[] => {
  if (widthOf(word) <= columns) return [word];
  const found: string[] = [];
  for (const part of word.split(/(?<=-)/u).flatMap((one) => pieces(one, columns))) {
    const last = found.at(-1);
    if (last !== undefined && widthOf(last) + widthOf(part) <= columns) found[found.length - 1] = last + part;
    else found.push(part);
  }
  return found;
};

/** Lines that a sentence may take, and how many of a longer one stand before and after what is left out. */
const mostLines = 6;
const linesBefore = 3;
const linesAfter = 2;

/**
 * As `wrap`, a few lines at most: of a program's long last words the beginning and the end, where a traceback has its
 * place. The file, which is among the run's reports, has the whole.
 */
export const wrapFew = (text: string, columns: number, indent: string, file = 'report.md'): string[] => {
  const lines = wrap(text, columns, indent);
  if (lines.length <= mostLines) return lines;
  const left = lines.length - linesBefore - linesAfter;
  return [
    ...lines.slice(0, linesBefore),
    `${indent}… ${left} lines, which ${file} has …`,
    ...lines.slice(-linesAfter),
  ];
};
