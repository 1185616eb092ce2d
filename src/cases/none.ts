import { openDigest } from '../record/journal/fingerprint.ts';
import type { Case } from '../scenario/case.ts';
import { describedCase } from './api/case.ts';

/** What a scenario of servers is about: nothing is fetched from services, so there are none, and no items. */
export const none: Case = {
  ...(describedCase({ item: 'item', params: {} }, '.') as Case),
  name: 'none',
  servesNothing: true,
  open: () => ({ groups: {}, served: null, fetched: null, variables: {} }),
  summarise: function* () {
    yield* [];
    const digest = openDigest().text();
    return { name: 'none', items: 0, groups: {}, bytes: 0, meanBytes: 0, nesting: 0, digest };
  },
};
