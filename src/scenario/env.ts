import { commandLine } from '../errors/command.ts';
import type { Problem } from './problems.ts';
import type { WrittenMeasurement } from './schema.ts';

interface ReadEnv {
  readonly variables: Readonly<Record<string, string>>;
  readonly problems: readonly Problem[];
}

/** What a scenario says of the environment of its strategies; what it lets through must be there. */
export const readEnv = (written: WrittenMeasurement['env'], environment: NodeJS.ProcessEnv): ReadEnv => {
  const problems: Problem[] = [];
  const variables: Record<string, string> = {};
  for (const [name, value] of Object.entries(written)) {
    const found = typeof value === 'string' ? value : environment[value.env];
    if (reserved.test(name)) {
      const message = `"${name}" is set by tidemark itself`;
      problems.push({ path: ['env', name], at: 'key', message, advice: 'Remove it.' });
    } else if (found === undefined && typeof value !== 'string') {
      const message = `the environment variable ${value.env} is not set`;
      const advice = `Set it for this run: ${value.env}=… ${commandLine(['run', 'SCENARIO'])}`;
      problems.push({ path: ['env', name, 'env'], at: 'value', message, advice });
    } else {
      variables[name] = found ?? '';
    }
  }
  return { variables, problems };
};

const reserved = /^(TIDEMARK_\w*|NODE_COMPILE_CACHE|TMPDIR)$/;
