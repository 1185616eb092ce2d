import { expect, test } from 'vitest';
import { deepestFrame, tracebacksIn } from '../../src/errors/traceback.ts';

const python = `Traceback (most recent call last):
  File "/home/me/client.py", line 12, in <module>
    fetch()
  File "/home/me/fetch.py", line 3, in fetch
    json.loads(text)
  File "/usr/lib/python3.11/json/__init__.py", line 346, in loads
    return _default_decoder.decode(s)
  File "/home/me/.venv/lib/python3.11/site-packages/x/y.py", line 9, in decode
    raise
json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)`;

test('of a Python traceback the last line is told, and the deepest frame outside libraries', () => {
  expect(tracebacksIn(`noise\n${python}\nFatal Python error: Aborted\n`)).toEqual([
    {
      message: 'json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)',
      frame: { file: '/home/me/fetch.py', line: 3 },
    },
  ]);
});

test('of a chain the last error is told, and the one that began it', () => {
  const chain = `${python}\n\nDuring handling of the above exception, another exception occurred:\n\nTraceback (most recent call last):\n  File "/home/me/client.py", line 20, in main\nKeyError: 'a'`;
  expect(tracebacksIn(chain)).toEqual([
    {
      message: "KeyError: 'a', after json.decoder.JSONDecodeError: Expecting value: line 1 column 1 (char 0)",
      frame: { file: '/home/me/client.py', line: 20 },
    },
  ]);
});

test('a stack of Node has its message and the deepest frame outside Node and packages', () => {
  const node = `file:///home/me/a.mjs:3
    throw new Error('no')
    ^

TypeError: no
  of two lines
    at JSON.parse (<anonymous>)
    at parse (file:///home/me/node_modules/x/index.js:1:2)
    at node:internal/process/task_queues:105:5
    at async fetch (file:///home/me/my%20lib/b.mjs?again=2:7:9)
    at file:///home/me/a.mjs:3:11

Node.js v26.10.0`;
  expect(tracebacksIn(node)).toEqual([
    { message: 'TypeError: no   of two lines', frame: { file: '/home/me/my lib/b.mjs', line: 7 } },
  ]);
});

test('text without a traceback has none', () => {
  expect(tracebacksIn('')).toEqual([]);
  expect(tracebacksIn('a line\n    at home\n')).toEqual([{ message: 'a line', frame: null }]);
  expect(tracebacksIn('one\ntwo\n\n  three\n')).toEqual([]);
});

test("a program's own folders are passed over", () => {
  const stack = 'Error: x\n    at f (/opt/tidemark/src/subject/a.ts:1:1)\n    at g (/home/me/s.ts:4:2)';
  expect(deepestFrame(stack, ['/opt/tidemark/src/'])).toEqual({ file: '/home/me/s.ts', line: 4 });
  expect(deepestFrame(stack)).toEqual({ file: '/opt/tidemark/src/subject/a.ts', line: 1 });
  expect(deepestFrame('Error: x')).toBeNull();
});
