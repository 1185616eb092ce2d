import { realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import type { Runtime } from './runtime.ts';

/** What is linked from a workspace is one's own; what lies in node_modules is a package. */
const importedBy = (text: string, file: string): string[] => {
  const require = createRequire(file);
  return [...text.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"])([^'"./\n][^'"\n]*)\1/g)].flatMap(
    ([, , name = '']) => {
      try {
        const place = realpathSync(require.resolve(name));
        return place.includes(`${path.sep}node_modules${path.sep}`) || !path.isAbsolute(place) ? [] : [place];
      } catch {
        // A package that is not there, one for `import` alone, or a module of Node's.
        return [];
      }
    },
  );
};

const managers = /^(npm|npx|pnpm|pnpx|yarn|yarnpkg|corepack)$/;

export const node: Runtime = {
  name: 'node',
  // Not that of strategies: a program's figures begin from another base, and its times hold its start.
  word: 'node-program',
  runs: ({ name, shebang }) =>
    /^node(js)?[\d.]*$/.test(name) || managers.test(name) || /\bnode(js)?[\d.]*( |$)/.test(shebang),
  tracker: {
    // With this file's own extension: `.js` in the package, which is built.
    preload: path.join(
      import.meta.dirname,
      `../subject/program/preload${path.extname(import.meta.filename)}`,
    ),
    variables: (preload, { NODE_OPTIONS: said = '' }, isLive) => ({
      // A young generation comes too late from inside.
      NODE_OPTIONS: [said, `--import=${preload}`, ...(isLive ? ['--max-semi-space-size=2'] : [])]
        .join(' ')
        .trim(),
    }),
    launchers: /^(npm|npx|pnpm|pnpx|yarn|yarnpkg|corepack)(-cli)?(\.[cm]?js)?$/,
  },
  observers: [
    // Flags, coverage, traces and debuggers; its compile cache, of which the second sample has more than the first.
    /^NODE_(OPTIONS|V8_COVERAGE|DEBUG|DEBUG_NATIVE|USE_ENV_PROXY|COMPILE_CACHE|COMPILE_CACHE_PORTABLE|DISABLE_COMPILE_CACHE)$/,
    /^NODE_(PENDING_DEPRECATION|REDIRECT_WARNINGS|PRESERVE_SYMLINKS|TEST_CONTEXT|INSPECT_RESUME_ON_START)$/,
    /^VSCODE_INSPECTOR_OPTIONS$/,
  ],
  tuners: [/^(UV_THREADPOOL_SIZE|UV_USE_IO_URING|NODE_ENV|NODE_PATH|NODE_ICU_DATA)$/],
  sources: { extension: /^\.[cm]?[jt]sx?$/, importedBy },
};
