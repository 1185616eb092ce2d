import { createHash } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { CodeChanged } from '../../errors/system-failure.ts';
import type { Case } from '../../scenario/case.ts';
import type { Measurement } from '../../scenario/scenario.ts';
import { shownPath } from '../../scenario/yaml-file.ts';
import { subjectMain } from '../subject/subject-process.ts';
import { filesOfCommand, sourceFiles } from './source-files.ts';

/** The code that a run measures, as it was when it began. */
export interface CodeWatch {
  /** By label, a digest of a row's own module or scripts; a built-in strategy is in `ownDigest`. */
  readonly digests: ReadonlyMap<string, string>;
  /** Of all that a subject loads of Tidemark's own. */
  readonly ownDigest: string;
  /** Of the code of a user's own services; null where they are built in. It may change: they were started before. */
  readonly servicesDigest: string | null;
  /** @throws CodeChanged that names a file which is not what it was: samples before and after would be of different code */
  readonly assertUnchanged: () => void;
}

/** Reads the code of measurements' rows and of what they run in. What is edited from now on is seen. */
export const watchCode = (measurements: readonly Pick<Measurement, 'rows' | 'case'>[]): CodeWatch => {
  const files = new Map<string, Noted>();
  const digestOf = (members: readonly string[], base: string): string => {
    const hash = createHash('sha256');
    for (const file of members) {
      const noted = files.get(file) ?? note(file);
      files.set(file, noted);
      // The same code has the same digest wherever it lies.
      hash.update(`${path.relative(base, file)}\n${noted.digest}\n`);
    }
    return hash.digest('hex').slice(0, 16);
  };
  const own = sourceFiles([
    subjectMain,
    ...measurements.map(({ case: about }) => fileURLToPath(about.modules.subject)),
  ]).toSorted();
  const digests = new Map<string, string>();
  const consumers = measurements.flatMap(({ case: { modules } }) => modules.consumer ?? []);
  for (const { label, module, program } of measurements.flatMap(({ rows }) => rows)) {
    const entry = program === null ? module : program.folder;
    const members =
      program === null
        ? sourceFiles(module === null ? [] : [module, ...consumers])
        : filesOfCommand(program.command, program.folder);
    const foreign = members.filter((file) => !own.includes(file)).toSorted();
    if (entry !== null && foreign.length > 0)
      digests.set(label, digestOf(foreign, program === null ? path.dirname(entry) : entry));
  }
  const ownDigest = digestOf(own, path.dirname(subjectMain));
  const [about] = measurements.map((one) => one.case);
  return {
    digests,
    ownDigest,
    servicesDigest: about === undefined ? null : digestOfServices(about),
    assertUnchanged: () => {
      for (const [file, noted] of files) files.set(file, stillAs(file, noted));
    },
  };
};

const digestOfServices = ({ asksServices, server }: Case): string | null => {
  const files =
    server !== undefined
      ? filesOfCommand(server.command, server.folder)
      : asksServices !== undefined
        ? sourceFiles([path.resolve(asksServices)])
        : [];
  if (files.length === 0) return null;
  const hash = createHash('sha256');
  for (const file of files) hash.update(`${path.basename(file)}\n`).update(readFileSync(file));
  return hash.digest('hex').slice(0, 16);
};

/** `stamp` changes with every write, and tells without reading that nothing was written. */
interface Noted {
  readonly stamp: string;
  readonly digest: string;
}

const note = (file: string): Noted => ({
  stamp: stampOf(file),
  digest: createHash('sha256').update(readFileSync(file)).digest('hex'),
});

const stampOf = (file: string): string => {
  const { ino, size, mtimeNs, ctimeNs } = statSync(file, { bigint: true });
  return [ino, size, mtimeNs, ctimeNs].join(' ');
};

const stillAs = (file: string, noted: Noted): Noted => {
  try {
    if (stampOf(file) === noted.stamp) return noted;
    const now = note(file);
    if (now.digest === noted.digest) return now;
  } catch (thrown) {
    throw new CodeChanged(`${shownPath(file)} is not there any more`, { cause: thrown });
  }
  throw new CodeChanged(
    `${shownPath(file)} was changed while it was measured, and samples of different code are not put together`,
  );
};
