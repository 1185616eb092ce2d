import {
  foundOf,
  groundsOf,
  isSurprise,
  sizeInWords,
  tallyOf,
  verdictOf,
} from '../../analysis/claims/claim-words.ts';
import type { CaseWords } from '../../record/case.ts';
import type { JudgedClaim, Judgement } from '../../record/checks/claims.ts';
import type { Run } from '../../record/run.ts';
import { type ClaimText, type Section, section, type Tone, text } from './report.ts';

/** The tally, then the claims word for word, each with its verdicts; without blocks for a run without claims. */
export const claimsSection = ({ claims, case: { words } }: Pick<Run, 'claims' | 'case'>): Section =>
  section(
    'claims',
    'Claims',
    claims.length === 0
      ? []
      : [
          text(`${tallyOf(claims)}.`),
          { kind: 'claims', content: claims.map((claim) => claimText(claim, words)) },
        ],
  );

const claimText = ({ id, who, where, says, judgements }: JudgedClaim, words: CaseWords): ClaimText => ({
  id,
  who,
  where,
  says,
  readings: judgements.map((judgement) => ({
    item: { mark: verdictOf(judgement), tone: toneOf(judgement), text: foundOf(judgement, words) },
    grounds: groundsOf(judgement),
    judgement,
    against: judgement.judge.kind === 'growth' ? sizeInWords(judgement.judge.against, words) : '',
  })),
});

/** A verdict that was not expected is what a reader must see. */
const toneOf = (judgement: Judgement): Tone => (isSurprise(judgement) ? 'bad' : tones[judgement.verdict]);

const tones: Readonly<Record<Judgement['verdict'], Tone>> = {
  holds: 'good',
  fails: 'known',
  undecided: 'open',
  'not measurable': 'faint',
};
