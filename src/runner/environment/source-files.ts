/**
 * The files that code is made of, as far as their texts tell: an entry, and what it names by a relative path or imports
 * from beside it, and so on. Packages are not followed, nor is a path that is put together at run time.
 */
import { readFileSync, realpathSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

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
    if (i > 0 && command[i - 1] === '-m') return pythonModule(part.split('.'), folder);
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
  if (/^\.[cm]?[jt]sx?$/.test(extension)) return [...relativeIn(text, file), ...bareIn(text, file)];
  if (extension === '.py') return [...relativeIn(text, file), ...pythonImports(text, file)];
  return relativeIn(text, file);
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

/** What is linked from a workspace is one's own; what lies in node_modules is a package. */
const bareIn = (text: string, file: string): string[] => {
  const require = createRequire(file);
  return [...text.matchAll(/(?:\bfrom|\bimport|\brequire)\s*\(?\s*(['"])([^'"./\n][^'"\n]*)\1/g)].flatMap(
    ([, , name = '']) => {
      try {
        const place = realpathSync(require.resolve(name));
        return place.includes(`${path.sep}node_modules${path.sep}`) || !path.isAbsolute(place) ? [] : [place];
      } catch {
        // A package that is not there, one for `import` alone, or a module of Node's.
        return [];
      }
    },
  );
};

const pythonImports = (text: string, file: string): string[] => {
  const beside = path.dirname(file);
  const plain = [...text.matchAll(/^[ \t]*import[ \t]+([\w., \t]+)/gm)].flatMap(([, list = '']) =>
    list.split(',').flatMap((name) => pythonModule((name.trim().split(/\s/)[0] ?? '').split('.'), beside)),
  );
  const from = [
    ...text.matchAll(/^[ \t]*from[ \t]+(\.*)([\w.]*)[ \t]+import[ \t]+(\([^)]*\)|[^\n]*)/gm),
  ].flatMap(([, dots = '', module = '', list = '']) => {
    const folder = path.resolve(beside, ...Array<string>(Math.max(0, dots.length - 1)).fill('..'));
    const parts = module.split('.').filter((part) => part !== '');
    const names = list.match(/\w+/g) ?? [];
    return [
      ...pythonModule(parts, folder),
      ...names.flatMap((name) => pythonModule([...parts, name], folder)),
    ];
  });
  return [...plain, ...from];
};

/** The file of a module in a folder, and those of the packages around it. */
const pythonModule = (parts: readonly string[], folder: string): string[] =>
  parts.flatMap((_, i) => {
    const place = path.join(folder, ...parts.slice(0, i + 1));
    return [`${place}.py`, path.join(place, '__init__.py'), path.join(place, '__main__.py')].filter(isFile);
  });
