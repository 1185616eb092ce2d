import { listKnown } from '../../harness/shown/catalogue.ts';
import { drawCatalogue } from '../terminal/draw-catalogue.ts';
import { print } from '../terminal/print.ts';
import { terminalStyle } from '../terminal/terminal-style.ts';

export const list = async (
  kind: string | undefined,
  { json = false }: { readonly json?: boolean },
): Promise<number> => {
  const known = listKnown(kind);
  print(`${json ? JSON.stringify(known, null, 2) : drawCatalogue(known, terminalStyle())}\n`);
  return 0;
};
