import { longestString } from '../../record/longest-string.ts';
import type { Case } from '../../scenario/case.ts';
import { formatBytes } from '../../units/bytes.ts';
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

/** A list that is one text longer than V8's longest. */
export const whyHopeless: NonNullable<Case['whyHopeless']> = ({ served }, { strategy }) => {
  if (served === null || !takesOneText[strategy as StrategyName]) return null;
  const { description, seed } = served as Served;
  const unmerged = openUnmerged(description, seed);
  const bytes = listBytes(fileForms.json.frame, unmerged.files, unmerged.characters());
  if (bytes <= longestString) return null;
  return {
    reason: `${strategy} takes the list as one text of about ${formatBytes(bytes)}, and V8's longest has ${formatBytes(longestString)}`,
    hopeBelow: longestString / bytes,
  };
};
