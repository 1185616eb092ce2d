import type { JsonValue } from '../../json.ts';
import { type Cut, CutError, excerpt, parseItem } from './cutter.ts';
import { createLines } from './lines.ts';

/** Where a cutter stands between two lines: what the next one may be. */
export interface LinePlace {
  /** For the message when it is something else. */
  readonly expected: string;
  /** Undefined for a line that may not stand here. */
  readonly read: (line: string) => LineStep | undefined;
}

interface LineStep {
  readonly to: LinePlace;
  /** The JSON of the item that the line carries. */
  readonly item?: string;
}

/** Behind the last line. */
export const bodyEnd: LinePlace = { expected: 'nothing more', read: () => undefined };

/**
 * A cutter of bodies that are framed line by line, so that only line feeds have to be found: JSON has none inside
 * strings. An item that is spread over several lines is no such body, even where it is valid JSON.
 */
export const cutLines =
  (head: LinePlace): Cut =>
  () => {
    const lines = createLines();
    let place = head;
    let number = 0;

    function* cut(piece: Buffer): Generator<JsonValue, void> {
      for (const line of lines.split(piece)) {
        number += 1;
        const step = place.read(line);
        if (step === undefined) {
          throw new CutError(`expected ${place.expected} in line ${number}, found ${excerpt(line)}`);
        }
        place = step.to;
        if (step.item !== undefined) yield parseItem(step.item, `line ${number}`);
      }
    }

    return {
      cut,
      end: () => {
        if (place === bodyEnd && lines.isComplete()) return;
        const where = lines.isComplete() ? 'behind' : 'in the line behind';
        throw new CutError(
          place === bodyEnd
            ? `expected nothing more behind line ${number}`
            : `cut short ${where} line ${number}, where ${place.expected} was due`,
        );
      },
    };
  };
