/**
 * What of the user's environment reaches the processes that a run starts. A shell of a developer or of CI holds switches
 * that change what is measured: with NODE_V8_COVERAGE set, peakLive of naive read 5 % more. Processes of our own get what is
 * on a list, and what the scenario says; a program keeps its environment, which may be what it needs to run, without what
 * observes it. Both reach the services directly, whatever proxies there are.
 */
import { createHash } from 'node:crypto';
import type { EnvironmentVariables } from '../../record/journal/journal.ts';
import type { Measurement } from '../../scenario/scenario.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** What a process of our own needs to find its way: none of it changes a figure of Node's. */
const allowed =
  /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|SystemRoot)$/;

/** Whom TLS trusts, for a real service. A few hundred certificates more take memory: they are recorded. */
const trust = /^(NODE_EXTRA_CA_CERTS|NODE_USE_SYSTEM_CA|SSL_CERT_FILE|SSL_CERT_DIR)$/;

/** What observes a process, or bends how its runtime starts: nobody measures with it on purpose. */
const observers: readonly RegExp[] = [
  // Flags, coverage, traces and debuggers of Node; its compile cache, of which the second sample has more than the first.
  /^NODE_(OPTIONS|V8_COVERAGE|DEBUG|DEBUG_NATIVE|USE_ENV_PROXY|COMPILE_CACHE|COMPILE_CACHE_PORTABLE|DISABLE_COMPILE_CACHE)$/,
  /^NODE_(PENDING_DEPRECATION|REDIRECT_WARNINGS|PRESERVE_SYMLINKS|TEST_CONTEXT|INSPECT_RESUME_ON_START)$/,
  /^VSCODE_INSPECTOR_OPTIONS$/,
  // Python's, and coverage.py's in child processes.
  /^PYTHON(TRACEMALLOC|PROFILEIMPORTTIME|DEVMODE|DEBUG|VERBOSE|INSPECT|MALLOCSTATS|DUMPREFS|DUMPREFSFILE)$/,
  /^PYTHON(ASYNCIODEBUG|FAULTHANDLER|WARNINGS|BREAKPOINT|PERFSUPPORT|_PERF_JIT_SUPPORT)$/,
  /^(COVERAGE_PROCESS_START|COVERAGE_PROCESS_CONFIG|COV_CORE_\w+|GOCOVERDIR|LLVM_PROFILE_FILE|PERL5DB)$/,
  // The dynamic linker's and the allocator's own diagnoses.
  /^LD_(DEBUG|DEBUG_OUTPUT|AUDIT|PROFILE|PROFILE_OUTPUT|TRACE_LOADED_OBJECTS|VERBOSE|SHOW_AUXV)$/,
  /^MALLOC_(TRACE|CHECK_|PERTURB_)$/,
];

/** What tunes any process, Node's own among them. A program may need it: let through to it, and recorded. */
const tuners: readonly RegExp[] = [
  /^(LD_PRELOAD|GLIBC_TUNABLES|MALLOC_\w+|TCMALLOC_\w+|MIMALLOC_\w+|_RJEM_MALLOC_CONF|JE_MALLOC_CONF)$/,
  /^(UV_THREADPOOL_SIZE|UV_USE_IO_URING|NODE_ENV|NODE_PATH|NODE_ICU_DATA)$/,
];

/** The same of other runtimes, which says nothing to a strategy. */
const tunersOfPrograms: readonly RegExp[] = [
  /^(NODE_EXTRA_CA_CERTS|GOGC|GOMEMLIMIT|GOMAXPROCS|GODEBUG|(OMP|OPENBLAS|MKL|RAYON)_NUM_THREADS)$/,
  /^PYTHON(MALLOC|HASHSEED|OPTIMIZE|PATH|HOME|_?GIL|_?JIT|NODEBUGRANGES|DONTWRITEBYTECODE)$/,
  /^(JAVA_TOOL_OPTIONS|_JAVA_OPTIONS|JDK_JAVA_OPTIONS|RUBYOPT|RUBY_GC_\w+|RUBY_YJIT_ENABLE|PERL5OPT|DOTNET_\w+)$/,
];

/** What the command left out when it started itself again on the pinned Node, see `pinned-node.js`. */
const withheldAtLaunch = 'TIDEMARK_WITHHELD';

