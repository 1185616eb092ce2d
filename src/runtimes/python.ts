import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Runtime } from './runtime.ts';

const importedBy = (text: string, file: string): string[] => {
  const beside = path.dirname(file);
  const plain = [...text.matchAll(/^[ \t]*import[ \t]+([\w., \t]+)/gm)].flatMap(([, list = '']) =>
    list.split(',').flatMap((name) => moduleIn((name.trim().split(/\s/)[0] ?? '').split('.'), beside)),
  );
  const from = [
    ...text.matchAll(/^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)/gm),
  ].flatMap(([, dots = '', module = '', list = '']) => {
    const folder = path.resolve(beside, ...Array<string>(Math.max(0, dots.length - 1)).fill('..'));
    const parts = module.split('.').filter((part) => part !== '');
    const names = list.match(/\w+/g) ?? [];
    return [...moduleIn(parts, folder), ...names.flatMap((name) => moduleIn([...parts, name], folder))];
  });
  return [...plain, ...from];
};

/** The file of a module in a folder, and those of the packages around it. */
const moduleIn = (parts: readonly string[], folder: string): string[] =>
  parts.flatMap((_, i) => {
    const place = path.join(folder, ...parts.slice(0, i + 1));
    return [`${place}.py`, path.join(place, '__init__.py'), path.join(place, '__main__.py')];
  });

export const python: Runtime = {
  name: 'python',
  word: 'python',
  runs: ({ name }) => /^python[\d.]*$/.test(name),
  tracker: {
    preload: path.join(import.meta.dirname, 'preloads/sitecustomize.py'),
    variables: (preload, { PYTHONPATH: said = process.env.PYTHONPATH }) => ({
      PYTHONPATH: [path.dirname(fileURLToPath(preload)), ...(said ? [said] : [])].join(path.delimiter),
    }),
    isOfServers: true,
    launchers: /^$/,
  },
  observers: [
    // Python's, and coverage.py's in child processes.
    /^PYTHON(TRACEMALLOC|PROFILEIMPORTTIME|DEVMODE|DEBUG|VERBOSE|INSPECT|MALLOCSTATS|DUMPREFS|DUMPREFSFILE)$/,
    /^PYTHON(ASYNCIODEBUG|FAULTHANDLER|WARNINGS|BREAKPOINT|PERFSUPPORT|_PERF_JIT_SUPPORT)$/,
    /^(COVERAGE_PROCESS_START|COVERAGE_PROCESS_CONFIG|COV_CORE_\w+)$/,
  ],
  tuners: [/^PYTHON(MALLOC|HASHSEED|OPTIMIZE|PATH|HOME|_?GIL|_?JIT|NODEBUGRANGES|DONTWRITEBYTECODE)$/],
  sources: {
    extension: /^\.py$/,
    importedBy,
    namedBy: (word, before, folder) => (before === '-m' ? moduleIn(word.split('.'), folder) : []),
  },
};
