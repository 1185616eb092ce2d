/**
 * What identifies a workflow in its present state, for its fingerprint.
 * @param lastTransition seconds since 1970; 0 where the document has no transition
 */
export const versionOf = (name: string, status: string, lastTransition: number): string =>
  `${name}\n${status}\n${lastTransition}`;
