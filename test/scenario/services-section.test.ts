import { describe, expect, test } from 'vitest';
import { faultKinds } from '../../src/record/faults.ts';
import { promptServices } from '../../src/record/journal/services-behaviour.ts';
import { complaintAbout, loadText } from './scenario-folder.ts';

const scenario = (services: string, rest = ''): string =>
  `name: known\nworkload: small\nservices: ${services}\nstrategies: [naive]\n${rest}`;
const fault = (text: string): string => scenario(`{ faults: [${text}] }`);

describe('the services section', () => {
  test('has a default for every key but those of a fault and of a slow start', () => {
    expect(loadText(scenario('{}')).services).toEqual(promptServices);
    expect(loadText(scenario('{ latency: {}, answerLimit: {}, churn: { vanish: 2 } }')).services).toEqual({
      ...promptServices,
      churn: { change: 0, appear: 0, vanish: 2 },
    });
  });

  test('says how the services misbehave', () => {
    const text = [
      'clock: 0.1, bandwidth: 20e6, connections: 4',
      'slowStart: { requests: 3, time: 500 }',
      'answerLimit: { time: 1000, bytes: 100000 }',
    ].join(', ');
    expect(loadText(scenario(`{ ${text} }`)).services).toEqual({
      ...promptServices,
      clock: 0.1,
      bandwidth: 20e6,
      connections: 4,
      slowStart: { requests: 3, time: 500 },
      answerLimit: { time: 1000, bytes: 100_000 },
    });
  });

  test('lists faults at requests of their own, or by chance', () => {
    const text = fault(
      "{ kind: status-429, at: [3] }, { kind: status-503, probability: 0.1, path: '*bynames', times: 2, retryAfter: 5 }, { kind: stall, at: [1, 2] }",
    );
    expect(loadText(text).services.faults).toEqual([
      { kind: 'status-429', path: '', when: { at: [3] }, times: null, retryAfter: 1 },
      { kind: 'status-503', path: '*bynames', when: { probability: 0.1 }, times: 2, retryAfter: 5 },
      { kind: 'stall', path: '', when: { at: [1, 2] }, times: null, retryAfter: null },
    ]);
  });
});

describe('what is wrong in it is told', () => {
  test.each([
    ['{ clock: 0 }', '20: expected a number above 0; found 0'],
    ['{ clock: fast }', '20: expected a number above 0; found "fast"'],
    ['{ bandwidth: 20 MB }', '24: expected a number above 0; found "20 MB"'],
    ['{ bandwidth: -1 }', '24: expected a number above 0; found -1'],
    ['{ connections: 0 }', '26: expected a whole number from 1; found 0'],
    ['{ slowStart: 5 }', '24: expected a mapping with requests, time; found 5'],
    ['{ slowStart: { requests: 3 } }', '24: "time" is missing: expected a number from 0'],
    ['{ slowStart: { requests: 0, time: 1 } }', '36: expected a whole number from 1; found 0'],
    ['{ answerLimit: { time: 0 } }', '34: expected a number above 0; found 0'],
    ['{ answerLimit: { bytes: 1.5 } }', '35: expected a whole number from 1; found 1.5'],
    ['{ answerLimit: { size: 5 } }', '28: unknown key "size"\n  Known: time, bytes.'],
    ['{ churn: 0.5 }', '20: expected a mapping with change, appear, vanish; found 0.5'],
    ['{ churn: { vanish: -1 } }', '30: expected a number from 0; found -1'],
    [
      '{ churn: { vanishes: 1 } }',
      '22: unknown key "vanishes"\n  Did you mean "vanish"? Known: change, appear, vanish.',
    ],
    ['{ faults: reset }', '21: expected a list of faults; found "reset"'],
    [
      '{ falts: [] }',
      '13: unknown key "falts"\n  Did you mean "faults"? Known: clock, latency, slowStart, bandwidth, requestLineLimit, answerLimit, connections, gzip, faults, churn.',
    ],
  ])('%s', (services, complaint) => {
    expect(complaintAbout(scenario(services))).toBe(`scenario.yaml:3:${complaint}`);
  });

  test.each([
    [
      '{ kind: resett, at: [1] }',
      `30: unknown kind of fault "resett"\n  Did you mean "reset"? Known: ${faultKinds.join(', ')}.`,
    ],
    ['{ at: [1] }', '22: "kind" is missing: expected the name of a kind of fault'],
    [
      '{ kind: reset }',
      '22: expected either at or probability; found neither\n  at: [3] spoils the third answer of a sample, probability: 0.01 every hundredth on average.',
    ],
    [
      '{ kind: reset, at: [1], probability: 1 }',
      '22: expected either at or probability; found both\n  at: [3] spoils the third answer of a sample, probability: 0.01 every hundredth on average.',
    ],
    ['{ kind: reset, at: 3 }', '41: expected a list of request numbers, such as [3, 7]; found 3'],
    ['{ kind: reset, at: [] }', '41: expected at least one request number; found a list'],
    ['{ kind: reset, at: [0] }', '42: expected a whole number from 1; found 0'],
    ['{ kind: reset, probability: 0 }', '50: expected a number above 0, up to 1; found 0'],
    ['{ kind: reset, probability: 2 }', '50: expected a number above 0, up to 1; found 2'],
    [
      '{ kind: reset, at: [1], path: reqmgr2 }',
      '52: expected what the path and query begin with: a text that starts with / or *; found "reqmgr2"',
    ],
    ['{ kind: reset, at: [1], times: 0 }', '53: expected a whole number from 1; found 0'],
    [
      '{ kind: reset, at: [1], retryAfter: 5 }',
      '58: reset has no Retry-After\n  status-429 and status-503 have. Remove the key, or choose one of them.',
    ],
    ['{ kind: status-503, at: [1], retryAfter: soon }', '63: expected a whole number from 0; found "soon"'],
  ])('a fault %s', (text, complaint) => {
    expect(complaintAbout(fault(text))).toBe(`scenario.yaml:3:${complaint}`);
  });
});

describe('losses', () => {
  test('fail a sample, unless the scenario says that they are counted', () => {
    expect(loadText(scenario('{}')).losses).toBe('fail');
    expect(loadText(scenario('{}', 'losses: count\n')).losses).toBe('count');
  });

  test('are treated in one of two ways', () => {
    expect(complaintAbout(scenario('{}', 'losses: cout\n'))).toBe(
      'scenario.yaml:5:9: unknown treatment of losses "cout"\n  Did you mean "count"? Known: fail, count.',
    );
  });
});

test('churn and metrics over several cycles do not go together', () => {
  const text = scenario('{ churn: { vanish: 1 } }', 'metrics: [wallTime, warmTime]\n');
  const complaint =
    'with churn, the cycles of one process do different work, and warmTime cannot compare them\n  Remove the churn, or measure other metrics.';
  expect(complaintAbout(text)).toBe(`scenario.yaml:3:13: ${complaint}`);
});
