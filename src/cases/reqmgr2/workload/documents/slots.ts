/**
 * A slot is a place in a document's shape whose content differs from document to document. In the shape it stands as a
 * value of its own (a number, a list) or inside a string (`/${dataset.token}/RAW`), where it is a private-use character
 * until the template is compiled.
 */
export type SlotKind =
  /** Lower case; as many digits as are asked for, an even number. */
  | { readonly type: 'hex'; readonly width: number }
  /** Digits in a string; may begin with 0. */
  | { readonly type: 'digits'; readonly width: number }
  /** A number without leading zeros. */
  | { readonly type: 'integer'; readonly width: number }
  /** Six letters and digits that no other document of the workload has. */
  | { readonly type: 'token'; readonly width: 6 }
  /** Text of varying length that belongs to the whole document. */
  | { readonly type: 'text'; readonly text: TextKind };

/** `transitions` and `lumiList` are JSON; the others stand inside strings. `generation` counts the revisions. */
export type TextKind = 'name' | 'status' | 'prepId' | 'generation' | 'transitions' | 'remarks' | 'lumiList';

const firstMarker = 0xe000;
const maxSlots = 0xf8ff - firstMarker + 1;

export class Slot {
  readonly #marker: string;

  constructor(id: number) {
    if (id >= maxSlots) throw new RangeError(`a document's shape has more than ${maxSlots} slots`);
    this.#marker = String.fromCharCode(firstMarker + id);
  }

  /** The private-use character that stands for the slot in a string. */
  toString(): string {
    return this.#marker;
  }
}

/** The number of the slot that a character stands for; negative for any other character. */
export const slotIdOf = (text: string, at: number): number => {
  const id = text.charCodeAt(at) - firstMarker;
  return id < maxSlots ? id : -1;
};

/** Makes slots and numbers them in the order of their making, which is what their random values depend on. */
export class SlotMaker {
  readonly kinds: SlotKind[] = [];

  #make(kind: SlotKind): Slot {
    this.kinds.push(kind);
    return new Slot(this.kinds.length - 1);
  }

  hex(width: number): Slot {
    return this.#make({ type: 'hex', width });
  }

  digits(width: number): Slot {
    return this.#make({ type: 'digits', width });
  }

  /** @param width at most 9 */
  integer(width: number): Slot {
    return this.#make({ type: 'integer', width });
  }

  token(): Slot {
    return this.#make({ type: 'token', width: 6 });
  }

  text(text: TextKind): Slot {
    return this.#make({ type: 'text', text });
  }
}
