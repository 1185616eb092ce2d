import { UserError } from '../../../../errors/user-error.ts';
import type { StrategyParams } from '../../../../record/messages/subject.ts';

/** A parameter that counts something; the rule's default where it is not given. */
export const integerOf = (
  params: StrategyParams,
  name: string,
  rule: { readonly min: number; readonly default: number },
): number => {
  const value = params[name] ?? rule.default;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= rule.min) return value;
  throw new UserError(
    `parameter ${name} is ${JSON.stringify(value)}, expected a whole number from ${rule.min}`,
  );
};

/** A parameter with named choices; the rule's default where it is not given. */
export const choiceOf = <Choice extends string>(
  params: StrategyParams,
  name: string,
  rule: { readonly of: readonly Choice[]; readonly default: Choice },
): Choice => {
  const value = params[name] ?? rule.default;
  const choice = rule.of.find((known) => known === value);
  if (choice !== undefined) return choice;
  throw new UserError(`parameter ${name} is ${JSON.stringify(value)}, expected one of ${rule.of.join(', ')}`);
};
