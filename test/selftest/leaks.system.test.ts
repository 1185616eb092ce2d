import { expect, test } from 'vitest';
import { withInstrument } from '../../src/selftest/instrument.ts';
import { checkSmallLeak } from '../../src/selftest/leaks.ts';

test('1,024 bytes a cycle are read in 500 cycles within 1 % of what they cost by themselves, and grow', async () => {
  const findings = await withInstrument(new AbortController().signal, () => {}, checkSmallLeak);
  for (const finding of findings) expect(finding).toMatchObject({ holds: true });
});
