import { stripVTControlCharacters } from 'node:util';
import type { Check } from './checks.ts';
import { toPlainLine } from './escape.ts';

/**
 * GitHub's workflow commands for what does not hold, a line each: an error for what fails or could not be measured, a
 * warning for what is left open. Empty if all holds.
 * @param file the scenario's, to which the annotations are pinned
 */
export const annotations = (checks: readonly Check[], file: string): string =>
  checks
    .filter(({ outcome }) => outcome !== 'passed')
    .map(({ group, name, outcome, message }) => {
      const command = outcome === 'skipped' ? 'warning' : 'error';
      const title = `tidemark ${group}: ${toPlainLine(name)}`;
      return `::${command} file=${escapeProperty(file)},title=${escapeProperty(title)}::${escapeData(stripVTControlCharacters(message))}\n`;
    })
    .join('');

/** Source: @actions/core, command.ts, escapeData and escapeProperty; the documentation names no other rule. */
const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
