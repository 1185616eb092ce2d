import type { JsonValue } from '../../src/subject/json.ts';

/** Where our record of a workflow is not WMCore's. The table of src/cases/reqmgr2/consumers/rule-cleaner/README.md, row by row. */
export interface Difference {
  readonly what: string;
  /** As text: in an object, JavaScript would sort its keys. */
  readonly document: string;
  readonly field: string;
  /** What MSRuleCleanerWflow raises, or has in the field; the values of a list in any order. */
  readonly theirs: { readonly raises: string } | { readonly value: string };
  readonly ours: JsonValue;
}

export const differences: readonly Difference[] = [
  {
    what: 'a list found more than once, with objects in it',
    document: '{"A":{"RequestTransition":[{"Status":"new"}]},"RequestTransition":[]}',
    field: 'RequestTransition',
    theirs: { raises: "TypeError: unhashable type: 'dict'" },
    ours: [{ Status: 'new' }],
  },
  {
    what: 'the same, with lists in it',
    document: '{"A":{"OutputDatasets":[["a"]]},"OutputDatasets":[]}',
    field: 'OutputDatasets',
    theirs: { raises: "TypeError: unhashable type: 'list'" },
    ours: [['a']],
  },
  {
    what: 'a list found more than once, once as null',
    document: '{"A":{"OutputDatasets":null},"OutputDatasets":["a"]}',
    field: 'OutputDatasets',
    theirs: { raises: "TypeError: 'NoneType' object is not iterable" },
    ours: ['a'],
  },
  {
    what: 'the same, once as a number or a boolean',
    document: '{"A":{"OutputDatasets":1},"OutputDatasets":["a"]}',
    field: 'OutputDatasets',
    theirs: { raises: "TypeError: 'int' object is not iterable" },
    ours: [1, 'a'],
  },
  {
    what: 'the same, once as a text: its letters',
    document: '{"A":{"OutputDatasets":"ab"},"OutputDatasets":[]}',
    field: 'OutputDatasets',
    theirs: { value: '["a","b"]' },
    ours: ['ab'],
  },
  {
    what: 'the same, once as an object: its keys',
    document: '{"A":{"OutputDatasets":{"x":1}},"OutputDatasets":[]}',
    field: 'OutputDatasets',
    theirs: { value: '["x"]' },
    ours: [{ x: 1 }],
  },
  {
    what: 'a list found more than once, with 1 and true (or 0 and false) in it, which Python takes for the same',
    document: '{"A":{"OutputDatasets":[1]},"OutputDatasets":[true]}',
    field: 'OutputDatasets',
    theirs: { value: '[1]' },
    ours: [1, true],
  },
  {
    what: 'an object found more than once, once as null, a number or a boolean',
    document: '{"A":{"CleanupStatus":null},"CleanupStatus":{"x":true}}',
    field: 'CleanupStatus',
    theirs: { raises: "TypeError: 'NoneType' object is not iterable" },
    ours: { x: true },
  },
  {
    what: 'the same, once as a text',
    document: '{"A":{"CleanupStatus":"a"},"CleanupStatus":{"x":true}}',
    field: 'CleanupStatus',
    theirs: { raises: 'ValueError: dictionary update sequence element #0 has length 1; 2 is required' },
    ours: { x: true },
  },
  {
    what: 'the same, once as a list of pairs, which Python merges',
    document: '{"A":{"CleanupStatus":[["x",true]]},"CleanupStatus":{}}',
    field: 'CleanupStatus',
    theirs: { value: '{"x":true}' },
    ours: {},
  },
  {
    what: 'a text found more than once, once as a list or an object',
    document: '{"A":{"InputDataset":["a"]},"InputDataset":"a"}',
    field: 'InputDataset',
    theirs: { raises: "TypeError: unhashable type: 'list'" },
    ours: [['a'], 'a'],
  },
  {
    what: 'the same, once as 1 and once as true (or 0 and false)',
    document: '{"A":{"InputDataset":1},"InputDataset":true}',
    field: 'InputDataset',
    theirs: { value: '1' },
    ours: [1, true],
  },
  {
    what: 'keys that are whole numbers, which JavaScript walks first: of a merged object, another wins',
    document: '{"b":{"CleanupStatus":{"x":1}},"1":{"CleanupStatus":{"x":2}}}',
    field: 'CleanupStatus',
    theirs: { value: '{"x":2}' },
    ours: { x: 1 },
  },
  {
    what: 'a whole number beyond 2^53',
    document: '{"RequestName":9007199254740993}',
    field: 'RequestName',
    theirs: { value: '9007199254740993' },
    // 2^53: the nearest that JavaScript has.
    ours: 2 ** 53,
  },
];
