import { describe, expect, test } from 'vitest';
import { hindranceTo, purposesFor, referenceFor } from '../../src/record/rows.ts';
import { aProgram, aRow, defaultMetrics } from '../builders/journals.ts';

describe('the samples of a row', () => {
  test('of a program are timed, and traced if it can be', () => {
    expect(purposesFor(aProgram('client'), { metrics: [...defaultMetrics, 'tracedPeak'] })).toEqual([
      'timing',
    ]);
    expect(
      purposesFor(aProgram('client', { traced: true }), { metrics: [...defaultMetrics, 'tracedPeak'] }),
    ).toEqual(['timing', 'traced']);
  });

  test('of a strategy are never traced', () => {
    expect(purposesFor(aRow('naive'), { metrics: ['tracedPeak', 'peakHeap'] })).toEqual(['heap']);
  });

  test('are timed where nothing that is wanted can be had: that it processes the workload is worth knowing', () => {
    expect(purposesFor(aProgram('client'), { metrics: ['peakLive'] })).toEqual(['timing']);
    expect(purposesFor(aRow('naive'), { metrics: ['tracedPeak'] })).toEqual(['timing']);
  });

  test('that a metric cannot be had of have a reason', () => {
    expect(hindranceTo('peakLive', aProgram('client'))).toContain('V8');
    expect(hindranceTo('tracedPeak', aProgram('client'))).toContain('traced: true');
    expect(hindranceTo('tracedPeak', aRow('naive'))).toContain('peak live');
    expect(hindranceTo('peakRss', aProgram('client'))).toBeNull();
    expect(hindranceTo('requests', aProgram('client'))).toBeNull();
  });
});

describe('the reference of a row', () => {
  const rows = [
    aRow('idle'),
    aRow('naive'),
    aRow('other'),
    aProgram('python idle', {}, { yields: 'nothing' }),
    aProgram('python hopeless', {}, { expect: 'fails' }),
    aProgram('python naive'),
    aProgram('python chunks'),
  ];
  const referenceOf = (label: string, reference: string | null) =>
    referenceFor(rows.find((row) => row.label === label) ?? aRow(label), reference, rows);

  test('is the run’s if both have the same runtime', () => {
    expect(referenceOf('other', 'naive')).toBe('naive');
    expect(referenceOf('python naive', 'python chunks')).toBe('python chunks');
  });

  test('is else the first of its runtime that is to process the workload', () => {
    expect(referenceOf('python chunks', 'naive')).toBe('python naive');
    expect(referenceOf('other', 'python naive')).toBe('naive');
  });

  test('is none where its runtime has no such row', () => {
    expect(referenceFor({ runtime: 'ruby' }, 'naive', rows)).toBeNull();
  });
});
