import { suggestName } from '../errors/suggest.ts';
import { UserError } from '../errors/user-error.ts';
import type { MetricBound } from '../record/checks/changes.ts';
import { isMetricName, metricNames, purposeOf } from '../record/metrics.ts';
import { purposeDefinitions } from '../record/purposes.ts';
import { listOf } from './arguments.ts';
import { defaultFailOn } from './default-bounds.ts';

const example = `Expected metrics with how much worse each may get, such as ${defaultFailOn}.`;

/** `peakLive:2%,wallTime:25%`. UserError for an unknown metric, one that stands twice, or a bound that is none. */
export const parseBounds = (text: string): MetricBound[] => {
  const bounds = listOf(text).map(parseBound);
  if (bounds.length === 0) throw new UserError('--fail-on: no metric is named', { advice: example });
  const twice = bounds.find(({ metric }, i) => bounds.findIndex((one) => one.metric === metric) < i);
  if (twice !== undefined)
    throw new UserError(`--fail-on: ${twice.metric} stands twice`, { advice: example });
  return bounds;
};

const parseBound = (item: string): MetricBound => {
  const [, name = '', percent] = /^([^:]*)(?::\s*(\d+(?:\.\d+)?)\s*%)?$/.exec(item) ?? [];
  if (percent === undefined) {
    throw new UserError(`--fail-on: "${item}" is no metric with a bound in per cent`, { advice: example });
  }
  const metric = name.trim();
  if (!isMetricName(metric)) {
    throw new UserError(`--fail-on: unknown metric "${metric}"`, {
      advice: suggestName(metric, metricNames),
    });
  }
  const purpose = purposeOf(metric);
  if (purpose !== null && purposeDefinitions[purpose].taken === 'once') {
    throw new UserError(`--fail-on: ${metric} is read once a run, and a gate takes several readings`, {
      advice: 'Give it a budget in the scenario instead (budgets).',
    });
  }
  return { metric, share: Number(percent) / 100 };
};
