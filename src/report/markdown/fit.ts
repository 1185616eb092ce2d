/** What one comment of GitHub holds: it refuses one of more than 65,536 characters. As bytes, of which no character takes less than one. */
export const commentLimit = 65_536;
/** What one step's summary holds in all, in bytes. GitHub shows nothing of a longer one. */
export const summaryLimit = 2 ** 20;

/**
 * Markdown that fits into so many bytes: rows of tables and items of lists are left out whole, in the last sections first,
 * and a line in their place says how many. What cannot be shortened so, such as a single long paragraph, is left out whole
 * from the end on.
 * @param markdown rendered here: a blank line between blocks, a row or an item a line, indented lines belong to the item above
 */
export const fitMarkdown = (markdown: string, limit: number): string => {
  if (sizeOf(markdown) <= limit) return markdown;
  const narrow = markdown.replace(/^\|.*$/gm, withoutPadding);
  if (sizeOf(narrow) <= limit) return narrow;
  const kept = cutBlocks(narrow.trimEnd().split('\n\n').map(blockOf), limit);
  return `${kept.join('\n\n')}\n`;
};

/** A row of a table without what aligns it for readers of the text: one long label widens all rows. */
const withoutPadding = (row: string): string => row.replace(/ {2,}/g, ' ').replace(/-{4,}/g, '---');

const sizeOf = (text: string): number => Buffer.byteLength(text);

/** A block of Markdown: what stays, and what may be left out from its end. */
interface Block {
  readonly fixed: string;
  readonly rows: readonly string[];
  /** Whether what is missing must be told behind the block: a line inside it would be a row. */
  readonly kind: 'table' | 'list' | 'text';
}

const blockOf = (text: string): Block => {
  const lines = text.split('\n');
  if (lines.length > 2 && lines.every((line) => line.startsWith('|'))) {
    return { fixed: lines.slice(0, 2).join('\n'), rows: lines.slice(2), kind: 'table' };
  }
  if (!text.startsWith('- ')) return { fixed: text, rows: [], kind: 'text' };
  const items: string[] = [];
  for (const line of lines) {
    if (line.startsWith('- ') || items.length === 0) items.push(line);
    else items.push(`${items.pop()}\n${line}`);
  }
  return { fixed: '', rows: items, kind: 'list' };
};

/** The longest line that may stand in the place of rows, with what is around it. */
const reserve = 64;

const cutBlocks = (blocks: readonly Block[], limit: number): string[] => {
  // Every block with no row at all, from the first on as far as that fits; then rows, from the first block on.
  let left = limit - reserve;
  const bones: Block[] = [];
  for (const block of blocks) {
    const takes = sizeOf(block.fixed) + 2 + (block.rows.length > 0 ? reserve : 0) + closingOf(block);
    if (takes > left) break;
    left -= takes;
    bones.push(block);
  }
  const texts = bones.map(({ fixed, rows, kind }) => {
    const shown: string[] = [];
    for (const row of rows) {
      const takes = sizeOf(row) + 1;
      if (takes > left) break;
      left -= takes;
      shown.push(row);
    }
    const missing = rows.length - shown.length;
    return joined(fixed, shown, missing === 0 ? null : leftOutLine(missing, kind), kind);
  });
  const dropped = blocks.slice(bones.length);
  const open = unclosed(bones);
  return [
    ...texts,
    ...Array.from({ length: open }, () => '</details>'),
    ...(dropped.length === 0 ? [] : ['*More was left out here: it would not fit.*']),
  ];
};

const joined = (
  fixed: string,
  shown: readonly string[],
  note: string | null,
  kind: Block['kind'],
): string => {
  const body = [fixed, ...shown].filter((line) => line !== '').join('\n');
  if (note === null) return body;
  return kind === 'table' ? `${body}\n\n${note}` : [body, note].filter((line) => line !== '').join('\n');
};

const leftOutLine = (missing: number, kind: Block['kind']): string => {
  const words = `${missing} more ${missing === 1 ? 'was' : 'were'} left out here: it would not fit.`;
  return kind === 'list' ? `- *${words}*` : `*${words}*`;
};

/** Bytes to be kept for the end of what is folded. */
const closingOf = ({ fixed }: Block): number => (fixed.startsWith('<details>') ? '\n\n</details>'.length : 0);

const unclosed = (blocks: readonly Block[]): number =>
  blocks.filter(({ fixed }) => fixed.startsWith('<details>')).length -
  blocks.filter(({ fixed }) => fixed.trim() === '</details>').length;
