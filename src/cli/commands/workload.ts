import { fitWorkload, showWorkload } from '../../harness/workload.ts';
import { drawTable } from '../../report/terminal/text-table.ts';
import { wrap } from '../../report/terminal/wrap.ts';
import { print } from '../terminal/print.ts';

export const fit = async (files: string[], { name }: { readonly name: string }): Promise<number> => {
  const yaml = await fitWorkload(files, name);
  print(yaml);
  return 0;
};

export const show = async (name: string): Promise<number> => {
  const { about, numbers, measured } = showWorkload(name);
  const parts = [
    about,
    tableOf(
      ['what its file says', '', 'where it comes from'],
      numbers.map(({ key, value, source }) => [key, value, source === '' ? 'not said' : source]),
    ),
    tableOf(
      ['its documents, as they are made', ''],
      measured.map(({ what, value }) => [what, value]),
    ),
  ];
  print(`${parts.filter((part) => part !== '').join('\n\n')}\n`);
  return 0;
};

const width = 100;
const columnWidths = [32, 36, 48];

const tableOf = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  drawTable(
    head.map((title, i) => ({
      align: 'left' as const,
      head: [title],
      cells: rows.map((row) => wrap(row[i] ?? '', columnWidths[i] ?? width, '')),
    })),
    (text) => text,
  );
