import { type HttpHandler, http } from 'msw/http';
import type { CaseServices } from '../../services/case.ts';
import { describedResponse, textBody } from '../../services/delivery/described.ts';
import { fileForms, listBody } from './list-body.ts';
import { openUnmerged, type UnmergedDescription } from './workload.ts';

/** What the services serve. */
export interface Served {
  readonly description: UnmergedDescription;
  readonly seed: number;
}

/** RucioConMon's list of a site's unmerged files, and of WMStats what protects them. */
const serve: CaseServices = (data) => {
  const { description, seed } = data as Served;
  const unmerged = openUnmerged(description, seed);
  const handlers: HttpHandler[] = [
    http.get('*/rucioconmon/unmerged/files', ({ request }) => {
      const { searchParams } = new URL(request.url);
      const format = searchParams.get('format') ?? 'raw';
      if (searchParams.get('rse') !== unmerged.rse || !Object.hasOwn(fileForms, format)) return notFound();
      const { type, frame } = fileForms[format as keyof typeof fileForms];
      const headers = { 'content-type': type, 'content-disposition': 'attachment' };
      return describedResponse({ status: 200, headers }, listBody(unmerged, frame));
    }),
    http.get('*/wmstatsserver/data/protectedlfns', () => {
      const lines = unmerged.protectedDirectories().map((directory) => JSON.stringify(directory));
      const text = `{"result": [\n ${lines.join('\n,')}\n]}\n`;
      return describedResponse(
        { status: 200, headers: { 'content-type': 'application/json' } },
        textBody(text),
      );
    }),
  ];
  return { handlers, warmUp: () => {} };
};
export default serve;

const notFound = (): Response =>
  describedResponse({ status: 404, headers: { 'content-type': 'text/plain' } }, textBody('not found'));
