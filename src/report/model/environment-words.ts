import { limitNames } from '../../analysis/changes/comparable.ts';
import { isWithoutServices } from '../../record/case.ts';
import type { Run } from '../../record/run.ts';
import { formatBytes, formatLimit } from '../../units/bytes.ts';
import { formatCount } from '../../units/numbers.ts';

const aroundLines = ({ limits }: Run['environment']): string[] => {
  if (limits === undefined) return [];
  const { heap, ...around } = limits;
  const set = Object.entries(around).flatMap(([name, bytes]) =>
    bytes === null ? [] : [`${limitNames[name as keyof typeof around]} ${formatLimit(bytes)}`],
  );
  const told = [...set, ...(heap === null ? [] : [`${limitNames.heap} ${formatLimit(heap)}`])];
  return told.length === 0 ? [] : [told.join(', ')];
};

const keptLines = ({ variables }: Run['environment']): string[] => {
  const kept = Object.entries(variables?.kept ?? {});
  return kept.length === 0
    ? []
    : [`variables: ${kept.map(([name, value]) => `${name}=${value}`).join(', ')}`];
};

/** What was measured on, a line each: machine, limits, versions, workload. */
export const environmentLines = (run: Run): string[] => {
  const { workload, scenario } = run;
  const groups = Object.entries(workload.groups).map(([group, count]) => `${formatCount(count)} ${group}`);
  return [
    ...machineLines(run),
    startLine(run),
    ...(scenario.load === undefined ? [] : [`load on ${scenario.load.paths.join(', ')}`]),
    ...(isWithoutServices(run.case) ? [] : [fetchedLine(run, groups)]),
    `scenario ${scenario.path}`,
  ];
};

const fetchedLine = ({ workload, scenario }: Run, groups: readonly string[]): string =>
  scenario.target === true
    ? 'target: yes'
    : `workload ${[workload.name, ...(groups.length > 0 ? [groups.join(', ')] : [])].join(': ')}; digest ${workload.digest}`;

/** By which version, and when. */
export const startLine = ({ environment: { tidemark, commit, startedAt } }: Run): string =>
  `tidemark ${tidemark}${commit === null ? '' : `, commit ${commit}`}, started ${startedAt}`;

/** What runs of one machine have in common. */
export const machineLines = ({ environment, results }: Run): string[] => {
  const { node, v8, platform, arch, kernel, cpu, cores, memoryBytes } = environment;
  const versions = Map.groupBy(
    results.filter(({ version }) => version !== null),
    ({ version }) => version,
  );
  return [
    `Node ${node.replace(/^v/, '')}, V8 ${v8}, ${platform} ${arch}, kernel ${kernel}`,
    ...[...versions].map(([version, rows]) => `${version}: ${rows.map(({ label }) => label).join(', ')}`),
    `${cpu}, ${cores} ${cores === 1 ? 'core' : 'cores'}, ${formatBytes(memoryBytes)} of memory`,
    ...aroundLines(environment),
    ...keptLines(environment),
  ];
};
