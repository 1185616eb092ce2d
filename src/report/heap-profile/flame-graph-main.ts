/** Clinic's drawing as a process of its own, which can be ended: `node flame-graph-main.ts PROFILE PAGE`. */
import { messageOf } from '../../errors/user-error.ts';
import { drawFlameGraph } from './flame-graph.ts';

try {
  const [profilePath = '', pagePath = ''] = process.argv.slice(2);
  const end = await drawFlameGraph(profilePath, pagePath);
  process.stdout.write(end);
} catch (thrown) {
  process.stderr.write(`${messageOf(thrown)}\n`);
  process.exitCode = 1;
}
