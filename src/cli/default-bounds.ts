/**
 * What a gate fails on unless it is told otherwise. Two runs of the same agree on peakLive within 0.2 %; V8's own schedule
 * scatters peakHeap by 8 %; and times by a machine's mood.
 */
export const defaultFailOn = 'peakLive:2%,peakHeap:10%,wallTime:25%';

/** What two runs are compared by unless a person says otherwise. */
export const defaultCompared = 'peakLive:2%,peakHeap:10%,peakRss:10%,wallTime:25%,cpuTime:25%';
