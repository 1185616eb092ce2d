import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { FunctionShare } from '../../analysis/heap-profile.ts';
import type { MemoryReading } from '../../record/messages/subject-report.ts';
import { formatBytes } from '../../units/bytes.ts';
import { formatCount } from '../../units/numbers.ts';
import {
  labelThenFigures,
  links,
  list,
  plain,
  type Report,
  reportOf,
  section,
  type Table,
  table,
  text,
} from '../model/report.ts';

/** A profile of one strategy as it is reported. Bytes. */
export interface ProfileReport {
  readonly scenario: string;
  readonly label: string;
  readonly peakLive: number;
  /** The profile was taken after so many of all documents. */
  readonly documents: number;
  readonly allDocuments: number;
  readonly alive: MemoryReading;
  /** Most first. */
  readonly functions: readonly FunctionShare[];
  /** The files beside the report that hold more, each with what opens it. */
  readonly files: readonly { readonly file: string; readonly opens: string }[];
}

/** What is alive at the document boundary nearest the peak, by kind and by function, with its share of the peak. */
export const reportOfProfile = (report: ProfileReport): Report =>
  reportOf(
    `${report.label} in ${report.scenario}: where the memory goes`,
    [],
    [
      section('profile', '', [
        text(headlineOf(report)),
        table('', kindsTable(report)),
        table('', functionsTable(report)),
        list(notesOn(report)),
        links(report.files.map(({ file, opens }) => ({ to: { file }, name: file, text: opens }))),
      ]),
    ],
  );

const headlineOf = ({ peakLive, documents, allDocuments, functions }: ProfileReport): string => {
  const place =
    allDocuments === 0
      ? 'the end of the cycle, which has no document'
      : `document ${formatCount(documents)} of ${formatCount(allDocuments)}, after which most memory is alive`;
  const explained = sumOf(functions);
  return `Peak live ${formatBytes(peakLive)}. At ${place}, the profile explains ${formatBytes(explained)}, ${shareOf(explained, peakLive)} of the peak.`;
};

/** The whole peak in four parts, of which the profile sees the first. */
const kindsTable = ({ peakLive, alive, functions }: ProfileReport): Table => {
  const sampled = sumOf(functions);
  const parts: readonly (readonly [string, number])[] = [
    ['allocated on the heap in the cycle: the functions below', sampled],
    ['on the heap already before the cycle (modules, code), and sampling error', alive.heap - sampled],
    ['outside the heap (buffers, large strings), which no heap profile sees', alive.external],
    ['alive at the peak only, before or between documents', peakLive - alive.heap - alive.external],
  ];
  return tableOf('what the peak is made of', parts, peakLive);
};

const mostFunctions = 12;
/** Of what the profile explains: below it, the samples are too few. */
const leastShare = 0.01;

const functionsTable = ({ peakLive, functions }: ProfileReport): Table => {
  const least = leastShare * sumOf(functions);
  const shown = functions.slice(0, mostFunctions).filter(({ bytes }) => bytes >= least);
  const others = functions.slice(shown.length);
  const rows = shown.map((one): [string, number] => [describeFunction(one), one.bytes]);
  if (others.length > 0) rows.push([`${formatCount(others.length)} others`, sumOf(others)]);
  return tableOf('alive, by the function that allocated it', rows, peakLive);
};

const tableOf = (head: string, rows: readonly (readonly [string, number])[], peak: number): Table => ({
  columns: labelThenFigures([head, 'bytes', 'of the peak']),
  content: rows.map(([text, bytes]) =>
    [text, formatBytes(bytes), shareOf(bytes, peak)].map((one) => plain(one)),
  ),
});

const notesOn = ({ functions }: ProfileReport): string[] => [
  'A function counts with what it allocated itself, without the functions that it called, and only with what is still alive. Figures are scaled up from samples of the allocations.',
  'After an await, the stack begins with whoever resumed it: an answer counts for the function of the HTTP client that parsed it.',
  ...(functions.some(({ name }) => name.startsWith('('))
    ? ['In parentheses: allocated by V8 or Node outside any function.']
    : []),
];

const sumOf = (functions: readonly FunctionShare[]): number =>
  functions.reduce((sum, { bytes }) => sum + bytes, 0);

const shareOf = (bytes: number, peak: number): string => `${((100 * bytes) / peak).toFixed(1)} %`;

const describeFunction = ({ name, url, line }: FunctionShare): string => {
  const named = name === '' ? 'anonymous' : name;
  return url === '' ? named : `${named} ${shownModule(url)}:${line}`;
};

const rooms = path.join(import.meta.dirname, '..', '..');

/** A module of Tidemark by its room, one of a package from the package on, any other relative to the working directory. */
const shownModule = (url: string): string => {
  const file = url.startsWith('file:') ? fileURLToPath(url) : url;
  if (!path.isAbsolute(file)) return url;
  const fromPackage = file.split(`${path.sep}node_modules${path.sep}`).at(-1) ?? file;
  const fromRooms = path.relative(rooms, file);
  if (!fromRooms.startsWith('..')) return fromRooms;
  return fromPackage === file ? path.relative('', file) : fromPackage;
};
