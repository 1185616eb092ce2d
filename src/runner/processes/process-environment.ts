/**
 * What of the user's environment reaches the processes that a run starts. A shell of a developer or of CI holds switches
 * that change what is measured: with NODE_V8_COVERAGE set, peakLive of naive read 5 % more. Processes of our own get what is
 * on a list, and what the scenario says; a program keeps its environment, which may be what it needs to run, without what
 * observes it. Both reach the services directly, whatever proxies there are.
 */
import { createHash } from 'node:crypto';
import type { EnvironmentVariables } from '../../record/journal/journal.ts';
import { node } from '../../runtimes/node.ts';
import { runtimes } from '../../runtimes/runtimes.ts';
import type { Measurement } from '../../scenario/scenario.ts';

export type Variables = Readonly<Record<string, string | undefined>>;

/** What a process of our own needs to find its way: none of it changes a figure of Node's. */
const allowed =
  /^(PATH|HOME|USER|LOGNAME|LANG|LANGUAGE|LC_\w+|TZ|TMPDIR|LD_LIBRARY_PATH|DYLD_LIBRARY_PATH|SystemRoot)$/;

/** Whom TLS trusts, for a real service. A few hundred certificates more take memory: they are recorded. */
const trust = /^(NODE_EXTRA_CA_CERTS|NODE_USE_SYSTEM_CA|SSL_CERT_FILE|SSL_CERT_DIR)$/;

/** What observes a process, or bends how its runtime starts: nobody measures with it on purpose. */
const observers: readonly RegExp[] = [
  ...runtimes.flatMap((runtime) => runtime.observers),
  // Of compiled programs' own coverage.
  /^LLVM_PROFILE_FILE$/,
  // The dynamic linker's and the allocator's own diagnoses.
  /^LD_(DEBUG|DEBUG_OUTPUT|AUDIT|PROFILE|PROFILE_OUTPUT|TRACE_LOADED_OBJECTS|VERBOSE|SHOW_AUXV)$/,
  /^MALLOC_(TRACE|CHECK_|PERTURB_)$/,
];

/** What tunes any process, Node's own among them. A program may need it: let through to it, and recorded. */
const tuners: readonly RegExp[] = [
  /^(LD_PRELOAD|GLIBC_TUNABLES|MALLOC_\w+|TCMALLOC_\w+|MIMALLOC_\w+|_RJEM_MALLOC_CONF|JE_MALLOC_CONF)$/,
  ...node.tuners,
];

/** The same of other runtimes, which says nothing to a strategy. */
const tunersOfPrograms: readonly RegExp[] = [
  /^(NODE_EXTRA_CA_CERTS|(OMP|OPENBLAS|MKL|RAYON)_NUM_THREADS)$/,
  ...runtimes.flatMap((runtime) => runtime.tuners),
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
