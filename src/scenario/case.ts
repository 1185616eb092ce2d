import type { z } from 'zod';
import type { CaseWords } from '../record/case.ts';
import type { Fingerprint } from '../record/journal/fingerprint.ts';
import type { WorkloadSummary } from '../record/journal/journal.ts';
import type { Row } from '../record/journal/sample.ts';
import type { ChurnRates, ServicesBehaviour } from '../record/journal/services-behaviour.ts';
import type { Problem } from './problems.ts';
import type { WrittenCase } from './services/own-case.ts';

/** What a strategy's parameter may be. */
export type ParameterRule =
  | { readonly kind: 'integer'; readonly min: number; readonly default: number; readonly meaning: string }
  | {
      readonly kind: 'choice';
      readonly of: readonly string[];
      readonly default: string;
      readonly meaning: string;
    };

export interface StrategyEntry {
  /** What it does, in one line. */
  readonly idea: string;
  readonly params: Readonly<Record<string, ParameterRule>>;
}

/**
 * What a measurement is about, as the harness knows it: what the services answer, what counts as an item, who consumes it,
 * which strategies there are. The services' process and the subject load modules of their own (`CaseServices`,
 * `CaseSubject`), and nothing of this.
 */
export interface Case {
  readonly name: string;
  readonly modules: {
    /** The URLs of those modules. */
    readonly services: string;
    readonly subject: string;
    /** The path of a user's own consumer, which subjects load beside their strategies; absent where there is none. */
    readonly consumer?: string;
  };
  /** The path of a user's own module for the services: only that can tell what there is, and is asked before a run, see `Opened.surveyed`. */
  readonly asksServices?: string;
  /** A program that serves in place of the services' module; absent where that serves. */
  readonly server?: Server;
  /** Nothing is served, and no services are started. */
  readonly servesNothing?: true;
  /** The built-in strategies; `idle`, the base under every figure, is one of them. */
  readonly strategies: Readonly<Record<string, StrategyEntry>>;
  /** The strategy that others are compared with, unless a scenario says; null for the first row. */
  readonly reference: string | null;
  readonly words: Pick<CaseWords, 'item' | 'items'>;
  /** The consumers by their names; a scenario without the key `consumer` has the first. */
  readonly consumers: Readonly<
    Record<
      string,
      {
        /** What it is called in a sentence: `rule cleaner`. */
        readonly title: string;
        /** What it counts, with what each count is called in a table. */
        readonly counts: Readonly<Record<string, string>>;
        /** What programs called their consumer's report before it was called `consumer`. */
        readonly formerly?: string;
      }
    >
  >;
  /** Keys that the case adds to what a scenario, its services and its target may say. */
  readonly keys: {
    readonly measurement: Keys;
    readonly services: { readonly churn?: z.ZodType<ChurnRates | null> };
    readonly target: Keys;
  };
  /** Absent where what is served is the services' own matter: a scenario then has no workload. */
  readonly workloads?: Workloads;
  /** How a program logs an item, and what identifies the item in its present state. */
  readonly log: {
    /** The columns of a line, in words: `name, status and last transition`. */
    readonly columns: string;
    /** Of the columns behind the name; null for what is none. It begins with the name. */
    readonly versionOf: (name: string, columns: readonly string[]) => string | null;
  };
  /** A scenario as it is written now, and which old names it had; absent where nothing was renamed. */
  readonly ofOlder?: (scenario: unknown) => {
    readonly scenario: unknown;
    readonly oldNames: readonly OldName[];
  };
  readonly open: (asked: Asked) => Opened | Refused;
  /**
   * The longest text that a built-in strategy makes of an answer to what was opened; null where it makes none, or nobody knows
   * how long. Absent where the case knows of none.
   */
  readonly longestText?: (
    opened: Opened,
    row: Pick<Row, 'strategy' | 'params'>,
  ) => {
    /** What is taken as one text: `one answer for all statuses`. */
    readonly what: string;
    readonly bytes: number;
  } | null;
  /** Of what strategies fetch. A large workload takes a while: a step at a time. */
  readonly summarise: (opened: Opened) => Generator<void, WorkloadSummary>;
  /**
   * What a sample must have processed whose services answered so many requests; or, where nobody knows which items there are,
   * how many: then each sample is held against what the others have seen. A plan asks which of the two it is, so items are best
   * made when they are asked for.
   */
  readonly expect: (opened: Opened) => Expected;
}

