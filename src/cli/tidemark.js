#!/usr/bin/env node
// Plain JavaScript, because an old Node must get this far: to hand over to the pinned one, or to be told that it is too
// old. It cannot read TypeScript.
import { endWithOwner } from './owner.js';
import { runOnPinnedNode } from './pinned-node.js';

endWithOwner();
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
const exitCode = await runOnPinnedNode();

if (exitCode !== null) {
  process.exitCode = exitCode;
} else if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `tidemark needs Node 22.19 or later, and this is ${process.versions.node}. Install it with its optional dependencies: they bring the Node that it measures with.\n`,
  );
  process.exitCode = 2;
} else {
  const { tellFailure } = await import('./exit-codes.ts');
  // What no command has caught. Exit code 1 would be taken for a regression.
  process.on('uncaughtException', (error) => process.exit(tellFailure(error)));
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
}
