import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { describe, expect, test } from 'vitest';
import serve from '../../src/cases/unmerged/services.ts';
import { openUnmerged } from '../../src/cases/unmerged/workload.ts';
import { promptServices } from '../../src/record/journal/services-behaviour.ts';
import { startServices } from '../../src/services/server/server.ts';
import { folderWith } from '../cli/command.ts';

const client = fileURLToPath(new URL('../../fixtures/clients/wmcore_unmerged.py', import.meta.url));
const checkout = process.env.WMCORE_SRC;
const description = { files: 2_000, directories: 30, rse: 'T2_CH_CERN' };

const run = async (form: string, env: Readonly<Record<string, string>>) => {
  const folder = await folderWith();
  const files = {
    TIDEMARK_PROCESSED: path.join(folder, 'processed'),
    TIDEMARK_REPORT: path.join(folder, 'report'),
  };
  const { exitCode, stderr } = await execa('/usr/bin/python3', [client, form], {
    env: { TMPDIR: folder, ...files, ...env },
    reject: false,
  });
  const textOf = (file: string): Promise<string> => readFile(file, 'utf8').catch(() => '');
  return {
    exitCode,
    stderr,
    processed: await textOf(files.TIDEMARK_PROCESSED),
    report: await textOf(files.TIDEMARK_REPORT),
  };
};

// Skipped without a checkout of WMCore, which WMCORE_SRC names.
describe.skipIf(checkout === undefined)("WMCore's own MSUnmerged", () => {
  test.each(['raw', 'json', 'stream'])('finds every file and directory by %s', async (form) => {
    const services = await startServices({
      serve: (tools) => serve({ description, seed: 3 }, tools),
      seed: 3,
      behaviour: { ...promptServices, gzip: true },
    });
    try {
      const { exitCode, stderr, processed, report } = await run(form, {
        TIDEMARK_URL: services.url,
        TIDEMARK_RSE: description.rse,
        WMCORE_SRC: checkout ?? '',
      });
      expect(exitCode, stderr).toBe(0);
      const paths = [...openUnmerged(description, 3).paths(description.files)];
      expect(processed).toBe(`${paths.join('\n')}\n`);
      expect(JSON.parse(report).consumer).toEqual({ total: 2_000, toDelete: 27, protected: 3 });
    } finally {
      await services.close();
    }
  });

  test('is told in a sentence what is missing', async () => {
    expect((await run('xml', {})).stderr).toContain("There is no form 'xml' of the list.");
    expect((await run('raw', {})).stderr).toContain('TIDEMARK_URL is not set');
  });
});
