import { stripVTControlCharacters } from 'node:util';
import { nameOf } from '../../analysis/checks/headline.ts';
import type { Grade, GradedCheck, Verdict } from '../../analysis/checks/verdict.ts';
import type { CheckKind } from '../../record/checks/checks.ts';
import type { Run } from '../../record/run.ts';
import { sentenceOf } from '../model/check-words.ts';
import { element, escapeXml } from './xml.ts';

/**
 * `junit.xml`: a test case for each check, in the form that Jenkins and others read. What fails is a failure, what should
 * have been judged and was not an error, what is left open or was left out skipped.
 */
export const renderJunit = (
  { scenario, environment }: Pick<Run, 'scenario' | 'environment'>,
  { checks }: Pick<Verdict, 'checks'>,
): string => {
  const count = (...among: readonly Grade[]): number =>
    checks.filter(({ grade }) => among.includes(grade)).length;
  const totals = {
    tests: checks.length,
    failures: count('fails'),
    errors: count('not judged'),
    skipped: count('open', 'told'),
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

const testCase = (scenario: string, check: GradedCheck): string => {
  const text = stripVTControlCharacters(sentenceOf(check));
  const [firstLine = ''] = text.split('\n');
  const body: Readonly<Record<Grade, () => string>> = {
    holds: () => element('system-out', {}, [escapeXml(text)]),
    fails: () => element('failure', { message: firstLine }, [escapeXml(text)]),
    'not judged': () => element('error', { message: firstLine }, [escapeXml(text)]),
    open: () => element('skipped', { message: firstLine }),
    told: () => element('skipped', { message: firstLine }),
  };
  const name = stripVTControlCharacters(nameOf(check));
  return element('testcase', { classname: `${scenario}.${groups[check.kind]}`, name }, [body[check.grade]()]);
};

/** Under which the test cases are filed. */
export const groups: Readonly<Record<CheckKind, string>> = {
  completion: 'strategies',
  budget: 'budgets',
  claim: 'claims',
  'gated row': 'gate',
  comparison: 'compare',
  gate: 'gate',
};
