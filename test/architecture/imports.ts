import { globSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export const sourceFolder = fileURLToPath(new URL('../../src/', import.meta.url));

/** Absolute paths of all modules under src. */
export const sourceFiles = (): string[] =>
  globSync('**/*.{ts,js}', { cwd: sourceFolder }).map((file) => resolve(sourceFolder, file));

const statement = /^[ \t]*(?:import|export)\b(?:[^'"`;]*?\bfrom)?\s*['"]([^'"]+)['"]/gm;
const call = /\bimport\(\s*['"]([^'"]+)['"]\s*\)/g;

/** The specifiers in a module's text: of imports, re-exports and `import()`, whether of values or of types. */
export const specifiersIn = (text: string): string[] =>
  [statement, call].flatMap((pattern) => [...text.matchAll(pattern)].map(([, specifier]) => specifier ?? ''));

/** What a module imports, types included. Relative specifiers become absolute paths; others stay as they are. */
export const importsOf = (file: string): string[] => resolved(file, readFileSync(file, 'utf8'));

/** What Node loads of a module's imports: those that are left when the types are stripped. */
export const loadedBy = (file: string): string[] => {
  const text = readFileSync(file, 'utf8');
  return resolved(file, file.endsWith('.ts') ? stripTypeScriptTypes(text) : text);
};

const resolved = (file: string, text: string): string[] =>
  specifiersIn(text).map((specifier) =>
    specifier.startsWith('.') ? resolve(dirname(file), specifier) : specifier,
  );
