import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

/** A server in a process of its own, which says where it listens as the services do. */
export interface ServerProcess {
  readonly url: string;
  readonly pid: number;
  readonly stop: () => Promise<void>;
}

/**
 * @param script a module, from this folder
 * @param flags Node's
 */
export const startServer = async (
  script: string,
  args: readonly string[],
  flags: readonly string[] = [],
): Promise<ServerProcess> => {
  const file = fileURLToPath(new URL(script, import.meta.url));
  const child = execa(process.execPath, [...flags, file, ...args], {
    // Only a module of this folder ends with its channel; `tidemark serve` would stay the process that has it.
    ipc: !script.startsWith('..'),
    reject: false,
    stdin: 'ignore',
  });
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('{"url"')) continue;
    const { url, pid } = JSON.parse(line) as { url: string; pid: number };
    return {
      url,
      pid,
      stop: async () => {
        child.kill('SIGTERM');
        await child;
      },
    };
  }
  throw new Error(`${script} ended before it listened: ${(await child).stderr}`);
};

/** Listens on a free port, says so, and ends with its parent. */
export const announce = (server: import('node:http').Server): void => {
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('the server has no port');
    process.stdout.write(
      `${JSON.stringify({ url: `http://127.0.0.1:${address.port}`, pid: process.pid })}\n`,
    );
  });
  process.once('disconnect', () => process.exit(0));
};