const isAny = (patterns: readonly RegExp[], name: string): boolean =>
  patterns.some((pattern) => pattern.test(name));

const filtered = (source: Variables, isKept: (name: string) => boolean): Record<string, string | undefined> =>
  Object.fromEntries(Object.entries(source).filter(([name, value]) => value !== undefined && isKept(name)));

/**
 * For a process of our own: a subject, the services.
 * @param said by the scenario
 * @param isTarget whether it talks to a real service, whose certificate it must trust
 */
export const ownEnvironment = (
  said: Variables = {},
  {
    isTarget = false,
    source = process.env,
  }: { readonly isTarget?: boolean; readonly source?: Variables } = {},
): Variables => ({
  ...filtered(source, (name) => allowed.test(name) || (isTarget && trust.test(name))),
  ...said,
});

/** For a program. @param said by the scenario */
export const programEnvironment = (said: Variables = {}, source: Variables = process.env): Variables => {
  const kept = { ...filtered(source, isForPrograms), ...said };
  return { ...kept, ...withoutProxy(kept) };
};

const isForPrograms = (name: string): boolean => !isAny(observers, name) && name !== withheldAtLaunch;

/** For git, which a hook tells to look elsewhere. */
export const toolEnvironment = (source: Variables = process.env): Variables =>
  filtered(source, (name) => !name.startsWith('GIT_') && !isAny(observers, name));

/** Clients read the one or the other, and the lower case first. */
const withoutProxy = (variables: Variables): Variables => {
  const given = variables.no_proxy ?? variables.NO_PROXY ?? '';
  // Alone it stands for every host; in a list, to some clients, for none.
  const list = given.trim() === '*' ? '*' : [...given.split(','), ...serviceHosts].map((host) => host.trim());
  const joined = typeof list === 'string' ? list : [...new Set(list)].filter((host) => host !== '').join(',');
  return { no_proxy: joined, NO_PROXY: joined };
};

const serviceHosts = ['127.0.0.1', 'localhost', '::1'];

/** What is told and recorded of the user's environment; what a scenario sets over it does not count. */
export const recordedVariables = (
  { access, env, rows }: Pick<Measurement, 'access' | 'env' | 'rows'>,
  source: Variables = process.env,
): EnvironmentVariables => {
  const programs = rows.flatMap(({ program }) => (program === null ? [] : [program]));
  const hasStrategies = rows.length > programs.length;
  const launchedWithout = source[withheldAtLaunch]?.split(',') ?? [];
  const set = [...new Set([...Object.keys(source), ...launchedWithout])]
    .filter((name) => source[name] !== undefined || launchedWithout.includes(name))
    .toSorted();
  const isOwn = (name: string): boolean => allowed.test(name) || (access !== null && trust.test(name));
  const isSetForAll = (name: string): boolean =>
    programs.every((program) => Object.hasOwn(program.env, name));
  const forStrategies = set
    .filter(
      (name) => hasStrategies && isAny([...observers, ...tuners, ...(access === null ? [] : [trust])], name),
    )
    .filter((name) => !Object.hasOwn(env, name));
  const forPrograms = set
    .filter((name) => isAny([...observers, ...tuners, ...tunersOfPrograms], name))
    .filter((name) => !isSetForAll(name));
  const kept = [...forStrategies.filter(isOwn), ...forPrograms.filter((name) => !isAny(observers, name))];
  return {
    withheld: {
      strategies: forStrategies.filter((name) => !isOwn(name)),
      programs: forPrograms.filter((name) => isAny(observers, name)),
    },
    kept: Object.fromEntries(
      [...new Set(kept)].toSorted().map((name) => [name, recorded(name, source[name] ?? '')]),
    ),
  };
};

/** A value as a record may hold it: of what can hold a password or names a user's files, only whether it is the same. */
const recorded = (name: string, value: string): string =>
  !trust.test(name) && !mayBeSecret.test(name) && /^[\w.,:;+%=/@ -]{1,200}$/.test(value)
    ? value
    : `sha256:${createHash('sha256').update(value).digest('hex').slice(0, 12)}`;

const mayBeSecret = /^(JAVA_|JDK_|_JAVA_|RUBYOPT|PERL5OPT|DOTNET_)/;
