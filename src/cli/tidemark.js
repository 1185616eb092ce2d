#!/usr/bin/env node
// Plain JavaScript, because an old Node must get this far: to hand over to the pinned one, or to be told that it is too
// old. It cannot read TypeScript.
import { keepCompiled } from './launcher/compile-cache.js';
import { endWithOwner } from './launcher/owner.js';
import { runOnPinnedNode } from './launcher/pinned-node.js';
import { refusalToMeasure, refusalToStart, thisMachine } from './launcher/platform.js';

endWithOwner();
const machine = thisMachine();
/** @param {string} refusal */
const refuse = (refusal) => {
  process.stderr.write(`${refusal}\n`);
  return 2;
};
const refusal = refusalToStart(machine);
const exitCode = refusal === null ? await runOnPinnedNode() : refuse(refusal);
const shortfall = refusalToMeasure(machine.node);

if (exitCode !== null) {
  process.exitCode = exitCode;
} else if (shortfall !== null) {
  process.exitCode = refuse(shortfall);
} else {
  keepCompiled();
  const { tellFailure } = await import('./exit-codes.ts');
  // What no command has caught. Exit code 1 would be taken for a regression.
  process.on('uncaughtException', (error) => process.exit(tellFailure(error)));
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
}
