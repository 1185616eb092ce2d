import type { ChunkSource } from '../../services/delivery/chunk-source.ts';
import type { DescribedBody } from '../../services/delivery/described.ts';
import type { Unmerged } from './workload.ts';

/** The text around the paths of a list. `first` and `last` stand only where there is a path between them. */
interface Frame {
  readonly head: string;
  readonly first: string;
  readonly separator: string;
  readonly last: string;
  readonly tail: string;
}

/** As RucioConMon writes them (cms_consistency, wm_handler.py): all paths on one line of a JSON list, or a path a line. */
export const fileForms = {
  json: {
    type: 'text/json',
    frame: { head: '[\n', first: ' "', separator: '", "', last: '"', tail: '\n]\n' },
  },
  raw: { type: 'text/plain', frame: { head: '', first: '', separator: '\n', last: '\n', tail: '' } },
} as const satisfies Record<string, { readonly type: string; readonly frame: Frame }>;

/** Bytes of a list of so many paths, which have so many characters together. */
export const listBytes = (
  { head, first, separator, last, tail }: Frame,
  files: number,
  characters: number,
): number =>
  head.length +
  (files === 0 ? 0 : first.length + characters + (files - 1) * separator.length + last.length) +
  tail.length;

export const listBody = (unmerged: Unmerged, frame: Frame): DescribedBody => ({
  measure: () => ({ items: unmerged.files, bytes: listBytes(frame, unmerged.files, unmerged.characters()) }),
  chunks: (source) => render(unmerged.paths(unmerged.files), frame, source),
  firstHalf: () => {
    const count = Math.ceil(unmerged.files / 2);
    const half = { ...frame, last: '', tail: '' };
    return {
      measure: () => {
        let characters = 0;
        for (const path of unmerged.paths(count)) characters += path.length;
        return { items: count, bytes: listBytes(half, count, characters) };
      },
      chunks: (source) => render(unmerged.paths(count), half, source),
    };
  },
});

/** More than the longest path with what stands around it. */
const longestStep = 1024;

/** Each chunk is given back to its source when the next one is asked for: whoever reads ahead has chunks of its own. */
function* render(paths: Iterable<string>, frame: Frame, source: ChunkSource): Generator<Buffer, void> {
  let chunk = source.take(longestStep);
  let used = 0;
  const isFullFor = (bytes: number): boolean => used + bytes > chunk.length;
  const next = (): void => {
    source.giveBack(chunk);
    chunk = source.take(longestStep);
    used = 0;
  };
  const write = (text: string): void => {
    used += chunk.write(text, used, 'latin1');
  };
  try {
    write(frame.head);
    let between = frame.first;
    for (const path of paths) {
      if (isFullFor(longestStep)) {
        yield chunk.subarray(0, used);
        next();
      }
      write(between + path);
      between = frame.separator;
    }
    if (isFullFor(longestStep)) {
      yield chunk.subarray(0, used);
      next();
    }
    write(between === frame.first ? frame.tail : frame.last + frame.tail);
    yield chunk.subarray(0, used);
  } finally {
    source.giveBack(chunk);
  }
}
