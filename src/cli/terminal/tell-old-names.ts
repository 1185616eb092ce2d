import type { OldName } from '../../scenario/case.ts';
import { complain } from './print.ts';

export const tellOldNames = (oldNames: readonly OldName[]): void => {
  for (const { was, is, in: place } of oldNames) {
    const where = place === undefined ? '' : ` in ${place}`;
    complain(`tidemark: "${was}"${where} is called "${is}" now; the old name is still read\n`);
  }
};
