import type { OldName } from '../../scenario/case.ts';
import { complain } from './print.ts';

export const tellOldNames = (oldNames: readonly OldName[]): void => {
  for (const { was, is } of oldNames) {
    complain(`tidemark: "${was}" is called "${is}" now; the old name is still read\n`);
  }
};
