declare module '@clinic/heap-profiler' {
  /** Has no types of its own. */
  export default class ClinicHeapProfiler {
    /** Writes a page that shows a heap profile as a flame graph. */
    visualize(profile: string, page: string, done: (error: Error | null) => void): void;
  }
}
