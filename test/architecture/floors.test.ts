import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, isAbsolute, join, relative } from 'node:path';
import { expect, test } from 'vitest';
import { importsOf, sourceFiles, sourceFolder } from './imports.ts';

/** The floor of each room, from the table in src/README.md. */
const readFloors = (): Map<string, number> => {
  const text = readFileSync(join(sourceFolder, 'README.md'), 'utf8');
  const rows = text.matchAll(/^\| (\d+) \| `(\w+)` \|/gm);
  return new Map(Array.from(rows, ([, floor, room]) => [room ?? '', Number(floor)]));
};

const floors = readFloors();
const roomOf = (file: string): string => relative(sourceFolder, file).split('/')[0] ?? '';
const imports = new Map(sourceFiles().map((file) => [file, importsOf(file).filter(isAbsolute)]));

/** The first circle that the edges form, as the nodes on it; undefined if there is none. */
const findCircle = (edges: ReadonlyMap<string, readonly string[]>): string[] | undefined => {
  const done = new Set<string>();
  const visit = (node: string, path: readonly string[]): string[] | undefined => {
    if (path.includes(node)) return [...path.slice(path.indexOf(node)), node];
    if (done.has(node)) return undefined;
    for (const next of edges.get(node) ?? []) {
      const circle = visit(next, [...path, node]);
      if (circle !== undefined) return circle;
    }
    done.add(node);
    return undefined;
  };
  for (const node of edges.keys()) {
    const circle = visit(node, []);
    if (circle !== undefined) return circle;
  }
  return undefined;
};

test('every room has its line in the table, and every line its room', () => {
  const rooms = readdirSync(sourceFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect([...floors.keys()].toSorted()).toEqual(rooms.map(({ name }) => name).toSorted());
});

test('a room imports only from itself and from lower floors', () => {
  const wrong = [...imports].flatMap(([file, targets]) =>
    targets
      .filter((target) => roomOf(target) !== roomOf(file))
      .filter(
        (target) => !((floors.get(roomOf(target)) ?? Infinity) < (floors.get(roomOf(file)) ?? -Infinity)),
      )
      .map((target) => `${relative(sourceFolder, file)} imports ${relative(sourceFolder, target)}`),
  );
  expect(wrong).toEqual([]);
});

test('no file imports itself through others', () => {
  expect(findCircle(imports)?.map((file) => relative(sourceFolder, file))).toBeUndefined();
});

test('a circle is found where there is one', () => {
  const edges = { a: ['b'], b: ['c', 'd'], c: [], d: ['e'], e: ['b'] };
  expect(findCircle(new Map(Object.entries(edges)))).toEqual(['b', 'd', 'e', 'b']);
  expect(findCircle(new Map(Object.entries({ ...edges, e: [] })))).toBeUndefined();
});

test('src holds rooms, and beside them only the picture of them', () => {
  const files = readdirSync(sourceFolder, { withFileTypes: true }).filter((entry) => entry.isFile());
  expect(files.map(({ name }) => name)).toEqual(['README.md']);
  expect(existsSync(join(sourceFolder, 'utils'))).toBe(false);
});

test('no folder of src holds more than about a dozen source files', () => {
  const held = Map.groupBy(sourceFiles(), (file) => relative(sourceFolder, dirname(file)));
  expect([...held].filter(([, files]) => files.length > 13).map(([folder]) => folder)).toEqual([]);
});
