import { countFrom, listOf, type Of, objectOf, oneOf, text } from './shape.ts';

/** What a row's services did in a sample that a reader must know. */
const answerNoteShape = objectOf({
  /** They did not answer as they should; or otherwise than they answered the same request in an earlier sample of the row. */
  kind: oneOf(['failed', 'differed']),
  /** A sentence about the first time, with the request. */
  message: text,
  /** How many requests. */
  count: countFrom(1),
});
export type AnswerNote = Of<typeof answerNoteShape>;
export const answerNotesShape = listOf(answerNoteShape, 'notes');
