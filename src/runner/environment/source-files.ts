/**
 * The files that code is made of, as far as their texts tell: an entry, and what it names by a relative path or imports
 * from beside it, and so on. Packages are not followed, nor is a path that is put together at run time.
 */
import { readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { runtimes } from '../../runtimes/runtimes.ts';

/** The absolute paths of all files from these entries on, the entries first. */
export const sourceFiles = (entries: readonly string[]): string[] => {
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file) || found.size >= mostFiles) return;
    found.add(file);
    for (const next of namedIn(file)) visit(next);
  };
  for (const entry of entries) if (isFile(entry)) visit(entry);
  return [...found];
};

const mostFiles = 2_000;
/** Nobody writes a longer source by hand; data beside the code is read as a whole, but not searched. */
const longestSource = 2_000_000;

/** The files of a program: those that its command names, and what they are made of. @param folder that it runs in */
export const filesOfCommand = (command: readonly string[], folder: string): string[] => {
  const named = command.flatMap((part, i): string[] => {
    const meant = runtimes.flatMap(({ sources }) => sources?.namedBy?.(part, command[i - 1], folder) ?? []);
    if (meant.length > 0) return meant.filter(isFile);
    const place = path.resolve(folder, part.replace(/^--?[\w-]+=/, ''));
    if (isFile(place)) return i === 0 && path.isAbsolute(part) ? [] : [place];
    return [path.join(place, '__main__.py'), path.join(place, 'package.json')].filter(isFile);
  });
  return sourceFiles(named);
};

const isFile = (file: string): boolean => statSync(file, { throwIfNoEntry: false })?.isFile() === true;

const namedIn = (file: string): string[] => {
  if (statSync(file).size > longestSource) return [];
  const text = readFileSync(file, 'utf8');
  if (text.includes('\0')) return [];
  const extension = path.extname(file);
  const imported = runtimes.flatMap(({ sources }) =>
    sources?.extension.test(extension) === true ? sources.importedBy(text, file).filter(isFile) : [],
  );
  return [...relativeIn(text, file), ...imported];
};

/** Texts such as `./part.ts` or `../data.json`, quoted or, in a shell, bare. */
const relativeIn = (text: string, file: string): string[] =>
  [...text.matchAll(/(?<![\w./])\.{1,2}\/[\w@~+./-]+/g)].flatMap(([name]) => resolved(name, file));

const resolved = (name: string, file: string): string[] => {
  const place = path.resolve(path.dirname(file), name);
  return endings
    .map((ending) => `${place}${ending}`)
    .filter(isFile)
    .slice(0, 1);
};

const endings = ['', '.ts', '.js', '.mjs', '.cjs', '.json', '/index.js', '/index.ts', '/index.cjs'];
