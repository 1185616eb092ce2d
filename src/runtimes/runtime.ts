/**
 * What Tidemark knows of a language's runtime. A program of a runtime that is not here is measured all the same: from outside,
 * under whatever word its row gives as `runtime`. How to add one: src/README.md, "Add a runtime".
 */
export interface Runtime {
  readonly name: string;
  /** What its rows are compared within, unless a scenario says otherwise; it may be said to have a program taken for one of these. */
  readonly word: string;
  /** Whether it is what a command starts. */
  readonly runs: (executable: Executable) => boolean;
  /** What reads its programs from inside; null where nothing does. */
  readonly tracker: Tracker | null;
  /** Variables that observe a process, or bend how the runtime starts: nobody measures with them on purpose. */
  readonly observers: readonly RegExp[];
  /** Variables that tune it: a program may need them, and they are recorded. */
  readonly tuners: readonly RegExp[];
  /** How a source says which files beside it belong to it. */
  readonly sources: Sources | null;
}

export interface Executable {
  /** The file's name without its folder, as the command says it. */
  readonly name: string;
  /** Its first line, if that says what interprets it; empty for a binary, and for a file that is not there. */
  readonly shebang: string;
}

export interface Tracker {
  /** The module that a program loads first. It finds its task as JSON in the variable TIDEMARK_PROBE, and writes `PID-START.json`. */
  readonly preload: string;
  /** How a program, and every process of the runtime below it, comes to load it. @param said what the environment says already */
  readonly variables: (
    preload: string,
    said: Readonly<Record<string, string | undefined>>,
    isLive: boolean,
  ) => Readonly<Record<string, string>>;
  /** Whether it reads nothing but what is alive in a server, when asked. */
  readonly isOfServers?: true;
  /** Names of scripts that only start other programs, such as a package manager's: what they need is not the program's. */
  readonly launchers: RegExp;
}

interface Sources {
  /** Of a file's extension. */
  readonly extension: RegExp;
  /** Absolute paths of files that a text imports; what no file is may be among them. */
  readonly importedBy: (text: string, file: string) => string[];
  /** Absolute paths of files that a command means by this word, behind the word before it; none for most. */
  readonly namedBy?: (word: string, before: string | undefined, folder: string) => string[];
}
