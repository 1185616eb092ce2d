/**
 * The measured process. `main.ts TASK.json` runs the task and writes its report; exit code 0 for a completed one, 1 for
 * a failed one. `main.ts --warm CASE STRATEGY…` only loads what samples of these strategies need (CASE is the URL of the case's module), so that with
 * NODE_COMPILE_CACHE set a later start finds it compiled and strips no TypeScript in the measured process; a module that a
 * strategy imports late is given by its URL. `main.ts --scout TASK.json MODULES.json` runs the task, which measures nothing,
 * and writes the URLs of the TypeScript that it loads.
 */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { deepestFrame, frameInWords } from '../errors/traceback.ts';
import { messageOf, UserError } from '../errors/user-error.ts';
import type { SubjectTask } from '../record/messages/subject.ts';
import type { SubjectReport } from '../record/messages/subject-report.ts';
import type { CaseSubject } from './case.ts';
import { loadAll, loadStrategy } from './load.ts';
import { measure } from './measure.ts';
import { loadAllProcedures } from './procedures/load.ts';

const main = async ([first, ...others]: readonly string[]): Promise<void> => {
  if (first === '--warm') {
    await warm(others[0] ?? '', others.slice(1));
  } else if (first === '--scout' && others.length === 2) {
    const [task = '', modules = ''] = others;
    (await import('./late-modules.ts')).noteLateModules(modules);
    await run(JSON.parse(readFileSync(task, 'utf8')) as SubjectTask);
  } else if (first !== undefined && others.length === 0) {
    await run(JSON.parse(readFileSync(first, 'utf8')) as SubjectTask);
  } else {
    throw new UserError(
      'usage: main.ts TASK.json | main.ts --warm CASE STRATEGY… | main.ts --scout TASK.json MODULES.json',
    );
  }
};

/** Waits for all, also where one cannot be loaded; and for nothing that a module has opened when it was loaded. */
const warm = async (module: string, strategies: readonly string[]): Promise<never> => {
  const { default: side } = (await import(module)) as { readonly default: CaseSubject };
  const loaded = [
    loadAllProcedures(),
    loadAll(side),
    // What a sample loads only where it needs it.
    import('./client/open.ts'),
    import('./functions/call.ts'),
    ...strategies.map((name) => (name.startsWith('file:') ? import(name) : loadStrategy(name, side))),
  ];
  const failed = (await Promise.allSettled<unknown>(loaded)).some(({ status }) => status === 'rejected');
  process.exit(failed ? 1 : 0);
};

const run = async (task: SubjectTask): Promise<void> => {
  const fail = (thrown: unknown): never => end(task, { status: 'failed', message: tell(thrown) });
  // A promise that a strategy lets go of rejects outside the cycle.
  process.once('uncaughtException', fail);
  try {
    end(task, await measure(task));
  } catch (thrown) {
    fail(thrown);
  }
};

/** Writes the report whole or not at all, and ends the process even if a strategy has left something open. */
const end = (task: SubjectTask, report: SubjectReport): never => {
  const unfinished = `${task.reportPath}.${process.pid}.tmp`;
  writeFileSync(unfinished, JSON.stringify(report));
  renameSync(unfinished, task.reportPath);
  process.exit(report.status === 'completed' ? 0 : 1);
};

/** The message, and for what a user's module threw by itself the deepest line of the user's own code. Never throws. */
const tell = (thrown: unknown): string => {
  try {
    if (thrown instanceof UserError) return thrown.report;
    const stack = thrown instanceof Error && typeof thrown.stack === 'string' ? thrown.stack : '';
    const frame = deepestFrame(stack, [ownCode]);
    return frame === null ? messageOf(thrown) : `${frameInWords(frame)}: ${messageOf(thrown)}`;
  } catch {
    return messageOf(thrown);
  }
};

/** The folder of this program's code: what lies below it is no user's. */
const ownCode = path.join(import.meta.dirname, `..${path.sep}`);

try {
  await main(process.argv.slice(2));
} catch (thrown) {
  process.stderr.write(`${thrown instanceof UserError ? thrown.report : messageOf(thrown)}\n`);
  process.exitCode = 2;
}
