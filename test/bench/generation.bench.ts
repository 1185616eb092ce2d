import { loadDescription } from '../../src/cases/reqmgr2/workload/descriptions.ts';
import { jsonText, pythonStyle } from '../../src/cases/reqmgr2/workload/documents/json-text.ts';
import { openWorkload } from '../../src/cases/reqmgr2/workload/open.ts';
import type { Finding } from './findings.ts';
import { medianOf, ratioOf, timeSideBySide } from './side-by-side.ts';

const documents = 2_000;

/** Stamping templates against what any library would do: build the object and serialise it. */
export const benchGeneration = async (): Promise<Finding[]> => {
  const workload = openWorkload(loadDescription('production'), 1);
  const writer = workload.writer({ style: 'reqmgr' });
  const target = Buffer.alloc(1_000_000);
  const indices = Array.from({ length: documents }, (_, i) => i);
  const objects = indices.map((index) =>
    JSON.parse(target.toString('latin1', 0, writer.write(index, target, 0))),
  );
  const bytes = indices.reduce((sum, index) => sum + writer.sizeAt(index), 0);
  const timings = await timeSideBySide(
    [
      { name: 'stamp', run: () => indices.map((index) => writer.write(index, target, 0)) },
      { name: 'stringify', run: () => objects.map((object) => target.write(JSON.stringify(object))) },
      { name: 'python', run: () => objects.map((object) => target.write(jsonText(object, pythonStyle))) },
    ],
    9,
  );
  const rate = bytes / medianOf(timings, 'stamp') / 1e6;
  return [
    { what: 'documents from templates', measured: `${rate.toFixed(2)} GB/s`, goal: null },
    {
      what: 'JSON.stringify alone, objects ready made',
      measured: `${ratioOf(timings, 'stringify', 'stamp').toFixed(1)} × as long`,
      goal: { text: 'templates faster', met: ratioOf(timings, 'stringify', 'stamp') > 1 },
    },
    {
      what: "Python's spacing from ready-made objects",
      measured: `${ratioOf(timings, 'python', 'stamp').toFixed(1)} × as long`,
      goal: null,
    },
  ];
};
