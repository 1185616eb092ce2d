import { describe, expect, test } from 'vitest';
import { dispatch } from '../../src/cases/reqmgr2/consumers/rule-cleaner/dispatch.ts';
import { recordOf } from '../../src/cases/reqmgr2/consumers/rule-cleaner/record.ts';
import type { JsonObject, JsonValue } from '../../src/subject/json.ts';
import { workflow } from './tiny-services.ts';

const dispositionOf = (more: JsonObject, locks: readonly JsonValue[] = []) => {
  const { runs, clean, archived } = dispatch(recordOf(workflow('w', more)), new Set(locks));
  return { pipelines: runs.map(({ pipeline }) => pipeline), clean, archived };
};

const all = ['plineMSTrCont', 'plineMSTrBlock', 'plineAgentCont', 'plineAgentBlock'];

describe('a workflow', () => {
  test.each(['announced', 'rejected', 'aborted-completed'])(
    '%s and ready: all pipelines, then archived',
    (RequestStatus) => {
      expect(dispositionOf({ RequestStatus })).toEqual({ pipelines: all, clean: true, archived: 'normal' });
    },
  );

  test('a resubmission: no cleaning, archived by force', () => {
    const expected = { pipelines: [], clean: false, archived: 'force' };
    expect(dispositionOf({ RequestType: 'Resubmission' })).toEqual(expected);
    expect(dispositionOf({ RequestType: 'Resubmission', TransferDone: false })).toEqual(expected);
  });

  test('announced and output not transferred: nothing, and not archived', () => {
    expect(dispositionOf({ TransferDone: false })).toEqual({ pipelines: [], clean: false, archived: null });
  });

  test('announced and not yet on tape: its input is cleaned, and it is not archived even by force', () => {
    const expected = { pipelines: ['plineMSTrCont', 'plineMSTrBlock'], clean: true, archived: null };
    expect(dispositionOf({ TransferTape: false })).toEqual(expected);
    expect(dispositionOf({ TransferTape: false, ForceArchive: true })).toEqual(expected);
  });

  test('rejected and output not transferred: transfers only matter once announced', () => {
    expect(dispositionOf({ RequestStatus: 'rejected', TransferDone: false }).pipelines).toEqual(all);
  });

  test('in another status: nothing, not even for a resubmission, which has no archived status to go to', () => {
    expect(dispositionOf({ RequestStatus: 'new' })).toEqual({ pipelines: [], clean: false, archived: null });
    expect(dispositionOf({ RequestStatus: 'new', RequestType: 'Resubmission' }).archived).toBeNull();
  });

  test('in two statuses at once: nothing', () => {
    expect(dispositionOf({ Task1: { RequestStatus: 'new' } })).toEqual({
      pipelines: [],
      clean: false,
      archived: null,
    });
  });

  test('with the mark to archive it by force: archived so, clean or not', () => {
    expect(dispositionOf({ ForceArchive: true })).toEqual({ pipelines: all, clean: true, archived: 'force' });
    expect(dispositionOf({ ForceArchive: true, TransferDone: false }).archived).toBe('force');
  });

  test('that an earlier pipeline left unclean: not clean, so not archived', () => {
    const earlier = { PlineMarkers: ['plineOther'], CleanupStatus: { plineOther: false } };
    expect(dispositionOf(earlier)).toEqual({ pipelines: all, clean: false, archived: null });
  });
});

test('locked input keeps its rules; output has no locks', () => {
  const record = recordOf(
    workflow('w', {
      InputDataset: '/in/1/RAW',
      ParentDataset: '/parent/1/RAW',
      OutputDatasets: ['/out/1/AOD'],
    }),
  );
  const { runs } = dispatch(record, new Set(['/parent/1/RAW', '/out/1/AOD']));
  expect(runs.map(({ datasets }) => datasets)).toEqual([
    ['/in/1/RAW'],
    ['/in/1/RAW'],
    ['/out/1/AOD'],
    ['/out/1/AOD'],
  ]);
});
