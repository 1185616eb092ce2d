/** A bound on what the names of a chunk may weigh together. */
interface Room {
  readonly bytes: number;
  readonly of: (name: string) => number;
}

/**
 * The names in their order, at most `size` at a time, and no more than there is room for. A name that is too long for
 * the room stands alone: the service will say why it is refused.
 */
export function* chunksOf(names: readonly string[], size: number, room?: Room): Generator<readonly string[]> {
  let start = 0;
  let weight = 0;
  for (const [i, name] of names.entries()) {
    const more = room?.of(name) ?? 0;
    const isFull = i - start === size || (room !== undefined && weight + more > room.bytes);
    if (i > start && isFull) {
      yield names.slice(start, i);
      start = i;
      weight = 0;
    }
    weight += more;
  }
  if (start < names.length) yield names.slice(start);
}
