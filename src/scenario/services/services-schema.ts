import { z } from 'zod';
import { faultKinds, retryAfterOf } from '../../record/faults.ts';
import {
  type FaultRule,
  promptServices,
  type ServicesBehaviour,
} from '../../record/journal/services-behaviour.ts';
import type { Case } from '../case.ts';
import { mapping, nameOf, numberAbove, numberFrom, whenSound, wholeNumber } from '../schema-parts.ts';

const { latency, slowStart, answerLimit } = promptServices;
const retriable = faultKinds
  .filter((kind) => retryAfterOf(kind) !== undefined)
  .toSorted()
  .join(' and ');

/** How a rule is written: `at` or `probability`, of which exactly one must stand. */
const writtenFault = mapping({
  kind: nameOf('kind of fault', faultKinds),
  at: z
    .array(wholeNumber(1), { error: 'a list of request numbers, such as [3, 7]' })
    .min(1, { error: 'at least one request number' })
    .optional(),
  probability: numberAbove(0, 1).optional(),
  path: z
    .string({ error: 'what the path and query begin with, * for any text' })
    .regex(/^[/*]/, { error: 'what the path and query begin with: a text that starts with / or *' })
    .optional(),
  times: wholeNumber(1).optional(),
  retryAfter: wholeNumber(0).optional(),
});

const fault = writtenFault
  .superRefine(
    whenSound(({ kind, at, probability, retryAfter }, context) => {
      if ((at === undefined) === (probability === undefined)) {
        const found = at === undefined ? 'neither' : 'both';
        context.addIssue({
          code: 'custom',
          message: `expected either at or probability; found ${found}`,
          params: {
            advice:
              'at: [3] spoils the third answer of a sample, probability: 0.01 every hundredth on average.',
          },
        });
      }
      if (retryAfter !== undefined && retryAfterOf(kind) === undefined) {
        context.addIssue({
          code: 'custom',
          path: ['retryAfter'],
          message: `${kind} has no Retry-After`,
          params: { advice: `${retriable} have. Remove the key, or choose one of them.` },
        });
      }
    }),
  )
  .transform(
    ({ kind, at, probability, path = '', times = null, retryAfter }): FaultRule => ({
      kind,
      path,
      when: at === undefined ? { probability: probability ?? 0 } : { at },
      times,
      retryAfter: retryAfter ?? retryAfterOf(kind) ?? null,
    }),
  );

const shape = {
  clock: numberAbove(0).default(promptServices.clock),
  latency: mapping({
    fixed: numberFrom(0).default(latency.fixed),
    perDocument: numberFrom(0).default(latency.perDocument),
    perByte: numberFrom(0).default(latency.perByte),
    jitter: numberFrom(0, 1).default(latency.jitter),
  }).prefault({}),
  slowStart: mapping({ requests: wholeNumber(1), time: numberFrom(0) }).default(slowStart),
  bandwidth: numberAbove(0).nullable().default(promptServices.bandwidth),
  requestLineLimit: wholeNumber(1).nullable().default(promptServices.requestLineLimit),
  answerLimit: mapping({
    time: numberAbove(0).nullable().default(answerLimit.time),
    bytes: wholeNumber(1).nullable().default(answerLimit.bytes),
  }).prefault({}),
  connections: wholeNumber(1).nullable().default(promptServices.connections),
  gzip: z.boolean({ error: 'true or false' }).default(promptServices.gzip),
  faults: z.array(fault, { error: 'a list of faults' }).default([]),
};

/** The `services` section of a scenario, with the keys of its case. */
export const servicesSchemaOf = (keys: Case['keys']['services']) =>
  mapping({ ...shape, ...keys }).transform(
    (given): ServicesBehaviour => ({ churn: null, ...given }) as ServicesBehaviour,
  );
