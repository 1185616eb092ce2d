import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { reqmgr2 } from '../../src/cases/reqmgr2/case.ts';
import { readProcessedLog, readReport } from '../../src/runner/program/program-report.ts';
import { fingerprintIn } from '../builders/reqmgr2.ts';
import { folderWith } from '../cli/command.ts';

const consumer = reqmgr2.consumers['rule-cleaner'] ?? { counts: {} };

const fileOf = async (text: string): Promise<string> => path.join(await folderWith({ file: text }), 'file');

describe('the report of a program', () => {
  test('may be absent, or say as little as it likes', async () => {
    expect(await readReport('/nowhere/report.json', consumer)).toEqual({ type: 'read', value: {} });
    expect(await readReport(await fileOf('{}'), consumer)).toEqual({ type: 'read', value: {} });
  });

  test('says what the program knows of itself', async () => {
    const value = {
      processed: 3,
      tracedPeak: 1000,
      peakRss: 2000,
      consumer: { total: 3, cleaned: 2, normalArchived: 1, forceArchived: 0 },
      version: 'CPython 3.9.1',
    };
    expect(await readReport(await fileOf(JSON.stringify(value)), consumer)).toEqual({ type: 'read', value });
  });

  test("may call its consumer's report as it was called before, which is told", async () => {
    const counts = { total: 3, cleaned: 2, normalArchived: 1, forceArchived: 0 };
    const value = { consumer: counts };
    const text = JSON.stringify({ ruleCleaner: counts });
    const oldName = { was: 'ruleCleaner', is: 'consumer', in: "a program's report" };
    expect(await readReport(await fileOf(text), consumer)).toEqual({ type: 'read', value, oldName });
  });

  test.each([
    ['{"processed": 1', 'its report is not JSON'],
    ['[1, 2]', 'its report: expected an object'],
    ['{"tracedpeak": 1}', 'unknown key "tracedpeak"; known: processed, tracedPeak'],
    ['{"processed": -1}', '"processed": expected a whole number from 0'],
    ['{"tracedPeak": "much"}', '"tracedPeak": expected a whole number from 0'],
    ['{"consumer": {"total": 1.5}}', '"consumer.total": expected a whole number from 0'],
    ['{"consumer": 5}', '"consumer": expected an object'],
  ])('%s is nonsense, and the reason is told', async (text, message) => {
    expect(await readReport(await fileOf(text), consumer)).toEqual({
      type: 'nonsense',
      message: expect.stringContaining(message),
    });
  });
});

describe('the log of processed items', () => {
  test('is a line each, with or without a newline at the end', async () => {
    const value = [fingerprintIn('a', 'announced', 1746000000), fingerprintIn('b', '', 0)];
    for (const end of ['', '\n']) {
      const file = await fileOf(`a\tannounced\t1746000000\nb\t\t0${end}`);
      expect(await readProcessedLog(file, reqmgr2.log)).toEqual({ type: 'read', value });
    }
  });

  test('loses the line within which its writer was killed, and no other', async () => {
    const whole = 'a\tannounced\t5\n';
    const value = [fingerprintIn('a', 'announced', 5)];
    for (const text of [whole, `${whole}b\tann`]) {
      expect(await readProcessedLog(await fileOf(text), reqmgr2.log, 'cut short')).toEqual({
        type: 'read',
        value,
      });
    }
  });

  test('may be empty, which is not the same as absent', async () => {
    expect(await readProcessedLog(await fileOf(''), reqmgr2.log)).toEqual({ type: 'read', value: [] });
    expect(await readProcessedLog('/nowhere/log', reqmgr2.log)).toEqual({ type: 'read', value: null });
  });

  test.each([
    ['a\tannounced', 1],
    ['a\tannounced\t5\nb\tannounced\tyesterday', 2],
    ['a\tannounced\t5\n\nb\tannounced\t6', 2],
    ['a\tannounced\t5\tmore', 1],
    ['\tannounced\t5', 1],
    ['a\tannounced\t', 1],
  ])('%j is nonsense in line %i', async (text, line) => {
    expect(await readProcessedLog(await fileOf(text), reqmgr2.log)).toEqual({
      type: 'nonsense',
      message: expect.stringContaining(`line ${line} of its log of processed items`),
    });
  });
});
