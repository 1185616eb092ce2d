import { readdirSync, readFileSync } from 'node:fs';

const folder = new URL('../fixtures/journals/', import.meta.url);

/** What was written in the format that `@1` names, and is to be readable for good: never written anew. */
export const keptText = (name: string): string => readFileSync(new URL(name, folder), 'utf8');

export const keptJournals: readonly string[] = readdirSync(folder).filter((name) => name.endsWith('.jsonl'));
