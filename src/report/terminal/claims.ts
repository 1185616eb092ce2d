import { type Verdict, verdictOfRun } from '../../analysis/checks/verdict.ts';
import { askedOf, groundsOf, isSurprise, tallyOf, verdictOf } from '../../analysis/claims/claim-words.ts';
import type { JudgedClaim, Judgement } from '../../record/claims.ts';
import type { Run } from '../../record/run.ts';
import { columnsOf, type TerminalStyle, wrap, wrapFew } from './layout.ts';
import { type Colour, type Paint, painter } from './paint.ts';

/** The claims alone, for a person at a terminal: the tally first, then words, source and verdicts of each. */
export const renderTerminalClaims = (
  run: Run,
  { colour = false, width = 80 }: TerminalStyle = {},
  verdict: Verdict = verdictOfRun(run),
): string => {
  const paint = painter(colour);
  const columns = columnsOf(width);
  const name = wrap(run.scenario.name, columns, '').join('\n');
  const headline = wrap(verdict.headline, columns, '  ').join('\n');
  return `${paint('bold', name)}\n${paint('bold', headline)}\n\n${claimsBlock(run, columns, paint)}\n`;
};

/** The claims as a block of a terminal's report; empty where there are none. */
export const claimsBlock = ({ claims }: Pick<Run, 'claims'>, columns: number, paint: Paint): string =>
  claims.length === 0
    ? ''
    : [tallyOf(claims), ...claims.map((claim) => claimInLines(claim, columns, paint))].join('\n\n');

const claimInLines = (
  { id, who, where, says, judgements }: JudgedClaim,
  columns: number,
  paint: Paint,
): string => {
  const words = wrap(`${id}. “${says}”`, columns, '   ');
  const source = wrap(`${who}, ${where}`, columns - 3, '').map((line) => paint('dim', `   ${line}`));
  return [...words, ...source, ...judgements.flatMap((one) => judgementInLines(one, columns, paint))].join(
    '\n',
  );
};

const judgementInLines = (judgement: Judgement, columns: number, paint: Paint): string[] => {
  const verdict = verdictOf(judgement);
  const asked = askedOf(judgement);
  const head = wrap(asked === '' ? verdict : `${verdict} — ${asked}`, columns - 3, '  ');
  const grounds = wrapFew(groundsOf(judgement), columns - 5, '');
  const tone = isSurprise(judgement) ? 'red' : tones[judgement.verdict];
  return [
    ...head.map((line, i) =>
      i === 0 && line.startsWith(verdict)
        ? `   ${paint(tone, verdict)}${line.slice(verdict.length)}`
        : `   ${line}`,
    ),
    ...grounds.map((line) => paint('dim', `     ${line}`)),
  ];
};

const tones: Readonly<Record<Judgement['verdict'], Colour>> = {
  holds: 'green',
  fails: 'yellow',
  undecided: 'cyan',
  'not measurable': 'dim',
};
