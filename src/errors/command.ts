import path from 'node:path';

/** How this program was called; all paths absolute. */
export interface Call {
  /** Of a module of this program, two folders below its root. */
  readonly module: string;
  readonly cwd: string;
  /** The script that Node was given. */
  readonly script: string;
}

const thisCall = (): Call => ({
  module: import.meta.filename,
  cwd: process.cwd(),
  script: path.resolve(process.argv[1] ?? ''),
});

/**
 * A command of Tidemark's that can be pasted where the user is: through npm in a checkout, through npx where the project
 * has it installed, else as it was called.
 * @param args words of the command line, quoted here where a shell needs it; a word in capitals stands for what the user fills in
 */
export const commandLine = (args: readonly string[], call: Call = thisCall()): string =>
  [...programOf(call), ...args].map(quoted).join(' ');

const programOf = ({ module, cwd, script }: Call): readonly string[] => {
  const root = path.resolve(path.dirname(module), '../..');
  const [project = root, ...below] = root.split(`${path.sep}node_modules${path.sep}`);
  const isIn = (folder: string): boolean => !path.relative(folder, cwd).startsWith('..');
  if (below.length > 0) return isIn(project) || project.includes('_npx') ? ['npx', 'tidemark'] : ['tidemark'];
  // `npm run` goes to the root, and relative paths with it.
  return cwd === root ? ['npm', 'run', '-s', 'tidemark', '--'] : ['node', path.relative(cwd, script)];
};

/** As a shell takes it for one word, without a meaning of its own in it. */
export const quoted = (word: string): string =>
  /^[\w./:@%,=+…-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
