import { describe, expect, test } from 'vitest';
import { keyless, keyReader } from '../../../src/cases/api/keys.ts';
import { pluralOf } from '../../../src/cases/api/plural.ts';

describe('an item’s key', () => {
  const keyOf = (key: string | null, item: unknown) => keyReader({ key, item: 'order' })(item);

  test.each([
    ['id', { id: 'a' }, 'a'],
    ['id', { id: 7 }, '7'],
    ['id', { id: 7n }, '7'],
    ['id', { id: '' }, ''],
    ['meta.id', { meta: { id: 'a' } }, 'a'],
    ['lines.0.sku', { lines: [{ sku: 'a' }] }, 'a'],
    [null, 'a', 'a'],
    [null, 7, '7'],
    ['id', { id: null }, undefined],
    ['id', { id: true }, undefined],
    ['id', { id: { deep: 1 } }, undefined],
    ['id', { id: Number.NaN }, undefined],
    ['meta.id', { meta: null }, undefined],
    ['id', 'text', undefined],
    ['id', [{ id: 1 }], undefined],
    [null, { id: 1 }, undefined],
    [null, undefined, undefined],
  ])('at %s of %o is %o', (key, item, found) => {
    expect(keyOf(key, item)).toBe(found);
  });

  test.each([
    [{ name: 'x', total: 3 }, 'an object with name, total'],
    [[1, 2], 'a list of 2'],
    [{}, 'an object without anything'],
    [null, 'null'],
    ['text', 'string "text"'],
  ])('of which there is none says what %o has', (item, found) => {
    expect(keyless({ key: 'id', item: 'order' }, 'order 3', item).message).toBe(
      `order 3 has no key: expected a text or a number at id; found ${found}`,
    );
  });
});

test.each([
  ['order', 'orders'],
  ['entry', 'entries'],
  ['day', 'days'],
  ['box', 'boxes'],
  ['branch', 'branches'],
  ['class', 'classes'],
])('several of a word: %s, %s', (one, several) => {
  expect(pluralOf(one)).toBe(several);
});
