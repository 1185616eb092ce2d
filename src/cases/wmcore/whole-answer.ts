import type { AnswerShape } from '../../subject/client/http.ts';
import type { JsonValue } from '../../subject/json.ts';

/** The same shape, together with the whole answer that it was read from: what a cache keeps. */
export const withAnswer = <T>({
  expected,
  read,
}: AnswerShape<T>): AnswerShape<{ readonly answer: JsonValue; readonly value: T }> => ({
  expected,
  read: (answer) => {
    const value = read(answer);
    return value === undefined ? undefined : { answer, value };
  },
});
