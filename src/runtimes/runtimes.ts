import { closeSync, openSync, readSync, statSync } from 'node:fs';
import path from 'node:path';
import { node } from './node.ts';
import { python } from './python.ts';
import type { Executable, Runtime } from './runtime.ts';

/** One that is known by its name and its variables alone. */
const outside = (
  name: string,
  names: RegExp,
  { observers = [], tuners = [] }: Partial<Pick<Runtime, 'observers' | 'tuners'>> = {},
): Runtime => ({
  name,
  word: name,
  runs: ({ name: executable }) => names.test(executable),
  tracker: null,
  observers,
  tuners,
  sources: null,
});

/** Those that there are; the first that a command starts counts. */
export const runtimes: readonly Runtime[] = [
  node,
  python,
  outside('pypy', /^pypy[\d.]*$/),
  outside('ruby', /^ruby[\d.]*$/, { tuners: [/^(RUBYOPT|RUBY_GC_\w+|RUBY_YJIT_ENABLE)$/] }),
  outside('perl', /^perl[\d.]*$/, { observers: [/^PERL5DB$/], tuners: [/^PERL5OPT$/] }),
  outside('bash', /^bash[\d.]*$/),
  outside('sh', /^sh$/),
  outside('java', /^java$/, { tuners: [/^(JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS)$/] }),
  outside('dotnet', /^dotnet$/, { tuners: [/^DOTNET_\w+$/] }),
  outside('go', /^go$/, {
    observers: [/^GOCOVERDIR$/],
    tuners: [/^(GOGC|GOMEMLIMIT|GOMAXPROCS|GODEBUG)$/],
  }),
];

/** What a command runs in; null for what is none of these. @param PATH where a bare name is looked for */
export const runtimeOf = (
  [executable = '']: readonly string[],
  folder: string,
  { PATH = process.env.PATH ?? '' }: { readonly PATH?: string | undefined },
): Runtime | null => {
  const found: Executable = {
    name: path.basename(executable),
    shebang: shebangOf(fileOf(executable, folder, PATH)),
  };
  return runtimes.find(({ runs }) => runs(found)) ?? null;
};

/** One that a scenario names as a row's `runtime`. */
export const runtimeNamed = (word: string): Runtime | null =>
  runtimes.find(({ name, word: ofRows }) => name === word || ofRows === word) ?? null;

const fileOf = (executable: string, folder: string, PATH: string): string | undefined =>
  executable.includes('/')
    ? path.resolve(folder, executable)
    : PATH.split(path.delimiter)
        .map((place) => path.join(place, executable))
        .find((file) => statSync(file, { throwIfNoEntry: false })?.isFile());

const longestShebang = 256;

const shebangOf = (file: string | undefined): string => {
  if (file === undefined || statSync(file, { throwIfNoEntry: false })?.isFile() !== true) return '';
  let descriptor: number;
  try {
    descriptor = openSync(file, 'r');
  } catch {
    // A program that may be run and not read: nothing is known of it.
    return '';
  }
  try {
    const head = Buffer.alloc(longestShebang);
    const [line = ''] = head.toString('utf8', 0, readSync(descriptor, head)).split('\n');
    return line.startsWith('#!') ? line : '';
  } finally {
    closeSync(descriptor);
  }
};
