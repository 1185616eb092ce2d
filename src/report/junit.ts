import { stripVTControlCharacters } from 'node:util';
import type { Run } from '../record/run.ts';
import { type Check, checksOfRun } from './checks.ts';
import { element, escapeXml } from './xml.ts';

/** `junit.xml` of a run: a test case for each strategy and each budget, in the form that Jenkins and others read. */
export const renderJunit = (run: Run): string => renderChecks(run, checksOfRun(run));

/** Checks as the test cases of one suite; a regression or an exceeded budget is a failure, what could not be measured an error. */
export const renderChecks = (
  { scenario, environment }: Pick<Run, 'scenario' | 'environment'>,
  checks: readonly Check[],
): string => {
  const count = (outcome: Check['outcome']): number => checks.filter((one) => one.outcome === outcome).length;
  const totals = {
    tests: checks.length,
    failures: count('failed'),
    errors: count('broken'),
    skipped: count('skipped'),
  };
  const { node, arch, cpu, tidemark, startedAt } = environment;
  const properties = Object.entries({ node, arch, cpu, tidemark, scenario: scenario.path }).map(
    ([name, value]) => element('property', { name, value }),
  );
  const suite = element('testsuite', { name: scenario.name, ...totals, timestamp: startedAt.slice(0, 19) }, [
    element('properties', {}, properties),
    ...checks.map((check) => testCase(scenario.name, check)),
  ]);
  const suites = element('testsuites', { name: 'tidemark', ...totals }, [suite]);
  return `<?xml version="1.0" encoding="UTF-8"?>\n${suites.replaceAll('><test', '>\n<test').replaceAll('></test', '>\n</test')}\n`;
};

const testCase = (scenario: string, { group, name, outcome, message }: Check): string => {
  const text = stripVTControlCharacters(message);
  const [firstLine = ''] = text.split('\n');
  const body = {
    passed: () => element('system-out', {}, [escapeXml(text)]),
    failed: () => element('failure', { message: firstLine }, [escapeXml(text)]),
    broken: () => element('error', { message: firstLine }, [escapeXml(text)]),
    skipped: () => element('skipped', { message: firstLine }),
  };
  return element('testcase', { classname: `${scenario}.${group}`, name: stripVTControlCharacters(name) }, [
    body[outcome](),
  ]);
};
