/** `serving.ts CONFIG`, the JSON itself: what `tidemark serve` becomes. It loads nothing that only reads command lines. */
import { keepCompiled } from './launcher/compile-cache.js';
import { endWithOwner } from './launcher/owner.js';

endWithOwner();
keepCompiled();
const { brokenExitCode, tellFailure } = await import('./exit-codes.ts');
const { watchOutput } = await import('./terminal/output.ts');
process.on('uncaughtException', (error) => process.exit(tellFailure(error)));
const output = watchOutput();
let exitCode = 0;
try {
  const { serveConfigured } = await import('../services/server/serve.ts');
  await serveConfigured(JSON.parse(process.argv[2] ?? ''));
} catch (thrown) {
  exitCode = tellFailure(thrown);
}
process.exitCode = (await output.settle()) ? exitCode : brokenExitCode;
