import fc from 'fast-check';

/** Ways to damage a text, as a disk, an editor or a merge does it. */
export const damaged = (text: string): fc.Arbitrary<string> =>
  fc.oneof(
    { weight: 4, arbitrary: byteChanged(text) },
    lineChanged(text),
    fc.nat(text.length).map((at) => text.slice(0, at)),
  );

/** One of these texts, damaged. */
export const oneDamaged = (texts: readonly string[]): fc.Arbitrary<string> =>
  fc.constantFrom(...texts).chain(damaged);

/** Characters that mean something to JSON, YAML, a path, a terminal or a number, and some that nobody expects. */
const characters = [
  ...' \n\t"\\{}[],:-+.0159eE#&*!|>%@`\'/<~é',
  '\u0000',
  '\u001b',
  '\u202e',
  '😀',
  '  ',
  'e9',
  '""',
  '-1',
];

const byteChanged = (text: string): fc.Arbitrary<string> =>
  fc
    .tuple(fc.nat(Math.max(0, text.length - 1)), fc.constantFrom(...characters, ''), fc.nat(1))
    .map(([at, inserted, removed]) => text.slice(0, at) + inserted + text.slice(at + removed));

/** Doubled, left out, or moved. */
const lineChanged = (text: string): fc.Arbitrary<string> => {
  const lines = text.split('\n');
  const line = fc.nat(lines.length - 1);
  return fc.tuple(line, line, fc.constantFrom('doubled', 'left out', 'moved')).map(([from, to, how]) => {
    const rest = how === 'doubled' ? [...lines] : lines.toSpliced(from, 1);
    return (how === 'left out' ? rest : rest.toSpliced(to, 0, lines[from] ?? '')).join('\n');
  });
};

const odd: readonly unknown[] = [
  null,
  -1,
  0,
  0.5,
  1e308,
  -0,
  '',
  'x',
  '\n',
  [],
  {},
  [null],
  { x: 1 },
  true,
  2 ** 60,
];

/** Data with one of its values replaced by another kind, or with a key less, or with one more. */
export const mutated = (data: unknown): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.constantFrom(...pathsIn(data)),
      fc.constantFrom(...odd),
      fc.constantFrom('replaced', 'removed', 'added'),
    )
    .map(([path, value, how]) => changedAt(structuredClone(data), path, value, how));

type Path = readonly string[];

const pathsIn = (data: unknown, path: Path = []): Path[] =>
  typeof data === 'object' && data !== null
    ? [path, ...Object.keys(data).flatMap((key) => pathsIn(Reflect.get(data, key), [...path, key]))]
    : [path];

const changedAt = (data: unknown, path: Path, value: unknown, how: string): unknown => {
  const last = path.at(-1);
  if (last === undefined)
    return how === 'added' && typeof data === 'object' ? { ...data, more: value } : value;
  const holder = path
    .slice(0, -1)
    .reduce<unknown>((outer, key) => Reflect.get(outer as object, key), data) as object;
  if (how === 'removed') Reflect.deleteProperty(holder, last);
  else Reflect.set(holder, how === 'added' ? `${last}s` : last, value);
  return data;
};

/** A text of JSON lines, with one value changed. */
export const linesMutated = (text: string): fc.Arbitrary<string> => {
  const lines = text.trimEnd().split('\n');
  return fc
    .oneof(fc.constant(0), fc.nat(lines.length - 1))
    .chain((at) =>
      mutated(JSON.parse(lines[at] ?? 'null')).map((changed) =>
        lines.with(at, JSON.stringify(changed) ?? '').join('\n'),
      ),
    )
    .map((joined) => `${joined}\n`);
};
