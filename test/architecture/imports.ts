import { globSync, readFileSync } from 'node:fs';
import { isBuiltin, stripTypeScriptTypes } from 'node:module';
import { dirname, isAbsolute, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const sourceFolder = fileURLToPath(new URL('../../src/', import.meta.url));

/** Absolute paths of all modules under src. */
export const sourceFiles = (): string[] =>
  globSync('**/*.{ts,js}', { cwd: sourceFolder }).map((file) => resolve(sourceFolder, file));

const statement = /^[ \t]*(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*['"]([^'"]+)['"]/gm;
const call = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** The specifiers in a module's text: of imports, re-exports and `import()`, whether of values or of types. */
export const specifiersIn = (text: string, forms = [statement, call]): string[] =>
  forms.flatMap((pattern) => [...text.matchAll(pattern)].map(([, specifier]) => specifier ?? ''));

/** What a module imports, types included. Relative specifiers become absolute paths; others stay as they are. */
export const importsOf = (file: string): string[] => resolved(file, specifiersIn(readFileSync(file, 'utf8')));

/** What Node loads of a module's imports: those that are left when the types are stripped. */
export const loadedBy = (file: string): string[] => resolved(file, specifiersIn(withoutTypes(file)));

/** The same without what it loads only when it comes to it, by `import()`. */
export const loadedAtOnceBy = (file: string): string[] =>
  resolved(file, specifiersIn(withoutTypes(file), [statement]));

const withoutTypes = (file: string): string => {
  const text = readFileSync(file, 'utf8');
  return file.endsWith('.ts') ? stripTypeScriptTypes(text) : text;
};

/** All that a process started with a module of src may load: files of src, and packages with who asks for them. */
export const reachedFrom = (
  entries: string | readonly string[],
  loads: (file: string) => string[] = loadedBy,
) => {
  const files = new Set<string>();
  const packages = new Map<string, string>();
  const visit = (file: string): void => {
    if (files.has(file)) return;
    files.add(file);
    for (const target of loads(file)) {
      if (isAbsolute(target)) visit(target);
      else if (!isBuiltin(target)) packages.set(target, relative(sourceFolder, file));
    }
  };
  for (const entry of [entries].flat()) visit(resolve(sourceFolder, entry));
  return { files: [...files].map((file) => relative(sourceFolder, file)), packages };
};

const resolved = (file: string, specifiers: readonly string[]): string[] =>
  specifiers.map((specifier) => (specifier.startsWith('.') ? resolve(dirname(file), specifier) : specifier));
