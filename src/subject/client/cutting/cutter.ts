import type { JsonValue } from '../../json.ts';

/** Takes a body's items out of its bytes as they arrive. Holds no more than the one item that is not yet complete. */
interface Cutter {
  /**
   * The items that end in this piece, each parsed when it is asked for; all must be taken before the next piece is cut.
   * @throws CutError where the bytes are not what this cutter cuts
   */
  readonly cut: (piece: Buffer) => Iterable<JsonValue>;
  /** @throws CutError where the body is not complete, so that a part never passes for the whole */
  readonly end: () => void;
}

/** Makes the cutter of one body. */
export type Cut = () => Cutter;

/** A body that is cut short, no JSON, or framed in another way: the message says what was expected, and where. */
export class CutError extends Error {
  override readonly name = 'CutError';
}

/** @param where for the message, such as `line 3` */
export const parseItem = (text: string, where: string): JsonValue => {
  try {
    return JSON.parse(text) as JsonValue;
  } catch (cause) {
    if (cause instanceof SyntaxError) throw new CutError(`${where} is not JSON: ${cause.message}`, { cause });
    throw cause;
  }
};

const excerptLength = 24;

/** The start of a text, quoted, for a message. */
export const excerpt = (text: string): string =>
  text.length <= excerptLength
    ? JSON.stringify(text)
    : `${JSON.stringify(text.slice(0, excerptLength))}… (${text.length} characters)`;
