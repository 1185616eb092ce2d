import type { SampleDetail } from '../../record/messages/subject-report.ts';
import { type Growth, growthOf } from './growth.ts';

/** How a server's settled memory goes on over the requests, bytes a request. Null for too few stretches. */
export const growthOfStretches = ({
  of,
  readings,
}: Extract<SampleDetail, { kind: 'stretches' }>): Growth | null => {
  const series = readings.map(({ requests, bytes }) => ({ at: requests, bytes }));
  const growth = growthOf(series, tolerated[of]);
  if (growth === null || growth.enough === null) return growth;
  // Told in readings, and wanted in requests.
  const requests = (series.at(-1)?.at ?? 0) / (series.length - 1);
  return { ...growth, enough: Math.round(growth.enough * requests) };
};

/** Bytes a request that are no growth: what the runtime itself may add. */
const tolerated = { alive: 5, resident: 50 } as const;