/** The workloads of a case. */
export interface Workloads {
  /** Those that a scenario may name, sorted. */
  readonly names: () => readonly string[];
  /** One in place, or in a file of its own. */
  readonly shape: z.ZodType;
  /** A workload like these files of real data; absent where a case knows no such files. */
  readonly fit?: (files: readonly string[], name: string) => Promise<FittedWorkload>;
  /** Where a workload that may be named is written. */
  readonly fileOf?: (name: string) => string;
  /** What a sound workload's data is like, made and measured. */
  readonly measure?: (workload: unknown) => readonly Measured[];
}

/** A program that serves: `PORT` in its environment says where. */
export interface Server {
  readonly command: readonly string[];
  /** What it runs in. */
  readonly folder: string;
  /** A path that answers when it is ready; null where a connection will do. */
  readonly ready: string | null;
}

/** A workload that real data was read for: shapes alone, nothing of what the data says. */
export interface FittedWorkload {
  /** Plain data of the shape that a case's workloads have. */
  readonly workload: unknown;
  /** How many items were read. */
  readonly items: number;
  readonly likeness: readonly (Measured & { readonly ofData: string })[];
  /** What the workload does not say, or says otherwise than the data: a sentence each. */
  readonly notes: readonly string[];
}

/** Something that was measured of a workload's own data, as text with its unit. */
export interface Measured {
  readonly what: string;
  readonly value: string;
}

type Keys = Readonly<Record<string, z.ZodType>>;

/** What a user still writes, and how it is written now. */
export interface OldName {
  readonly was: string;
  readonly is: string;
  /** Where it stands, if not in the scenario or on the command line. */
  readonly in?: string;
}

/** What a scenario says that concerns the case alone. */
export interface Asked {
  /** A name, or a workload in place; null for a target, which has its own, and undefined where the case has none. */
  readonly workload: unknown;
  /** The case's own keys. */
  readonly own: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** What a workload's counts are multiplied by. */
  readonly scale: number;
  readonly services: ServicesBehaviour;
}

/** Why there is nothing to open; paths are a measurement's. */
export interface Refused {
  readonly problems: readonly Problem[];
}

/** A workload, and what of it is fetched: plain data. */
export interface Opened {
  /** How many items of each group a strategy must yield, in the order in which they are fetched; none of a target, of which nobody knows. */
  readonly groups: Readonly<Record<string, number>>;
  /** For the case's module in the services' process, as JSON. */
  readonly served: unknown;
  /** For the case's module in the subject, as JSON. */
  readonly fetched: unknown;
  /** What a program is told beside what every program is told: variables of its environment. */
  readonly variables: Readonly<Record<string, string>>;
  /** What a server is told that serves, beside its port: variables of its environment. */
  readonly serverVariables?: Readonly<Record<string, string>>;
  /** What the services told, where they are asked; absent before. */
  readonly surveyed?: Surveyed;
}

/** What services say that they have. */
export interface Surveyed {
  /** Null where even that is not known. */
  readonly count: number | null;
  /** Of each item; null where it is not known which there are. */
  readonly items: readonly Fingerprint[] | null;
}

type Expected = ((requests: number) => ExpectedItems) | Pick<Surveyed, 'count'>;

export interface ExpectedItems {
  /** Each once. */
  readonly items: readonly Fingerprint[];
  /** States of items that came, went or changed meanwhile: they may be processed or not, and that counts for nothing. */
  readonly passing: readonly Fingerprint[];
}

export interface BuiltInCase extends Case {
  readonly workloads: Workloads;
}

/** The cases that there are. */
export interface Cases {
  /** What a scenario without the key `case` is about. */
  readonly byDefault: string;
  readonly names: readonly string[];
  /** A built-in case by its name; undefined for another. */
  readonly named: (name: string) => BuiltInCase | undefined;
  /** One that a scenario describes itself. @param folder what its paths are relative to */
  readonly described: (written: WrittenCase, folder: string) => Case | Refused;
  /** Of a scenario whose rows fetch nothing. */
  readonly none: Case;
}
