import { UserError } from '../../errors/user-error.ts';
import type { FlagsByPurpose, Side } from '../../record/checks/changes.ts';
import type { SideEnvironment } from '../../record/checks/sides.ts';
import type { EnvironmentLimits } from '../../record/journal/journal.ts';
import { formatLimit } from '../../units/bytes.ts';

/** How messages call the two sides, and what a reader can do about sides that cannot be compared. */
export interface Words {
  readonly before: string;
  readonly after: string;
  readonly remedy: string;
}

/**
 * Two runs may be compared if they have the workload, the instrument's revision, the architecture, Node's major version and, where both sides tell
 * them, the flags of V8 in common: a heap is another one with another V8.
 * @throws UserError that names the first condition that differs
 */
export const assertComparable = (before: Side, after: Side, words: Words): void => {
  const [was, is] = [before.environment, after.environment];
  const differing = [
    differs('another major version of Node', was.node, is.node, majorOf(was.node) !== majorOf(is.node)),
    differs('another revision of the instrument', `${was.instrument}`, `${is.instrument}`),
    differs('another architecture', was.arch, is.arch),
    differs('another workload', workloadInWords(before), workloadInWords(after)),
    ...flagsThatDiffer(before, after),
  ].find((one) => one !== null);
  if (differing === undefined) return;
  const { what, before: wasIt, after: isIt } = differing;
  throw new UserError(`${words.before} was measured with ${what}: ${wasIt}, ${words.after} ${isIt}`, {
    advice: words.remedy,
  });
};

interface Difference {
  readonly what: string;
  readonly before: string;
  readonly after: string;
}

const differs = (
  what: string,
  before: string,
  after: string,
  isDifferent = before !== after,
): Difference | null => (isDifferent ? { what, before, after } : null);

const majorOf = (version: string): string => version.replace(/^v/, '').split('.')[0] ?? version;

const workloadInWords = ({ workload }: Side): string =>
  `${workload.items} items of digest ${workload.digest}`;

const flagsThatDiffer = (before: Side, after: Side): Difference[] =>
  after.results.flatMap((result) => {
    const other = before.results.find(({ label }) => label === result.label);
    if (result.status === 'failed' || other === undefined || other.status === 'failed') return [];
    const [was, is] = [other.flags, result.flags];
    if (was === null || is === null) return [];
    return purposesOfBoth(was, is).flatMap((purpose) => {
      const [from, to] = [flagsInWords(was[purpose]), flagsInWords(is[purpose])];
      return differs(`other flags of V8 (${result.label}, ${purpose} samples)`, from, to) ?? [];
    });
  });

/** A pilot's flags are never compared: its figures are not. */
const purposesOfBoth = (one: FlagsByPurpose, other: FlagsByPurpose): (keyof FlagsByPurpose)[] =>
  (Object.keys(one) as (keyof FlagsByPurpose)[]).filter(
    (purpose) => purpose !== 'pilot' && other[purpose] !== undefined,
  );

const flagsInWords = (flags: readonly string[] | undefined): string => (flags ?? []).join(' ') || 'none';

/** What of the surroundings of two runs differs: of the machine itself, or of how the run was started on it. */
export interface MachineDifference {
  readonly of: 'machine' | 'setting';
  /** Its name and both values. */
  readonly words: string;
}

/** Empty for the same machine, or one like it, with the same limits and variables. */
export const machineDifferences = (before: SideEnvironment, after: SideEnvironment): MachineDifference[] => [
  ...(['platform', 'cpu', 'cores', 'kernel'] as const)
    .filter((name) => before[name] !== after[name])
    .map((name) => ({ of: 'machine', words: `${name} ${before[name]} and ${after[name]}` }) as const),
  ...[
    ...limitsThatDiffer(before.limits, after.limits),
    ...variablesThatDiffer(before.kept, after.kept),
    ...temporaryFilesThatDiffer(before.temporaryInMemory, after.temporaryInMemory),
  ].map((words) => ({ of: 'setting', words }) as const),
];

/** Where the other of two runs was measured. */
export const whereMeasured = (differences: readonly MachineDifference[]): string =>
  isOtherMachine(differences) ? 'on another machine' : 'with other settings';

/** Where both were, with what differs: the value of the first, and of the second. */
export const machinesInWords = (differences: readonly MachineDifference[]): string =>
  `${isOtherMachine(differences) ? 'on different machines' : 'with different settings'} (${differences.map(({ words }) => words).join('; ')})`;

const isOtherMachine = (differences: readonly MachineDifference[]): boolean =>
  differences.some((one) => one.of === 'machine');

/** A side of an older version does not tell. */
const temporaryFilesThatDiffer = (before: boolean | undefined, after: boolean | undefined): string[] => {
  const place = (inMemory: boolean): string => (inMemory ? 'in memory' : 'on a disk');
  return before === undefined || after === undefined || before === after
    ? []
    : [`temporary files ${place(before)} and ${place(after)}`];
};

/**
 * A side of an older version tells no limits: it is taken to have had none, and its heap to have been V8's usual one. V8 works
 * its limit out from the machine's memory, which differs by some pages among machines of one kind.
 */
const limitsThatDiffer = (before: SideEnvironment['limits'], after: SideEnvironment['limits']): string[] =>
  (Object.keys(limitNames) as (keyof typeof limitNames)[]).flatMap((name) => {
    if (name === 'heap' && (before === undefined || after === undefined)) return [];
    const [was, is] = [before?.[name] ?? null, after?.[name] ?? null];
    const isSame = was === null || is === null ? was === is : Math.abs(was - is) <= 0.01 * Math.max(was, is);
    return isSame ? [] : [`${limitNames[name]} ${limitInWords(was)} and ${limitInWords(is)}`];
  });

const limitInWords = (bytes: number | null): string => (bytes === null ? 'none' : formatLimit(bytes));

/** How messages call the limits on a process. */
export const limitNames = {
  heap: "limit of V8's heap",
  memory: 'limit of memory',
  addressSpace: 'limit of the address space',
  data: 'limit of data',
} as const satisfies Record<keyof EnvironmentLimits, string>;

const variablesThatDiffer = (before: SideEnvironment['kept'], after: SideEnvironment['kept']): string[] =>
  before === undefined || after === undefined
    ? []
    : [...new Set([...Object.keys(before), ...Object.keys(after)])]
        .filter((name) => before[name] !== after[name])
        .map((name) => `${name} ${before[name] ?? 'not set'} and ${after[name] ?? 'not set'}`);
