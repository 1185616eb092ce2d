import { describe, expect, test } from 'vitest';
import { limitIn, lowestLimit } from '../../src/runner/limits/container/limits-in-force.ts';
import { placeIn } from '../../src/runner/limits/container/place.ts';

const v1 = '34 27 0:30 / /sys/fs/cgroup/memory rw,relatime shared:9 - cgroup cgroup rw,memory';
const v2 = '35 27 0:31 / /sys/fs/cgroup/unified rw,relatime shared:10 - cgroup2 cgroup2 rw';
const everything = () => true;
const nothing = () => false;

describe('the place of a process among memory cgroups', () => {
  test('is version 1 where its memory controller is mounted, whatever else is', () => {
    const place = placeIn(`${v2}\n${v1}`, '8:cpu:/\n4:memory:/a\n0::/b', everything);
    expect(place).toEqual({ version: 1, top: '/sys/fs/cgroup/memory', folder: '/sys/fs/cgroup/memory/a' });
  });
  test('is version 2 where that alone is mounted', () => {
    const top = '/sys/fs/cgroup/unified';
    expect(placeIn(v2, '0::/', everything)).toEqual({ version: 2, top, folder: top });
  });
  test('is the parent where a run before in this process has moved it into a child', () => {
    const place = (cgroup: string) => placeIn(v2, cgroup, everything);
    expect(place('0::/tidemark-harness')).toEqual(place('0::/'));
    expect(place('0::/pod/tidemark-harness')).toEqual(place('0::/pod'));
  });
  test('is the mount itself where the path of this process cannot be seen in it', () => {
    expect(placeIn(v1, '4:memory:/of/another/namespace', nothing)?.folder).toBe('/sys/fs/cgroup/memory');
    expect(placeIn(v2, '0::/../outside', everything)?.folder).toBe('/sys/fs/cgroup/unified');
  });
  test('is told from the part of the tree that a container sees', () => {
    const part = '35 27 0:31 /docker/abc /sys/fs/cgroup rw - cgroup2 cgroup2 rw';
    expect(placeIn(part, '0::/docker/abc/x', everything)?.folder).toBe('/sys/fs/cgroup/x');
    expect(placeIn(part, '0::/docker/abc', everything)?.folder).toBe('/sys/fs/cgroup');
    expect(placeIn(part, '0::/docker/abcdef', nothing)?.folder).toBe('/sys/fs/cgroup');
  });
  test('may have a space in its path', () => {
    const mount = '35 27 0:31 / /my\\040cgroups rw - cgroup2 cgroup2 rw';
    expect(placeIn(mount, '0::/', everything)?.top).toBe('/my cgroups');
  });
  test('is none where none is mounted', () => {
    expect(placeIn('36 27 0:32 / /tmp rw - tmpfs tmpfs rw', '0::/', everything)).toBeNull();
  });
});

test.each([
  ['max\n', null],
  ['9223372036854771712\n', null],
  ['', null],
  ['0\n', 0],
  ['536870912\n', 2 ** 29],
])('a file of a limit says %j, which is %s', (text, bytes) => {
  expect(limitIn(text)).toBe(bytes);
});

describe('the limit in force', () => {
  const files =
    (texts: Readonly<Record<string, string>>) =>
    (file: string): string | null =>
      texts[file] ?? null;
  const place = { version: 2, top: '/c', folder: '/c/pod/box' } as const;

  test('is the lowest of a cgroup and of all around it', () => {
    const read = files({
      '/c/pod/box/memory.max': 'max',
      '/c/pod/memory.max': '300',
      '/c/memory.max': '900',
    });
    expect(lowestLimit(place, read)).toEqual({ bytes: 300, file: '/c/pod/memory.max' });
  });
  test('is in version 2 also the one beyond which a process is slowed down', () => {
    const read = files({ '/c/pod/box/memory.max': '500', '/c/pod/box/memory.high': '400' });
    expect(lowestLimit(place, read)).toEqual({ bytes: 400, file: '/c/pod/box/memory.high' });
  });
  test('is none where none is set', () => {
    expect(lowestLimit(place, files({ '/c/pod/memory.max': 'max' }))).toBeNull();
  });
  test('is in version 1 also one that a container cannot see', () => {
    const read = files({
      '/c/memory.limit_in_bytes': '9223372036854771712',
      '/c/memory.stat': 'cache 0\nhierarchical_memory_limit 700\nhierarchical_memsw_limit 900\n',
    });
    expect(lowestLimit({ version: 1, top: '/c', folder: '/c' }, read)).toEqual({
      bytes: 700,
      file: '/c/memory.stat',
    });
  });
  test('is in version 1 named by the file that sets it where that is seen', () => {
    const read = files({
      '/c/pod/memory.limit_in_bytes': '700',
      '/c/pod/box/memory.stat': 'hierarchical_memory_limit 700\n',
    });
    expect(lowestLimit({ ...place, version: 1 }, read)?.file).toBe('/c/pod/memory.limit_in_bytes');
  });
});
