import { resolve } from 'node:path';
import type { Refused, Workloads } from '../case.ts';
import { describe, errorOf, problemsOf } from '../problems.ts';
import { isFile, readYamlFile, type YamlFile } from '../yaml-file.ts';

/** Whether a text is the path of a workload's file, and not a name. */
const isPath = (text: string): boolean => /^\.{0,2}\/|\.ya?ml$/.test(text);

/**
 * What stands under a scenario's `workload`, read from a file where it is a path. A UserError with the place in that file
 * for what is no workload.
 * @param folder what a path is relative to
 */
export const readWorkload = (
  written: unknown,
  folder: string,
  workloads: Workloads,
): Refused | { readonly workload: unknown } => {
  if (typeof written !== 'string' || !isPath(written)) return { workload: written };
  const path = resolve(folder, written);
  if (isFile(path)) return { workload: soundWorkload(readYamlFile(path), workloads) };
  const message = `there is no file ${describe(written)}`;
  return {
    problems: [{ path: ['workload'], at: 'value', message, advice: `Expected a workload at ${path}.` }],
  };
};

/** A UserError with the place for what is no workload. */
export const soundWorkload = (file: YamlFile, { shape }: Workloads): unknown => {
  const parsed = shape.safeParse(file.data);
  if (!parsed.success) throw errorOf(problemsOf(parsed.error.issues, file.data), file.placeOf);
  return parsed.data;
};
