import { fileURLToPath } from 'node:url';
import { execa } from 'execa';
import { tightSchedule } from '../../src/runner/subject/gc-schedule.ts';
import type { Finding } from './findings.ts';
import { createAnswer, type ParserName, parse, parserNames } from './parsers.ts';
import { medianOf, ratioOf, timeSideBySide } from './side-by-side.ts';

const rounds = 5;
const others = parserNames.filter((name) => name !== 'cutter');

/**
 * The cutter of document-stream against streaming parsers that can be had: the same bytes in memory, the same documents
 * out, in one process for the times and in fresh ones for the memory. One that came within twice its time and memory
 * should be used in its place.
 */
export const benchParsers = async (): Promise<Finding[]> => {
  const answer = createAnswer(2_000);
  const tasks = parserNames.map((name) => ({ name, run: () => parse(name, answer) }));
  const timings = await timeSideBySide(tasks, rounds);
  const needs = await memoryOf(tightSchedule);
  const grows = await memoryOf(['--expose-gc']);

  const rate = (name: string): string => `${(answer.bytes / medianOf(timings, name) / 1e3).toFixed(0)} MB/s`;
  const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
  const slowdown = (name: string): number => ratioOf(timings, name, 'cutter');
  const fastest = Math.min(...others.map(slowdown));
  const findings = (what: string, memory: Memory): Finding[] =>
    parserNames.map((name) => ({ what: `${name}: ${what}`, measured: megabytes(memory[name]), goal: null }));
  const least = Math.min(...others.map((name) => needs[name]));
  return [
    ...parserNames.map((name) => ({
      what: name,
      measured: name === 'cutter' ? rate(name) : `${rate(name)}, ${slowdown(name).toFixed(1)} × as long`,
      goal: slowdown(name) === fastest ? { text: 'at least 5 × as long', met: fastest >= 5 } : null,
    })),
    ...findings('needs above its input', needs),
    {
      what: 'leaner of the others against cutter: needs',
      measured: `${(least / needs.cutter).toFixed(1)} × as much`,
      goal: { text: 'cutter less', met: needs.cutter < least },
    },
    // Most of it is garbage that V8's young generation has room for.
    ...findings('grows above its input', grows),
  ];
};

type Memory = Readonly<Record<ParserName, number>>;

/** Bytes, of a fresh process each. */
const memoryOf = async (flags: readonly string[]): Promise<Memory> => {
  const file = fileURLToPath(new URL('parser-process.ts', import.meta.url));
  const measured: [ParserName, number][] = [];
  for (const name of parserNames) {
    const { stdout } = await execa(process.execPath, [...flags, file, name]);
    measured.push([name, Number(stdout)]);
  }
  return Object.fromEntries(measured) as Record<ParserName, number>;
};
