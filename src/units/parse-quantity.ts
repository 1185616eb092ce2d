import type { Quantity, QuantityUnit } from './quantity.ts';

const factors: Readonly<Record<string, readonly [factor: number, unit: QuantityUnit]>> = {
  B: [1, 'bytes'],
  kB: [1e3, 'bytes'],
  MB: [1e6, 'bytes'],
  GB: [1e9, 'bytes'],
  KiB: [2 ** 10, 'bytes'],
  MiB: [2 ** 20, 'bytes'],
  GiB: [2 ** 30, 'bytes'],
  ms: [1, 'ms'],
  s: [1000, 'ms'],
  min: [60_000, 'ms'],
};

/** The units that a quantity may be written with, for advice. */
export const knownUnits = (unit: QuantityUnit): readonly string[] =>
  Object.entries(factors)
    .filter(([, [, of]]) => of === unit)
    .map(([name]) => name);

/** `40 MB`, `1.5 GiB`, `3 s`, `840ms`: bytes or milliseconds. Null for anything else, a bare number too. */
export const parseQuantity = (text: string): Quantity | null => {
  const [, number = '', name = ''] = /^\s*(\d+(?:\.\d+)?)\s*([A-Za-z]+)\s*$/.exec(text) ?? [];
  if (!Object.hasOwn(factors, name)) return null;
  const [factor, unit] = factors[name] as readonly [number, QuantityUnit];
  return { value: Number(number) * factor, unit };
};
