import { describe, expect, test } from 'vitest';
import { recordOf } from '../../src/cases/reqmgr2/consumers/rule-cleaner/record.ts';
import type { JsonObject } from '../../src/subject/json.ts';

describe('a field of the record', () => {
  test('has its default where the document has it nowhere', () => {
    expect(recordOf({})).toEqual({
      RequestName: null,
      RequestType: null,
      SubRequestType: null,
      RequestStatus: null,
      TargetStatus: null,
      InputDataset: null,
      ParentDataset: [],
      OutputDatasets: [],
      TapeRulesStatus: [],
      RequestTransition: [],
      RulesToClean: {},
      CleanupStatus: {},
      TransferDone: false,
      TransferTape: false,
      IsClean: false,
      IsLogDBClean: false,
      IsArchivalDelayExpired: false,
      ForceArchive: false,
      IncludeParents: false,
      ParentageResolved: true,
      PlineMarkers: null,
      StatusAdvanceExpiredMsg: '',
    });
  });

  test('has the one value found, at any depth, as it is', () => {
    const document = {
      Tasks: [{ deep: { InputDataset: '/a/b/RAW' } }],
      OutputDatasets: null,
      IsClean: 'maybe',
    };
    expect(recordOf(document)).toMatchObject({
      InputDataset: '/a/b/RAW',
      OutputDatasets: null,
      IsClean: 'maybe',
    });
  });

  test('is true if any of several truths is, as Python sees truth', () => {
    const several = (...values: (boolean | null | string | [] | JsonObject)[]) =>
      recordOf({ list: values.map((IncludeParents) => ({ IncludeParents })) }).IncludeParents;
    expect(several(false, true, false)).toBe(true);
    expect(several(false, null, '', [], {})).toBe(false);
    expect(several(false, 'yes')).toBe(true);
  });

  test('joins several lists one level deep, without duplicates, deeper ones first', () => {
    const document = {
      OutputDatasets: ['a', 'b'],
      Step1: { OutputDatasets: ['c', 'a'] },
      Step2: { OutputDatasets: [['d']] },
    };
    expect(recordOf(document).OutputDatasets).toEqual(['c', 'a', ['d'], 'b']);
  });

  test('merges several objects, the later wins: the outer one', () => {
    const document = { CleanupStatus: { x: 1, y: 2 }, Step1: { CleanupStatus: { x: 3, z: 4 } } };
    expect(recordOf(document).CleanupStatus).toEqual({ x: 1, y: 2, z: 4 });
  });

  test('is one string where several agree, and a list of the distinct ones where they do not', () => {
    const tasks = (...names: (string | null)[]) => ({
      Tasks: names.map((InputDataset) => ({ InputDataset })),
    });
    expect(recordOf(tasks('a', 'a')).InputDataset).toBe('a');
    expect(recordOf(tasks('a', 'b', 'a')).InputDataset).toEqual(['a', 'b']);
    expect(recordOf(tasks('a', null)).InputDataset).toEqual(['a', null]);
  });

  test('is found inside the value of another field', () => {
    const document = { RequestTransition: [{ Status: 'new', ForceArchive: true }] };
    expect(recordOf(document)).toMatchObject({
      ForceArchive: true,
      RequestTransition: document.RequestTransition,
    });
  });
});

test('the parent dataset becomes a list', () => {
  expect(recordOf({ ParentDataset: null }).ParentDataset).toEqual([]);
  expect(recordOf({ ParentDataset: '/a/b/RAW' }).ParentDataset).toEqual(['/a/b/RAW']);
  expect(recordOf({ ParentDataset: 'x', Step1: { ParentDataset: 'y' } }).ParentDataset).toEqual(['y', 'x']);
});

test('what was found is a copy', () => {
  const document = { RequestTransition: [{ Status: 'new' }], Step1: { RulesToClean: { a: [1] } } };
  const record = recordOf(document);
  document.RequestTransition[0] = { Status: 'changed' };
  document.Step1.RulesToClean.a.push(2);
  expect(record).toMatchObject({ RequestTransition: [{ Status: 'new' }], RulesToClean: { a: [1] } });
});

test('only own keys count', () => {
  expect(recordOf(Object.create({ RequestName: 'inherited', nested: { IsClean: true } }))).toEqual(
    recordOf({}),
  );
});

test('a key __proto__ is searched, copied and merged like any other', () => {
  const document: JsonObject = JSON.parse(
    '{"__proto__": {"IsClean": true}, "RulesToClean": {"__proto__": {"a": 1}}, "Step1": {"RulesToClean": {"b": 2}}}',
  );
  const record = recordOf(document);
  expect(record.IsClean).toBe(true);
  expect(Object.entries(record.RulesToClean as JsonObject)).toEqual([
    ['b', 2],
    ['__proto__', { a: 1 }],
  ]);
});
