import v8 from 'node:v8';
import vm from 'node:vm';
import { expect, test } from 'vitest';
import type { WorkflowDocument } from '../../src/cases/reqmgr2/document.ts';
import documentStream from '../../src/cases/reqmgr2/strategies/streams/document-stream.ts';
import lineStream from '../../src/cases/reqmgr2/strategies/streams/line-stream.ts';
import rowStream from '../../src/cases/reqmgr2/strategies/streams/row-stream.ts';
import { runServices } from '../services/small-services.ts';
import { httpContext } from './http-context.ts';

v8.setFlagsFromString('--expose-gc');
const collect = vm.runInNewContext('gc') as () => void;

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

test.each([lineStream, documentStream, rowStream])(
  '%o lets go of its first document while it goes on',
  async (strategy) => {
    const services = await runServices();
    await using context = httpContext(services.url, { statuses: ['announced'] });
    const documents = strategy(context);
    const next = async (): Promise<WeakRef<WorkflowDocument>> => {
      const { value } = await documents.next();
      if (value === undefined) throw new Error('the stream ended');
      return new WeakRef(value);
    };
    const first = await next();
    const second = await next();
    await next();
    // A weak reference keeps its target until its turn of the event loop has ended.
    await turn();
    collect();
    expect([first.deref(), second.deref()]).toEqual([undefined, undefined]);
    await documents.return(undefined);
    await services.close();
  },
);
