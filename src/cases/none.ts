import { noCase } from '../record/case.ts';
import { openDigest } from '../record/journal/fingerprint.ts';
import type { Case } from '../scenario/case.ts';
import { describedCase } from './api/case.ts';

/** What a scenario of servers, functions or programs is about that have work of their own: no services, no strategies, no items. */
export const none: Case = {
  ...(describedCase({ item: 'item', params: {} }, '.') as Case),
  name: noCase,
  servesNothing: true,
  strategies: {},
  open: () => ({ groups: {}, served: null, fetched: null, variables: {} }),
  summarise: function* () {
    yield* [];
    const digest = openDigest().text();
    return { name: noCase, items: 0, groups: {}, bytes: 0, meanBytes: 0, nesting: 0, digest };
  },
};
