import type { AnswerLimit } from '../../record/journal/services-behaviour.ts';
import { type Answer, isDescribed } from './described.ts';
import { badGateway } from './front-end.ts';

/** An answer, and the milliseconds until it begins. */
export interface LimitedAnswer {
  readonly answer: Answer;
  readonly latency: number;
}

/** What the front end lets through: it gives up a service when the time is over, and refuses a large answer once it has it. */
export const limitAnswer = (answer: Answer, latency: number, { time, bytes }: AnswerLimit): LimitedAnswer => {
  if (time !== null && latency > time) return { answer: badGateway(), latency: time };
  const { body } = answer;
  if (bytes !== null && isDescribed(body) && body.measure().bytes > bytes) {
    return { answer: badGateway(), latency };
  }
  return { answer, latency };
};
