import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';
import { loadScenario, type ScenarioOverrides } from '../../src/cases/load.ts';
import { UserError } from '../../src/errors/user-error.ts';
import { withWorkload } from '../builders/reqmgr2.ts';

/** A folder with these files, removed when the test has ended. */
export const folderWith = (files: Readonly<Record<string, string>>): string => {
  const folder = mkdtempSync(path.join(tmpdir(), 'tidemark-scenario-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
  return folder;
};

export const loadText = (text: string, overrides: ScenarioOverrides = {}) =>
  withWorkload(loadScenario(path.join(folderWith({ 'scenario.yaml': text }), 'scenario.yaml'), overrides));

/** A scenario of these strategies and else nothing that it does not need. */
export const withStrategies = (...strategies: readonly string[]): string =>
  ['name: known', 'workload: small', 'strategies:', ...strategies.map((entry) => `  - ${entry}`)].join('\n');

/** The report of the UserError that an action must end in. */
export const reportOf = (action: () => unknown): string => {
  try {
    action();
  } catch (thrown) {
    if (thrown instanceof UserError) return thrown.report;
    throw thrown;
  }
  throw new Error('expected a UserError, and there was none');
};

/** The report for a scenario of this text, as if it lay in the working directory. */
export const complaintAbout = (text: string): string => {
  const folder = folderWith({ 'scenario.yaml': text });
  return reportOf(() => loadScenario(path.join(folder, 'scenario.yaml'))).replaceAll(
    `${folder}${path.sep}`,
    '',
  );
};
