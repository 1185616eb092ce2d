import { serveWorkload } from '../../harness/serve.ts';

export const serve = async (...args: Parameters<typeof serveWorkload>): Promise<number> => {
  await serveWorkload(...args);
  return 0;
};
