import { expect, test } from 'vitest';
import { createAnswerWatch } from '../../src/services/delivery/answer-watch.ts';
import { freshChunks } from '../../src/services/delivery/chunk-source.ts';
import { textBody } from '../../src/services/delivery/described.ts';

const watch = createAnswerWatch();

/** Answers requests in a sample of a row; a body that begins with `half` is not read to its end. */
const sample = async (row: string, ...answers: readonly (readonly [path: string, text: string])[]) => {
  watch.begin(row);
  for (const [path, text] of answers) {
    const answer = watch.over(new Request(`http://localhost${path}`), {
      status: 200,
      headers: {},
      body: text.startsWith('stream')
        ? {
            stream: (async function* () {
              yield Buffer.from(text);
            })(),
          }
        : textBody(text),
    });
    if (text.startsWith('half')) continue;
    if ('stream' in answer.body) await Array.fromAsync(answer.body.stream);
    else Array.from(answer.body.chunks(freshChunks(64)));
  }
  return watch.read();
};

test('what a row is answered otherwise than in its last sample is noted, whatever is made of it', async () => {
  expect(await sample('a', ['/1', 'x'], ['/2', 'y'])).toEqual([]);
  expect(await sample('a', ['/1', 'x'], ['/2', 'y'])).toEqual([]);
  expect(await sample('a', ['/1', 'x'], ['/2', 'z'])).toEqual([
    { kind: 'differed', message: 'GET /2', count: 1 },
  ]);
  expect(await sample('a', ['/1', 'z'], ['/2', 'z'])).toEqual([
    { kind: 'differed', message: 'GET /1', count: 2 },
  ]);
  expect(await sample('b', ['/1', 'other'])).toEqual([]);
  expect(await sample('c', ['/1', 'stream 1'])).toEqual([]);
  expect(await sample('c', ['/1', 'stream 2'])).toMatchObject([{ kind: 'differed' }]);
});

test('bodies in another order are the same, and what was not read to its end is not compared', async () => {
  expect(await sample('d', ['/next', 'x'], ['/next', 'y'])).toEqual([]);
  expect(await sample('d', ['/next', 'y'], ['/next', 'x'])).toEqual([]);
  expect(await sample('d', ['/next', 'half'], ['/next', 'x'])).toEqual([]);
  expect(await sample('d', ['/next', 'x'])).toEqual([]);
  expect(await sample('d', ['/next', 'y'], ['/next', 'y'])).toMatchObject([{ kind: 'differed' }]);
});

test('of what failed the first is told, and how many there were; the next sample begins without', () => {
  watch.begin('e');
  watch.failed('GET /1 failed');
  watch.failed('GET /2 failed');
  expect(watch.read()).toEqual([{ kind: 'failed', message: 'GET /1 failed', count: 2 }]);
  watch.begin('e');
  expect(watch.read()).toEqual([]);
});
