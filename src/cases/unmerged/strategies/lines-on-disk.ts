import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLines } from '../../../subject/client/cutting/lines.ts';
import type { StrategyContext } from '../context.ts';

/**
 * As the service does since dmwm/WMCore 12059: its client takes the whole body, writes it into a file, and lines are read from
 * there. What is held at once is the body's bytes.
 */
export default async function* linesOnDisk(context: StrategyContext): AsyncGenerator<string> {
  const folder = await mkdtemp(join(tmpdir(), 'tidemark-files-'));
  try {
    const file = join(folder, 'list');
    await keepBody(file, context);
    const lines = createLines();
    for await (const piece of createReadStream(file)) {
      for (const line of lines.split(piece as Buffer)) yield line;
    }
    if (!lines.isComplete())
      throw new Error(`the list that was put on disk is cut short inside its last line`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** A function of its own: when it is over, nothing of the body is alive. */
const keepBody = async (file: string, { rucio, rse }: StrategyContext): Promise<void> => {
  const pieces: Buffer[] = [];
  for await (const piece of rucio.rawBytes(rse)) pieces.push(piece);
  await writeFile(file, pieces);
};
