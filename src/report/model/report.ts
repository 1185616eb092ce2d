import type { JudgedClaim, Judgement } from '../../record/checks/claims.ts';
import type { Run } from '../../record/run.ts';

/*
 * A report as data: what it says, and in which order. Each format draws the same blocks in its own way, and knows nothing of
 * what they are about. Texts are plain and unescaped.
 */

export interface Report {
  readonly title: string;
  /** What stands before the first section, under the title. */
  readonly front: readonly Block[];
  readonly sections: readonly Section[];
}

export interface Section {
  /** By which other pages and links find it. */
  readonly id: string;
  readonly title: string;
  readonly blocks: readonly Block[];
  /**
   * `detail`: a terminal leaves it to the files; `aside`: it is set quieter there; `page`: a picture of what stands elsewhere,
   * for the page alone.
   */
  readonly rank: 'main' | 'aside' | 'detail' | 'page';
}

/** Something to show: nothing where its content is empty. */
export type Block =
  | {
      readonly kind: 'text';
      readonly content: string;
      /** `legend`: about what a terminal does not show. */
      readonly as: 'question' | 'subject' | 'strong' | 'plain' | 'legend';
    }
  /** The headline over all checks, and whether it is good news. */
  | { readonly kind: 'headline'; readonly content: string; readonly isGood: boolean }
  | { readonly kind: 'list'; readonly content: readonly string[] }
  | { readonly kind: 'items'; readonly content: readonly Item[] }
  | {
      readonly kind: 'table';
      readonly content: readonly (readonly Cell[])[];
      readonly title: string;
      readonly columns: readonly Column[];
    }
  | { readonly kind: 'terms'; readonly content: readonly Term[] }
  | { readonly kind: 'links'; readonly content: readonly Link[] }
  | { readonly kind: 'claims'; readonly content: readonly ClaimText[] }
  | { readonly kind: 'warnings'; readonly content: readonly WarningText[] }
  | { readonly kind: 'figures'; readonly content: readonly FigureText[] }
  /** What it is drawn of; whether it has anything to show, who draws it knows. */
  | { readonly kind: 'chart'; readonly content: readonly Run[]; readonly chart: ChartName };

/** Pictures that a format may draw of a run; one that has nothing to show is left out. */
export type ChartName = 'peak' | 'course' | 'sweep';

/** A way to draw every kind of block: a new kind makes the compiler name each format. */
export type Drawing<Drawn> = {
  readonly [Kind in Block['kind']]: (block: Extract<Block, { kind: Kind }>) => Drawn;
};

/** Draws a block; the cast says only that a kind's drawing is asked with a block of this kind. */
export const draw = <Drawn>(drawing: Drawing<Drawn>, block: Block): Drawn =>
  (drawing[block.kind] as (block: Block) => Drawn)(block);

/** How something is meant; `known`: bad news that was expected. */
export type Tone = 'plain' | 'good' | 'bad' | 'known' | 'open' | 'faint';

/** A sentence with the word that sums it up, which some formats set apart. */
export interface Item {
  readonly mark: string;
  readonly tone: Tone;
  /** What stands beside the mark. */
  readonly text: string;
  /** What stands where no mark is set apart; else `mark: text`. */
  readonly line?: string;
}

export const lineOf = ({ mark, text, line }: Item): string =>
  line ?? (mark === '' ? text : `${mark}: ${text}`);

export interface Term {
  readonly term: string;
  readonly meaning: string;
  /** Whether only details, which a terminal leaves out, have it. */
  readonly isDetail: boolean;
}

export interface Link {
  /** A file, or a folder's report of the format that links to it, relative to the report. */
  readonly to: { readonly file: string } | { readonly folder: string };
  readonly name: string;
  readonly text: string;
}

interface WarningText {
  readonly kind: 'note' | 'warning';
  readonly message: string;
  readonly advice: string;
}

/** A figure that is set large. */
export interface FigureText {
  readonly title: string;
  readonly figure: string;
  readonly label: string;
}

export interface ClaimText extends Pick<JudgedClaim, 'id' | 'who' | 'where' | 'says'> {
  readonly readings: readonly {
    /** The verdict as the mark; what was asked as the text, which may be empty. */
    readonly item: Item;
    readonly grounds: string;
    /** For its chart. */
    readonly judgement: Judgement;
    /** What the workload grows by, in words; empty where the claim is not about growth. */
    readonly against: string;
  }[];
}

export type Table = Omit<Extract<Block, { kind: 'table' }>, 'kind' | 'title'>;

export interface Column {
  readonly head: string;
  readonly align: 'left' | 'right';
}

/** What a cell says, and how it is meant; `absent` is a figure that there is none of. */
export interface Cell {
  readonly text: string;
  /** What stands behind it, in brackets, where there is room: a median's range. */
  readonly detail?: string;
  /** Why not to rely on it, everywhere behind it. */
  readonly remark?: string;
  /** The number that the text is about, to sort by; null for words. */
  readonly value: number | null;
  readonly tone: 'plain' | 'good' | 'bad' | 'faint' | 'absent';
}

export const toned = (text: string, tone: Cell['tone'], value: number | null = null): Cell => ({
  text,
  value,
  tone,
});
export const plain = (text: string, value: number | null = null): Cell => toned(text, 'plain', value);
export const faint = (text: string, value: number | null = null): Cell => toned(text, 'faint', value);
export const absent: Cell = { text: '–', value: null, tone: 'absent' };

/** Labels on the left, figures on the right. */
export const labelThenFigures = (heads: readonly string[]): Column[] =>
  heads.map((head, i) => ({ head, align: i === 0 ? 'left' : 'right' }));

/** A section with the blocks that have something to show; it may have none. */
export const section = (
  id: string,
  title: string,
  blocks: readonly Block[],
  rank: Section['rank'] = 'main',
): Section => {
  // A table that is all of its section needs no second heading.
  const shown = blocks
    .filter(hasContent)
    .map((block) => (block.kind === 'table' && block.title === title ? { ...block, title: '' } : block));
  // A legend of nothing is left out.
  const isEmpty = shown.every((block) => block.kind === 'text' && block.as === 'legend');
  return { id, title, blocks: isEmpty ? [] : shown, rank };
};

/** A report without the sections and blocks that have nothing to show. */
export const reportOf = (title: string, front: readonly Block[], sections: readonly Section[]): Report => ({
  title,
  front: front.filter(hasContent),
  sections: sections.filter(({ blocks }) => blocks.length > 0),
});

/** A table of labels alone says nothing. */
const hasContent = (block: Block): boolean =>
  block.content.length > 0 && !(block.kind === 'table' && block.columns.length < 2);

export const text = (
  content: string | null,
  as: Extract<Block, { kind: 'text' }>['as'] = 'plain',
): Block => ({
  kind: 'text',
  content: content ?? '',
  as,
});
export const list = (content: readonly string[]): Block => ({ kind: 'list', content });
export const items = (content: readonly Item[]): Block => ({ kind: 'items', content });
export const links = (content: readonly Link[]): Block => ({ kind: 'links', content });
export const table = (title: string, shown: Table): Block => ({ kind: 'table', title, ...shown });

/** `15.9 MB (15.8–16.1), not all of it`. */
export const wholeCell = ({ text: words, detail, remark }: Cell): string =>
  [`${words}${detail === undefined ? '' : ` (${detail})`}`, ...(remark === undefined ? [] : [remark])].join(
    ', ',
  );
