/**
 * What a Node program loads first, by `--import` in NODE_OPTIONS, so that it is read from inside without being changed. It runs
 * on Node 20 and newer, and takes nothing but Node's own modules: see `runner/program/inside` for how it gets there. Every Node
 * process below the program loads it, too. A Worker does, and is left alone: it has a heap of its own, which is told as unseen.
 */
import { isMainThread } from 'node:worker_threads';
import { type ProbeTask, probeVariable } from '../../record/messages/probe-task.ts';

const text = process.env[probeVariable];
if (isMainThread && text !== undefined) {
  const { probeProgram } = await import('./probe.ts');
  probeProgram(JSON.parse(text) as ProbeTask);
}
