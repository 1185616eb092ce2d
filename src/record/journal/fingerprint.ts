/**
 * A processed item leaves a fingerprint: 52 bits of its name, and 52 bits of what identifies it in its present state
 * (its case says what that is). From fingerprints alone the harness tells which items a strategy missed, saw twice, or saw in a
 * state that is not the expected one; and a set of them has a digest that does not depend on their order.
 */
export interface Fingerprint {
  /** Identifies the item. */
  readonly name: number;
  /** Identifies the item in its present state. */
  readonly version: number;
}

/**
 * 52 bits of a string's UTF-16 units, as a whole number that a double holds exactly. Two 32-bit lanes with different
 * multipliers, each finished with MurmurHash3's finaliser (A. Appleby, public domain constants).
 */
export const hash52 = (text: string): number => {
  let high = 0x9e3779b9;
  let low = 0x85ebca6b;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    high = Math.imul(high ^ unit, 0x01000193);
    low = Math.imul(low ^ unit, 0x5bd1e995);
    low ^= low >>> 15;
  }
  return (finalise(high ^ text.length) & 0xfffff) * 0x100000000 + (finalise(low) >>> 0);
};

const finalise = (lane: number): number => {
  let mixed = lane;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
};

/** @param version identifies the item in its present state, and begins with its name */
export const fingerprintOf = (name: string, version: string): Fingerprint => {
  const hashed = hash52(name);
  return { name: hashed, version: version === name ? hashed : hash52(version) };
};

/** Bytes of one fingerprint in a log of processed items: two little-endian doubles. */
export const fingerprintBytes = 16;

/** The fingerprints in a log, in the order in which the items were processed. A log cut short is an error. */
export const readFingerprints = (log: Buffer): Fingerprint[] => {
  if (log.length % fingerprintBytes !== 0) {
    throw new Error(
      `a log of processed items has ${log.length} bytes, not a multiple of ${fingerprintBytes}`,
    );
  }
  return Array.from({ length: log.length / fingerprintBytes }, (_, i) => ({
    name: log.readDoubleLE(i * fingerprintBytes),
    version: log.readDoubleLE(i * fingerprintBytes + 8),
  }));
};

/** A log of these. */
export const logOf = (fingerprints: readonly Fingerprint[]): Buffer => {
  const log = Buffer.alloc(fingerprints.length * fingerprintBytes);
  fingerprints.forEach(({ name, version }, i) => {
    log.writeDoubleLE(name, i * fingerprintBytes);
    log.writeDoubleLE(version, i * fingerprintBytes + 8);
  });
  return log;
};

/** Count and sum modulo 2^52 of the versions: `9555:0c5e1f9a2b7d4`. The same for any order; `0:0000000000000` for none. */
export const digestOf = (fingerprints: Iterable<Fingerprint>): string => {
  const digest = openDigest();
  for (const fingerprint of fingerprints) digest.add(fingerprint);
  return digest.text();
};

/** A digest that grows. */
export const openDigest = (): { add: (fingerprint: Fingerprint) => void; text: () => string } => {
  let count = 0;
  let sum = 0;
  return {
    add: ({ version }) => {
      count += 1;
      sum = (sum + version) % 2 ** 52;
    },
    text: () => `${count}:${sum.toString(16).padStart(13, '0')}`,
  };
};
