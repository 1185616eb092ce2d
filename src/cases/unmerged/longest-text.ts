import type { Case } from '../../scenario/case.ts';
import type { StrategyName } from './catalogue.ts';
import { fileForms, listBytes } from './list-body.ts';
import type { Served } from './services.ts';
import { openUnmerged } from './workload.ts';

const takesOneText: Readonly<Record<StrategyName, boolean>> = {
  idle: false,
  naive: true,
  'naive-on-disk': true,
  lines: false,
  // The body is in memory as bytes, of which V8 can hold more.
  'lines-on-disk': false,
  'json-stream': false,
};

export const longestText: NonNullable<Case['longestText']> = ({ served }, { strategy }) => {
  if (served === null || !takesOneText[strategy as StrategyName]) return null;
  const { description, seed } = served as Served;
  const unmerged = openUnmerged(description, seed);
  return { what: 'the list', bytes: listBytes(fileForms.json.frame, unmerged.files, unmerged.characters()) };
};
