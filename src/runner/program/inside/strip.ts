/**
 * `strip.ts ENTRY FOLDER`: writes a module and all that it imports from beside it as JavaScript, so that any Node can load it. In
 * the package, which is built, nobody needs it. A process of its own: Node says of stripping that it may change, on stderr.
 */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import path from 'node:path';

const [entry = '', folder = ''] = process.argv.slice(2);
const root = path.join(import.meta.dirname, '../../..');
const written = new Set<string>();

const write = (file: string): void => {
  if (written.has(file)) return;
  written.add(file);
  const code = stripTypeScriptTypes(readFileSync(file, 'utf8'));
  for (const [, name = ''] of code.matchAll(relative)) write(path.resolve(path.dirname(file), `${name}.ts`));
  const target = path.join(folder, path.relative(root, file).replace(/\.ts$/, '.js'));
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(
    target,
    code.replace(relative, (found) => found.replace(/\.ts'$/, ".js'")),
  );
};

const relative = /(?:\bfrom |\bimport\(|\bimport )'(\.{1,2}\/[^']+)\.ts'/g;

write(path.resolve(entry));
writeFileSync(path.join(folder, 'package.json'), '{ "type": "module" }');
