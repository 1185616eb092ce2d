import type { Check } from '../../record/checks/checks.ts';
import { checksOfRun, type Judged } from './checks.ts';
import { headlineOf } from './headline.ts';

/** What a check means for the exit code: the gravest first. */
export const grades = ['not judged', 'fails', 'open', 'told', 'holds'] as const;
export type Grade = (typeof grades)[number];

export interface Verdict {
  readonly exitCode: 0 | 1 | 3;
  /** One plain line that says what the exit code says. */
  readonly headline: string;
  /** The gravest first, else in the order given. */
  readonly checks: readonly GradedCheck[];
}

export type GradedCheck = Check & { readonly grade: Grade };

interface VerdictOptions {
  /** What was checked, as the headline calls it. */
  readonly subject: string;
  /** Whether what is left open is to count as not judged. */
  readonly strict?: boolean;
}

/**
 * The one place where checks become an exit code and a headline; every report shows this and no verdict of its own. A
 * required check that could not be judged makes 3, one that fails 1; the headline names both. What is not resolved leaves
 * 0, or with `strict` makes 3.
 */
export const verdictOf = (checks: readonly Check[], { subject, strict = false }: VerdictOptions): Verdict => {
  const graded = checks
    .map((check): GradedCheck => ({ ...check, grade: gradeOf(check, strict) }))
    .toSorted((a, b) => grades.indexOf(a.grade) - grades.indexOf(b.grade));
  const has = (grade: Grade): boolean => graded.some((check) => check.grade === grade);
  return {
    exitCode: has('not judged') ? 3 : has('fails') ? 1 : 0,
    headline: headlineOf(graded, subject),
    checks: graded,
  };
};

const gradeOf = ({ kind, required, outcome }: Check, strict: boolean): Grade => {
  switch (outcome.kind) {
    case 'passed':
    case 'new':
      return 'holds';
    case 'told':
      return 'told';
    case 'failed':
      return required ? 'fails' : 'told';
    case 'not resolved':
      return required ? (strict ? 'not judged' : 'open') : 'told';
    case 'not judged':
      // A claim that could not be measured is not required to be, unless nothing may stay open.
      return required || (strict && kind === 'claim') ? 'not judged' : 'told';
  }
};

/** Of a run by itself, and of its named measurements. */
export const verdictOfRun = (
  run: Judged,
  measurements: readonly Judged[] = [],
  options: Pick<VerdictOptions, 'strict'> = {},
): Verdict => verdictOf(checksOfRun(run, measurements), { subject: run.scenario.name, ...options });
