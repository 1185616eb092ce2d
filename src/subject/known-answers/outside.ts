import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { CommonContext } from '../case.ts';
import { goBy } from './go-by.ts';

/** Of what the types of the web browser would tell, the part that is used. */
declare const WebAssembly: {
  readonly Memory: new (size: { readonly initial: number }) => { readonly buffer: ArrayBuffer };
};

/** What is held, and how to let go of it. */
interface Held {
  readonly release: () => unknown;
}

/** Keeps what it is given until it is released. */
const keeping = (held: unknown): Held => ({ release: () => held });

/** For a Worker and for another process: holds so many bytes, says so, and goes on for as long as it is waited for. */
const holder = (bytes: number, say: string, wait: string): string =>
  `const held = Buffer.alloc(${bytes}, 1); ${say}; ${wait}`;

/** Its stdin closes when the subject has ended, however that came. */
const endWithParent = "process.stdin.resume().on('close', () => process.exit(held.length === 0 ? 1 : 0))";

/**
 * Holds a known amount of memory until the cycle has ended, where V8 does not tell of it, and meanwhile goes by a built-in strategy
 * (`of`), if one is named. Every page is written to, so that it is resident.
 */
const kinds: Readonly<Record<string, (bytes: number) => Held | Promise<Held>>> = {
  SharedArrayBuffer: (bytes) => keeping(new Uint8Array(new SharedArrayBuffer(bytes)).fill(1)),

  'WebAssembly.Memory': (bytes) => {
    const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / 65_536) });
    new Uint8Array(memory.buffer).fill(1);
    return keeping(memory);
  },

  Worker: async (bytes) => {
    const say = "process.getBuiltinModule('node:worker_threads').parentPort.postMessage('held')";
    const worker = new Worker(holder(bytes, say, 'setInterval(() => held, 1000)'), { eval: true });
    await once(worker, 'message');
    return { release: () => worker.terminate() };
  },

  'node:sqlite': async (bytes) => {
    const { DatabaseSync } = await import('node:sqlite');
    const database = new DatabaseSync(':memory:');
    database.exec('CREATE TABLE held (bytes BLOB)');
    database.prepare('INSERT INTO held VALUES (zeroblob(?))').run(bytes);
    return { release: () => database.close() };
  },

  'child process': async (bytes) => {
    const child: ChildProcess = spawn(
      process.execPath,
      ['-e', holder(bytes, "console.log('held')", endWithParent)],
      {
        stdio: ['pipe', 'pipe', 'ignore'],
      },
    );
    if (child.stdout === null) throw new Error('the child has no stdout to say that it holds');
    await once(child.stdout, 'data');
    return { release: () => child.kill() };
  },
};

export default async function* outside(context: CommonContext): AsyncGenerator<unknown> {
  const { kind, bytes, of, ...others } = context.params;
  const hold = kinds[String(kind)];
  if (hold === undefined) throw new Error(`there is no ${kind} to hold anything in`);
  const held = await hold(Number(bytes));
  // Some turns of the event loop, as of a strategy that waits for its next answer.
  for (let turn = 0; turn < 3; turn++) await new Promise((resolve) => setImmediate(resolve));
  if (of !== undefined) yield* goBy(await context.builtIn(String(of)), { ...context, params: others });
  await held.release();
}
