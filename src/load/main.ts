/** `main.ts JOB.json`: puts load on a server, in a process of its own, and writes its report. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { messageOf, UserError } from '../errors/user-error.ts';
import type { LoadJob } from '../record/messages/load.ts';
import { putLoad } from './procedures.ts';

try {
  const [file, ...others] = process.argv.slice(2);
  if (file === undefined || others.length > 0) throw new UserError('usage: main.ts JOB.json');
  const job = JSON.parse(readFileSync(file, 'utf8')) as LoadJob;
  const report = await putLoad(job);
  writeFileSync(`${job.reportPath}.tmp`, JSON.stringify(report));
  renameSync(`${job.reportPath}.tmp`, job.reportPath);
} catch (thrown) {
  process.stderr.write(`${messageOf(thrown)}\n`);
  process.exitCode = 2;
}
