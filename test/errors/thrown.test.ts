import { expect, test } from 'vitest';
import { messageOf, whyNotLoaded } from '../../src/errors/thrown.ts';

const unreadable = Object.defineProperty(new Error('x'), 'message', {
  get: () => {
    throw new Error('no');
  },
});
const { proxy, revoke } = Proxy.revocable({}, {});
revoke();
const circle: Record<string, unknown> = {};
circle.own = circle;
const gathered = new AggregateError([new Error('one'), undefined, 'three', 4], 'none of them answered');
const ofItself = new AggregateError([]);
ofItself.errors = [ofItself, ofItself];

const thrownThings: readonly (readonly [thrown: () => unknown, words: string])[] = [
  [() => new Error('it broke'), 'it broke'],
  [() => 'plain words', 'plain words'],
  [() => undefined, 'undefined was thrown, which is no error'],
  [() => null, 'null was thrown, which is no error'],
  [() => 0, '0 was thrown, which is no error'],
  [() => Symbol('why'), 'Symbol(why) was thrown, which is no error'],
  [() => function stop() {}, 'a function was thrown, which is no error: stop'],
  [() => '', 'a text without words was thrown'],
  [() => new TypeError(''), 'TypeError without a message'],
  [() => Object.assign(new Error(''), { code: 'ECONNREFUSED' }), 'Error ECONNREFUSED without a message'],
  [() => ({ message: 'as if' }), 'as if'],
  [() => ({}), 'an object without a message was thrown, which is no error'],
  [() => Object.create(null), 'an object without a message was thrown, which is no error'],
  [() => ({ status: 404 }), 'an object was thrown, which is no error: {"status":404}'],
  [() => circle, 'something was thrown that cannot be read'],
  [() => unreadable, 'Error without a message'],
  [() => proxy, 'something was thrown that cannot be read'],
  [() => gathered, 'none of them answered: one; undefined was thrown, which is no error; three; 1 more'],
  [() => ofItself, 'AggregateError: AggregateError without a message; AggregateError without a message'],
];

test('whatever is thrown has words', () => {
  expect(thrownThings.map(([thrown]) => messageOf(thrown()))).toEqual(thrownThings.map(([, words]) => words));
});

test('a module that its package takes for CommonJS comes with what to do, and another does not', () => {
  const thrown = new SyntaxError("Unexpected token 'export'");
  expect(whyNotLoaded(thrown)).toMatch(/^Unexpected token 'export'\. If .*"commonjs", say "module"/);
  expect(whyNotLoaded(new SyntaxError('Unexpected token ;'))).toBe('Unexpected token ;');
});
