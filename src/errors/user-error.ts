export { messageOf, whyNotLoaded } from './thrown.ts';

/** Where in a user's file something is wrong; line and column count from 1. */
export interface Place {
  readonly file: string;
  readonly line?: number;
  readonly column?: number;
}

export const formatPlace = ({ file, line, column }: Place): string =>
  line === undefined ? file : column === undefined ? `${file}:${line}` : `${file}:${line}:${column}`;

/**
 * A mistake of the user's, told in one message without a stack trace: what is wrong, where, and what to do.
 * The command ends with exit code 2.
 */
export class UserError extends Error {
  override readonly name = 'UserError';
  readonly place: Place | undefined;
  readonly advice: string | undefined;

  constructor(
    problem: string,
    details: { place?: Place | undefined; advice?: string | undefined; cause?: unknown } = {},
  ) {
    super(problem, { cause: details.cause });
    this.place = details.place;
    this.advice = details.advice;
  }

  /** `file:line:column: problem`, then the advice on a line of its own. */
  get report(): string {
    const head = this.place === undefined ? this.message : `${formatPlace(this.place)}: ${this.message}`;
    return this.advice === undefined ? head : `${head}\n  ${this.advice}`;
  }
}
