import { expect, test } from 'vitest';
import type { Prediction } from '../../src/analysis/predict.ts';
import { drawMarkdown } from '../../src/report/markdown/markdown.ts';
import { reportOfPredictions } from '../../src/report/predictions.ts';
import { aCase } from '../builders/journals.ts';

const predictionOf = (slope: number, half: number): Prediction =>
  ({
    label: 'idle',
    metric: 'peakRss',
    fit: { slope, slopeCi95: [slope - half, slope + half] },
    memory: [{ items: 10, answer: { bytes: 5e6, ci95: [5e6 - half, 5e6 + half] } }],
    backlog: [],
    cliff: null,
  }) as unknown as Prediction;

test('a spread that is too narrow to be seen is left out, and nothing has no sign', () => {
  const text = drawMarkdown(reportOfPredictions([predictionOf(-0.2, 0.1)], aCase.words));
  expect(text).toMatch(/ 0 B \|/);
  expect(text).not.toMatch(/±|-0/);
  expect(drawMarkdown(reportOfPredictions([predictionOf(1e5, 2e3)], aCase.words))).toContain(
    '100 kB ± 2.00 kB',
  );
});
