interface FaultDefinition {
  /** What happens to the answer; which faults a client can notice, and by what, is its business. */
  readonly does: string;
  /** Seconds that a rule without the key has in the header Retry-After; null: no header; `never`: a rule may not ask for one. */
  readonly retryAfter: number | null | 'never';
}

/** What may go wrong with an answer. What a fault does, `services/delivery/spoil.ts` does. */
export const faults = {
  'status-500': { does: "status 500, with a page of the front end's", retryAfter: 'never' },
  'status-503': { does: "status 503, with a page of the front end's", retryAfter: null },
  'status-429': { does: "status 429, with a page of the front end's", retryAfter: 1 },
  html: { does: 'a page of HTML with status 200', retryAfter: 'never' },
  reset: { does: 'the connection is reset before the answer begins', retryAfter: 'never' },
  'reset-in-body': { does: 'the connection is reset in the middle of the body', retryAfter: 'never' },
  truncated: {
    does: 'status 200, and the body ends in its middle as if that were all: nothing in HTTP tells',
    retryAfter: 'never',
  },
  'truncated-at-document': {
    does: 'as truncated, but behind a whole document: only the closing brackets are missing, and half of the documents',
    retryAfter: 'never',
  },
  'invalid-json': {
    does: 'one byte in the middle of the body is NUL, which JSON has nowhere',
    retryAfter: 'never',
  },
  stall: {
    does: 'the body stops in its middle and never goes on, while the connection stays open',
    retryAfter: 'never',
  },
} as const satisfies Readonly<Record<string, FaultDefinition>>;

export type FaultKind = keyof typeof faults;
export const faultKinds = Object.keys(faults) as FaultKind[];

/** The seconds that a rule without the key asks for; null for no header; undefined where a rule may not ask. */
export const retryAfterOf = (kind: FaultKind): number | null | undefined => {
  const { retryAfter } = faults[kind];
  return retryAfter === 'never' ? undefined : retryAfter;
};
