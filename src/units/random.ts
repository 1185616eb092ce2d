/**
 * Random numbers addressed by counters instead of drawn in a row: any value of any document can be had without the
 * others, which is what makes document i a function of i. A generator with a state, from a library, cannot do that.
 */

/** 32 random bits for a pair of numbers, signed. The constants are those of MurmurHash3's finaliser. */
export const bitsAt = (key: number, counter: number): number => {
  let mixed = (key + Math.imul(counter + 1, 0x9e3779b9)) | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
};

/** A whole number from 0 to `bound` - 1; `bound` at most 2^31. */
export const integerAt = (key: number, counter: number, bound: number): number =>
  (bitsAt(key, counter) >>> 0) % bound;

/**
 * A keyed bijection of 0 … size - 1: a Feistel network over the next power of four, walked until it lands inside
 * (J. Black, P. Rogaway: Ciphers with Arbitrary Finite Domains, CT-RSA 2002). It deals each quantile of a distribution
 * to exactly one index, so that totals hardly depend on the seed.
 */
export const createPermutation = (size: number, key: number): ((index: number) => number) => {
  let halfBits = 1;
  while (4 ** halfBits < size) halfBits += 1;
  const mask = 2 ** halfBits - 1;
  const encrypt = (value: number): number => {
    let left = Math.floor(value / (mask + 1));
    let right = value & mask;
    for (let round = 0; round < 4; round++) {
      const next = left ^ (bitsAt(key ^ Math.imul(round + 1, 0x5bd1e995), right) & mask);
      left = right;
      right = next;
    }
    return left * (mask + 1) + right;
  };
  return (index) => {
    let value = encrypt(index);
    while (value >= size) value = encrypt(value);
    return value;
  };
};
