import { z } from 'zod';
import { mapping, otherKind } from '../schema-parts.ts';

const path = (what: string) =>
  z
    .string({ error: ({ input }) => (input === undefined ? `the path of ${what}` : otherKind) })
    .regex(/^\.{0,2}\//, { error: `the path of ${what}, which starts with ./, ../ or /` });

const word = z
  .string({ error: 'a word' })
  .regex(/^[^\s\d](.*\S)?$/, { error: 'a word without space around it, such as order' });

const program = { error: 'a program and its arguments in a list, such as [node, server.mjs]' };

/** A real server in place of handlers. */
const server = mapping({
  command: z
    .array(z.union([z.string(), z.number()]).transform(String), program)
    .min(1, program)
    .refine(([first]) => first !== '', program),
  ready: z
    .string({ error: 'a path' })
    .regex(/^\//, { error: 'the path that answers when the server is ready, such as /health' })
    .optional(),
});

/** A scenario's `case` where it is none by name, nor a module: an API of the user's own. */
export const ownCaseShape = mapping({
  services: z
    .union([path("the services' module"), server], {
      error: "the path of the services' module, or a server such as command: [node, server.mjs]",
    })
    .optional(),
  /** What an item is called in reports: `order`. */
  item: word.default('item'),
  /** Several of them, where that is not what English makes of one. */
  items: word.optional(),
  /** How items are told apart: a path into an item, such as `id` or `meta.id`. Without it the item itself is its key. */
  key: z
    .string({ error: 'the path of what tells items apart, such as id or meta.id' })
    .regex(/^[^.]+(\.[^.]+)*$/, { error: 'the path of what tells items apart, such as id or meta.id' })
    .optional(),
  consumer: path("the consumer's module").optional(),
  /** For the services. */
  params: z.record(z.string(), z.unknown(), { error: 'parameters with their values' }).default({}),
});
export type WrittenCase = z.output<typeof ownCaseShape>;
