import { globSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';

const root = path.join(import.meta.dirname, '../..');

/** Of what is written by hand; runs below reports/ are not. */
const pages = globSync('{*.md,{src,test,fixtures,scenarios,.github}/**/*.md,reports/*.md}', { cwd: root });
const textOf = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** Code shows what links look like and is none. */
const withoutCode = (text: string): string => text.replace(/^```.*?^```/gms, '').replace(/`[^`\n]*`/g, '');

interface Link {
  readonly page: string;
  readonly target: string;
}

const linksOf = (page: string, text: string): Link[] =>
  [...withoutCode(text).matchAll(/\]\(([^)\s]+)\)/g)]
    .map(([, target = '']) => ({ page, target }))
    .filter(({ target }) => !/^[a-z]+:/.test(target));

/** As GitHub makes a heading's address. */
const slugOf = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\w\- ]/g, '')
    .replaceAll(' ', '-');
const slugsOf = (text: string): string[] =>
  [...text.replace(/^```.*?^```/gms, '').matchAll(/^#+ (.*)$/gm)].map(([, heading = '']) => slugOf(heading));

const faultOf = ({ page, target }: Link): string | null => {
  const [file = '', heading] = target.split('#');
  const place = file === '' ? page : path.join(path.dirname(page), file);
  const found = statSync(path.join(root, place), { throwIfNoEntry: false });
  if (found === undefined) return `${page}: there is no ${place}`;
  if (heading === undefined) return null;
  return slugsOf(textOf(place)).includes(heading) ? null : `${page}: ${place} has no heading #${heading}`;
};

test('the pages are found', () => {
  expect(pages).toEqual(expect.arrayContaining(['README.md', 'src/README.md', 'reports/README.md']));
});

test.each(pages)('each link of %s leads to a file, and to a heading that is there', (page) => {
  expect(linksOf(page, textOf(page)).flatMap((link) => faultOf(link) ?? [])).toEqual([]);
});

describe('a link', () => {
  test('in code is none, and neither is one to the web', () => {
    expect(linksOf('a.md', '`[x](y.md)` [x](https://example.org)\n```\n[x](z.md)\n```\n')).toEqual([]);
  });

  test('to a file or a heading that there is not is found', () => {
    expect(faultOf({ page: 'README.md', target: 'src/NONE.md' })).toBe('README.md: there is no src/NONE.md');
    expect(faultOf({ page: 'README.md', target: 'src/README.md#none' })).toBe(
      'README.md: src/README.md has no heading #none',
    );
    expect(faultOf({ page: 'src/README.md', target: '../README.md#how-it-measures' })).toBeNull();
  });
});

/** A front page that is read, not searched. */
test('README has at most about 150 lines', () => {
  expect(textOf('README.md').split('\n').length).toBeLessThan(160);
});
