import path from 'node:path';
import type { Failure, Outcome } from '../record/journal/sample.ts';
import { cutMessage } from '../record/message.ts';
import type { TargetAccess } from '../record/messages/subject.ts';
import type { Measurement, ScenarioProgram } from '../scenario/scenario.ts';
import { type Redact, redactionOf, secretsOfProgram, secretsOfTarget } from './secrets/redact.ts';

/** Takes out of a text what is secret to a target or to a program. */
export const redactionFor = (
  access: TargetAccess | null,
  program: Pick<ScenarioProgram, 'env' | 'folder'> | null,
): Redact =>
  redactionOf([
    ...(access === null ? [] : secretsOfTarget(access)),
    ...(program === null ? [] : secretsOfProgram(program)),
  ]);

/** Of a row of a scenario: what is secret to its target, and what its program or the scenario has in its environment. */
export const redactionIn = (
  { access, env, path: file }: Pick<Measurement, 'access' | 'env' | 'path'>,
  program: ScenarioProgram | null,
): Redact => redactionFor(access, program ?? { env, folder: path.dirname(file) });

/** A failure as a record keeps it: first without what is secret, then cut, so that no half of a secret is left. */
export const toldFailure = (failure: Failure, redact: Redact): Failure => ({
  ...failure,
  message: cutMessage(redact(failure.message)),
});

/** As `toldFailure`, for all texts of an outcome that come from the subject. */
export const toldOutcome = (outcome: Outcome, redact: Redact): Outcome => {
  if (outcome.status === 'failed') return { ...outcome, failure: toldFailure(outcome.failure, redact) };
  const told = (text: string): string => cutMessage(redact(text));
  const unavailable = Object.fromEntries(
    Object.entries(outcome.unavailable).map(([name, reason]) => [name, told(reason)]),
  );
  const { detail } = outcome;
  const isVersioned = detail.kind === 'program' && detail.version !== null;
  return {
    ...outcome,
    ...(outcome.answers && {
      answers: outcome.answers.map((note) => ({ ...note, message: told(note.message) })),
    }),
    unavailable,
    detail: isVersioned ? { ...detail, version: told(detail.version) } : detail,
  };
};
