import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { type LoadJob, type LoadReport, loadReportShape } from '../../record/messages/load.ts';
import { type Child, startChild } from '../processes/child-process.ts';
import { compileCacheFor } from '../processes/compile-cache.ts';
import { ownEnvironment } from '../processes/process-environment.ts';
import { writeTemporary } from '../processes/scratch.ts';

/** With this file's own extension: `.js` in the package, which is built. */
const loadMain = path.join(import.meta.dirname, `../../load/main${path.extname(import.meta.filename)}`);

export type LoadEnd =
  | { readonly type: 'reported'; readonly report: LoadReport }
  | { readonly type: 'timeout' }
  | { readonly type: 'interrupted' };

export interface LoadProcess {
  /** @throws Error where the process itself broke */
  readonly ended: Promise<LoadEnd>;
  readonly stop: () => Promise<void>;
}

/** Starts the process that puts load on a server. */
export const startLoad = async (
  job: Omit<LoadJob, 'reportPath'>,
  {
    scratch,
    timeoutMs,
    signal,
  }: { readonly scratch: string; readonly timeoutMs: number; readonly signal: AbortSignal },
): Promise<LoadProcess> => {
  const reportPath = path.join(scratch, 'load-report.json');
  const jobPath = path.join(scratch, 'load.json');
  await rm(reportPath, { force: true });
  await writeTemporary(jobPath, JSON.stringify({ ...job, reportPath } satisfies LoadJob));
  const child = await startChild(process.execPath, ['--no-warnings', loadMain, jobPath], {
    env: ownEnvironment({ NODE_COMPILE_CACHE: compileCacheFor(scratch), TMPDIR: scratch }),
    keepStderrIn: scratch,
    timeoutMs,
    signal,
  });
  return {
    ended: endOf(child, reportPath),
    stop: async () => {
      child.stop();
      await child.ended;
    },
  };
};

const endOf = async (child: Child, reportPath: string): Promise<LoadEnd> => {
  const { isCanceled, timedOut, exitCode, stderr } = await child.ended;
  if (isCanceled) return { type: 'interrupted' };
  if (timedOut) return { type: 'timeout' };
  if (exitCode !== 0) throw new Error(`the process that puts load on a server broke: ${stderr}`);
  return {
    type: 'reported',
    report: loadReportShape.parse(JSON.parse(await readFile(reportPath, 'utf8'))),
  };
};
