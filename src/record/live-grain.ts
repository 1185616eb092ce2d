/**
 * Bytes by which the live probe may miss a peak between two turns of the event loop, so the smallest difference in
 * peakLive that it resolves: smaller ones would mean collecting all the time.
 */
export const liveGrainOf = (peak: number): number => Math.max(256_000, 0.005 * peak);
