import type { HeapProfile, HeapProfileNode } from '../record/heap-profile.ts';

/** What one function allocated itself, without its callees, and what is still alive. */
export interface FunctionShare {
  /** Empty for an anonymous function; in parentheses where V8 or Node allocated outside any. */
  readonly name: string;
  /** Of the module; empty where there is none. */
  readonly url: string;
  /** From 1; 0 where there is none. */
  readonly line: number;
  readonly bytes: number;
}

/** Node's module for V8: what it allocated while it was profiled is the instrument's own. */
const instrument = 'node:v8';

/**
 * The functions of a heap profile by what of theirs is alive, most first, however they were called. None that has nothing,
 * and nothing of the profiler itself.
 */
export const bytesByFunction = ({ head }: HeapProfile): FunctionShare[] => {
  const shares = new Map<string, FunctionShare>();
  for (const { callFrame, selfSize } of nodesOf(head)) {
    if (selfSize === 0 || callFrame.url === instrument) continue;
    const { functionName: name, url, lineNumber } = callFrame;
    const key = JSON.stringify([name, url, lineNumber]);
    shares.set(key, { name, url, line: lineNumber + 1, bytes: (shares.get(key)?.bytes ?? 0) + selfSize });
  }
  return [...shares.values()].sort((a, b) => b.bytes - a.bytes);
};

/** Without recursion: nothing bounds the depth of a stack. */
function* nodesOf(head: HeapProfileNode): Generator<HeapProfileNode> {
  const waiting = [head];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    yield node;
    waiting.push(...node.children);
  }
}
