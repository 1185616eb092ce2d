import { execFileSync } from 'node:child_process';

/** Those of these programs that this machine lacks. */
const missing = (tools: readonly string[]): string[] =>
  tools.filter((tool) => {
    try {
      execFileSync('/bin/sh', ['-c', `${tool} --version`], { stdio: 'ignore' });
      return false;
    } catch {
      return true;
    }
  });

/** For a test that needs programs of this machine: whether to skip it, and a name that says why. */
export const needing = (...tools: readonly string[]) => {
  const absent = missing(tools);
  return {
    skipped: absent.length > 0,
    named: (name: string): string =>
      absent.length === 0 ? name : `${name} (skipped: no ${absent.join(', ')} on this machine)`,
  };
};
