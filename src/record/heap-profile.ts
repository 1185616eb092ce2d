/** V8's sampling heap profile, as Chrome DevTools and speedscope open it (`.heapprofile`): what is read of it. */
export interface HeapProfile {
  readonly head: HeapProfileNode;
}

/** What was allocated in one function when it was called this way. */
export interface HeapProfileNode {
  readonly callFrame: {
    /** Empty for an anonymous function; in parentheses where V8 or Node allocated outside any. */
    readonly functionName: string;
    /** Of the module; empty where there is none. */
    readonly url: string;
    /** From 0; -1 where there is none. */
    readonly lineNumber: number;
  };
  /** Bytes that are alive, scaled up from those that were sampled. Without the callees'. */
  readonly selfSize: number;
  readonly children: readonly HeapProfileNode[];
}
