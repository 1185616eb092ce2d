#!/usr/bin/env node
// Plain JavaScript, because an old Node must get this far to be told that it is too old: it cannot read TypeScript.
const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);

if (major < 22 || (major === 22 && minor < 19)) {
  process.stderr.write(
    `tidemark needs Node 22.19 or later, and this is ${process.versions.node}: start it through npm (npm start, npm run tidemark), which uses the Node that the package pins.\n`,
  );
  process.exitCode = 2;
} else {
  const { main } = await import('./main.ts');
  process.exitCode = await main(process.argv.slice(2));
}
