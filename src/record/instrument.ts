/**
 * The instrument's revision: raised by every change that makes the same subject read otherwise. Readings of different
 * revisions are neither pooled nor compared.
 *
 * 1. Readings at V8's own collections, of a young generation by the strategy's size. What a journal without a revision has.
 * 2. Readings at instants of the program (`subject/probes/instants.ts`), one schedule for all; what a socket's read buffer
 *    has room for beyond its bytes no longer counts.
 * 3. The young generation is collected before it is full, and most rows are read without a search before them: chunks of 100 over
 *    production read 0.1 % more. Cycles run interpreted, so that nothing that V8 compiles counts as growth.
 * 4. The baseline compiler has no thread of its own, which now and then read 0.1 to 0.5 MB more on a busy machine. Memory is
 *    looked at after `buffer.toString()`, too, whose text and buffer together were not seen.
 */
export const instrumentRevision = 4;
