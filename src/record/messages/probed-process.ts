import { countFrom, listOf, name, type Of, objectOf, oneOf, text } from '../shape.ts';
import { unseenEvidenceShape } from '../unseen.ts';
import { figuresShape, timelinePointShape } from './subject-report.ts';

/** What the preload has read in one process when that ends. */
export const probedProcessShape = objectOf({
  pid: countFrom(1),
  /** Its script, relative to the folder that it was started in where it lies below it, else the file's name; `[eval]` without one. */
  name,
  /** Such as `Node 20.20.0`. */
  version: text,
  /** Milliseconds since 1970. */
  startedAt: countFrom(0),
  metrics: figuresShape,
  /** How finely a live sample has looked to its end; null in others. */
  precision: oneOf(['fine', 'coarse']).nullable(),
  timeline: listOf(timelinePointShape, 'points'),
  unseen: unseenEvidenceShape,
});
export type ProbedProcess = Of<typeof probedProcessShape>;
