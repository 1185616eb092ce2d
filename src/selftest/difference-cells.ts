import type { StrategyParams } from '../record/messages/subject.ts';

/** A strategy that holds something known besides, and by how much its peak is then higher. */
export interface Cell {
  readonly what: string;
  /** Of the known answer `holding`. */
  readonly params: StrategyParams;
  /** Bytes above the same strategy that holds nothing. */
  readonly truth: number;
}

/** What is read of the truth: within 5 % or 100 kB, whichever is more. */
export const allowedOf = (bytes: number): number => Math.max(100_000, 0.05 * bytes);

export type DifferenceRow =
  | { readonly of: 'naive' | 'line-stream' | 'document-stream' | 'row-stream' }
  | { readonly of: 'name-then-chunk'; readonly chunk: number };

/** The row in words. */
export const nameOf = (row: DifferenceRow): string =>
  row.of === 'name-then-chunk' ? `chunks of ${row.chunk}` : row.of;

const kinds = ['objects', 'heap-strings', 'external-strings', 'buffers', 'doubles'] as const;

/** More than a young generation, and enough for external strings, which have more than 1 MB each. */
const held = 2_200_000;

/** What the issue that found the fault tried: an array of so many bytes. */
const arrays = [385_000, 770_000, 1_540_000, 3_080_000];

/** The strategy that holds nothing, which all others are compared with. */
export const emptyCell = (row: DifferenceRow): Cell => ({
  what: 'nothing',
  params: { ...row, kind: 'doubles', bytes: 0, from: 'never', until: 'never' },
  truth: 0,
});

/**
 * What is held throughout, taken in the middle, let go before the peak, and taken behind it. Of what is not held at the peak
 * the truth is 0 only where the strategy has as much to spare: naive, whose text alone is more.
 * @param groups items of each group in the order in which they are fetched, the largest last
 */
export const cellsOf = (row: DifferenceRow, groups: readonly number[]): Cell[] => {
  const { middle, gone, after } = momentsOf(row, groups);
  const cell = (kind: string, bytes: number, [from, until]: Moment, name: string, truth = bytes): Cell => ({
    what: `${(bytes / 1e6).toFixed(2)} MB of ${kind}, ${name}`,
    params: { ...row, kind, bytes, from, until },
    truth,
  });
  return [
    ...arrays.map((bytes) => cell('doubles', bytes, ['start', 'end'], 'throughout')),
    ...kinds.map((kind) => cell(kind, held, ['start', 'end'], 'throughout')),
    ...kinds.map((kind) => cell(kind, held, middle, 'taken in the middle')),
    ...(gone === null ? [] : kinds.map((kind) => cell(kind, held, gone, 'gone before the peak', 0))),
    ...(after === null ? [] : kinds.map((kind) => cell(kind, held, after, 'taken behind the peak', 0))),
  ];
};

type Moment = readonly [from: string, until: string];

const momentsOf = (
  row: DifferenceRow,
  groups: readonly number[],
): { readonly middle: Moment; readonly gone: Moment | null; readonly after: Moment | null } => {
  const documents = groups.reduce((sum, count) => sum + count, 0);
  const lastButOne = `document ${documents - 1}`;
  if (row.of === 'naive') {
    const last = `request ${groups.length}`;
    return { middle: [last, 'document 1'], gone: ['start', last], after: ['document 1', 'end'] };
  }
  if (row.of !== 'name-then-chunk') {
    return { middle: ['document 1', lastButOne], gone: null, after: null };
  }
  // Of each status its names, then its chunks; the middle begins with the names of the last one.
  const before = groups.slice(0, -1).map((count) => 1 + Math.ceil(count / row.chunk));
  const names = 1 + before.reduce((sum, requests) => sum + requests, 0);
  return { middle: [`request ${names}`, lastButOne], gone: null, after: null };
};
