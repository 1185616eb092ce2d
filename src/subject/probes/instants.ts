/**
 * The instants at which memory is looked at. Between two of them code runs that V8 alone interrupts, when the young generation
 * is full: where that happens depends on all that was allocated before, so a peak may lie a whole young generation
 * above the last collection before it.
 */
type Look = () => void;

/** Looks in every turn of the event loop. It holds nothing up, and keeps no process alive. @returns how to stop */
export const lookEveryTurn = (look: Look): (() => void) => {
  let turn: NodeJS.Immediate;
  const next = (): void => {
    look();
    turn = setImmediate(next).unref();
  };
  turn = setImmediate(next).unref();
  return () => clearImmediate(turn);
};

/** Calls that make much out of much, with what tells how much it is. */
const makers: readonly (readonly [
  owner: object,
  name: string,
  weigh: (given: unknown, made: unknown) => number,
])[] = [
  [JSON, 'parse', bytesOf],
  [JSON, 'stringify', (_, made) => bytesOf(made)],
  [Buffer, 'concat', (_, made) => bytesOf(made)],
  [Buffer, 'from', bytesOf],
  // From Node 24 on it goes past utf8Slice and the like, which clients call by themselves.
  [Buffer.prototype, 'toString', (_, made) => bytesOf(made)],
  [Buffer.prototype, 'utf8Slice', (_, made) => bytesOf(made)],
  [Buffer.prototype, 'latin1Slice', (_, made) => bytesOf(made)],
  [TextDecoder.prototype, 'decode', bytesOf],
  [TextEncoder.prototype, 'encode', bytesOf],
  [globalThis, 'structuredClone', () => Number.POSITIVE_INFINITY],
];

/** Less cannot hold a grain of memory. */
const worthALook = 4096;

/** From here on the young generation may be full several times before the call ends. */
const long = 1_000_000;

/**
 * Looks at the end of each call of V8's and Node's own that makes much out of much. No JavaScript runs inside, what it was
 * given may be free when it has returned, and at its end both are alive together: a peak is often there, as of
 * JSON.parse.
 *
 * @param enter called before a long call with the bytes that it was given; inside nothing needs to be read, since memory only
 *   grows until its end
 * @returns how to stop
 */
export const lookAfterMaking = (enter: (bytes: number) => void, look: Look): (() => void) => {
  // Held until memory has been looked at, whatever an optimising compiler thinks of it.
  const held: unknown[] = [];
  const undo = makers.map(([owner, name, weigh]) => {
    const original = Object.getOwnPropertyDescriptor(owner, name);
    if (original === undefined) throw new Error(`this Node has no ${name} to look after`);
    const value = new Proxy(original.value as (...args: unknown[]) => unknown, {
      apply: (make, self, args: unknown[]) => {
        const before = held.length;
        const given = bytesOf(args[0]);
        const isLong = given >= long;
        held.push(self, args);
        if (isLong) enter(given);
        try {
          const made = Reflect.apply(make, self, args);
          held.push(made);
          if (isLong || weigh(args[0], made) >= worthALook) look();
          return made;
        } finally {
          held.length = before;
        }
      },
    });
    Object.defineProperty(owner, name, { ...original, value });
    return () => Object.defineProperty(owner, name, original);
  });
  return () => {
    for (const one of undo) one();
  };
};

/** Of a text as many as it has characters; 0 of what is neither text nor bytes. */
function bytesOf(value: unknown): number {
  if (typeof value === 'string') return value.length;
  return ArrayBuffer.isView(value) ? value.byteLength : 0;
}
