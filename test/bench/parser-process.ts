/**
 * `parser-process.ts PARSER`: parses the answer once in a fresh process, and writes by how many bytes heap and external
 * memory rose above what they were with the answer in memory. With the flags of a live sample that is what the parser
 * needs, without them what it grows to.
 */
import { readMemory, startHeapProbe } from '../../src/subject/probes/heap-probe.ts';
import { startLiveProbe } from '../../src/subject/probes/live-probe.ts';
import { createAnswer, type ParserName, parse, parserNames } from './parsers.ts';

const name = parserNames.find((known) => known === process.argv[2]) as ParserName;
// Enough for a steady state; more would only take longer under full collections.
const answer = createAnswer(500);
const isLive = process.execArgv.includes('--gc-global');
// The copies that the answer was made from: what one collection only marks as dead the next one gives back.
for (let i = 0; i < 2; i++) {
  globalThis.gc?.();
  await new Promise((resolve) => setImmediate(resolve));
}
const { heap, external } = readMemory();
const probe = isLive ? startLiveProbe() : startHeapProbe();
await parse(name, answer);
const { metrics } = probe.stop();
const peak = (isLive ? metrics.peakLive : metrics.peakTotal) ?? Number.NaN;
process.stdout.write(`${peak - heap - external}\n`);
