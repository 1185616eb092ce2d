import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { isMap, isScalar, isSeq, visit, Document as YamlDocument } from 'yaml';
import { workloads } from '../cases/load.ts';
import { suggestName } from '../errors/suggest.ts';
import { UserError } from '../errors/user-error.ts';
import type { FittedWorkload, Measured } from '../scenario/case.ts';
import { soundWorkload } from '../scenario/workloads/workload-file.ts';
import { openingComment, type Sourced, sourcedIn } from '../scenario/workloads/yaml-sources.ts';
import { isFile, readYamlFile } from '../scenario/yaml-file.ts';

/** Reads dumps of real data and writes a workload like them, as the text of a YAML file. */
export const fitWorkload = async (files: readonly string[], name: string): Promise<string> => {
  if (workloads.fit === undefined) throw new Error('the default case cannot fit a workload');
  if (!/^[\w.-]+$/.test(name)) {
    throw new UserError(`--name: "${name}" is no name`, {
      advice: 'Expected letters, digits, dots, dashes and underscores.',
    });
  }
  const fitted = await workloads.fit(files, name);
  return yamlOf(fitted.workload, headOf(fitted));
};

const headOf = ({ items, likeness, notes }: FittedWorkload): string[] => {
  const rows = [['', 'real', 'this workload'], ...likeness.map((row) => [row.what, row.ofData, row.value])];
  const widths = [0, 1, 2].map((column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const table = rows.map((row) =>
    row.map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0))).join('  '),
  );
  return [
    `Fitted to ${items} real documents by "tidemark workload fit": their shapes alone, nothing of what they say.`,
    'A scenario takes it by the path of this file: "workload: ./mine.yaml".',
    '',
    ...table,
    '',
    ...notes,
  ];
};

const yamlOf = (workload: unknown, head: readonly string[]): string => {
  const document = new YamlDocument(workload);
  document.commentBefore = head.map((line) => (line === '' ? '' : ` ${line}`)).join('\n');
  visit(document, {
    Map: (_, map) => {
      const isPlain = map.items.every(
        ({ value }) => isScalar(value) || (isSeq(value) && !value.items.some(isMap)),
      );
      if (isPlain) map.flow = true;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: true });
};

/** What a workload is made of. */
export interface WorkloadShown {
  readonly about: string;
  /** What its file says, with where each number comes from. */
  readonly numbers: readonly Sourced[];
  /** What its data is like, once it is made. */
  readonly measured: readonly Measured[];
}

/** @param name of a built-in workload, or the path of a file */
export const showWorkload = (name: string): WorkloadShown => {
  const known = workloads.names();
  const path = known.includes(name)
    ? workloads.fileOf?.(name)
    : isFile(resolve(name))
      ? resolve(name)
      : undefined;
  if (path === undefined) {
    throw new UserError(`unknown workload "${name}"`, {
      advice: `${suggestName(name, known)} Or the path of a file of your own.`,
    });
  }
  const workload = soundWorkload(readYamlFile(path), workloads);
  const text = readFileSync(path, 'utf8');
  return {
    about: openingComment(text),
    numbers: sourcedIn(text).filter(({ key }) => key !== 'name'),
    measured: workloads.measure?.(workload) ?? [],
  };
};
