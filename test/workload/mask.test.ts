import { expect, test } from 'vitest';
import { maskedValue, UnmaskableError } from '../../src/cases/reqmgr2/workload/documents/mask.ts';

/*
 * As `RequestInfo.get` of WMCore's ReqMgr/DataStructs/Request.py answers for the same documents.
 */
const chain = {
  TaskChain: 2,
  Task1: {
    InputDataset: '/a/b/RAW',
    Memory: 2000,
    Multicore: true,
    KeepOutput: false,
    LumiList: {},
    Era: 'A',
  },
  Task2: { Memory: 2000, KeepOutput: true, Arch: ['x', 'y'], Era: '' },
  Memory: 4000,
  Era: { Task2: 'B' },
  ChainParentageMap: { Task1: { ParentDset: null }, Task2: { ParentDset: '/a' } },
  AgentJobInfo: { agent: { status: {} } },
  Arch: ['y', 'z'],
  Campaign: 'C',
};

test.each([
  ['what one task has, as a list', 'InputDataset', ['/a/b/RAW']],
  ['what several tasks agree in, once', 'Memory', [2000]],
  ['each value of the tasks', 'KeepOutput', [false, true]],
  ["a task's list with what the document has for a task without", 'Arch', ['y', 'z', 'x']],
  ['nothing of an empty text, and of a task without only what is under its name', 'Era', ['A']],
  ["the document's own where no task has it", 'Campaign', 'C'],
  ['of an object of its own, the values', 'ChainParentageMap', [{ ParentDset: null }, { ParentDset: '/a' }]],
  ['of two objects, all', 'AgentJobInfo', { agent: { status: {} } }],
  ['null where nobody has it', 'PrepID', null],
])('of a chain a mask leaves %s', (_, key, expected) => {
  expect(maskedValue(chain, key)).toEqual(expected);
});

test('of a chain whose tasks hold objects a mask leaves nothing, and the real service fails', () => {
  expect(() => maskedValue(chain, 'LumiList')).toThrow(UnmaskableError);
});

test('of another document a mask leaves what stands at its top', () => {
  expect(maskedValue({ RequestType: 'ReReco', InputDataset: '/a' }, 'InputDataset')).toBe('/a');
  expect(maskedValue({ RequestType: 'ReReco', Era: { Task1: 'A' } }, 'Era')).toEqual({ Task1: 'A' });
  expect(maskedValue({ RequestType: 'ReReco' }, 'InputDataset')).toBeNull();
});
