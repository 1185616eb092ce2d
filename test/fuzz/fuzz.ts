import fc from 'fast-check';

/**
 * Tries so many inputs, the same ones in every run, so that a suite that has passed passes again. TIDEMARK_FUZZ=FACTOR tries
 * so many times as many, of another seed each time: to look for what nobody has found yet.
 */
export const fuzz = async <Input>(
  inputs: number,
  arbitrary: fc.Arbitrary<Input>,
  property: (input: Input) => Promise<void>,
): Promise<void> => {
  const factor = Number(process.env.TIDEMARK_FUZZ ?? 0);
  await fc.assert(fc.asyncProperty(arbitrary, property), {
    ...(factor > 0 ? { numRuns: inputs * factor } : { numRuns: inputs, seed: 20_261_128 }),
    endOnFailure: true,
  });
};
