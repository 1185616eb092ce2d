import { toPlainLine, toPlainText } from '../escape.ts';

/** What GitHub shows beside a file of a pull request. */
export interface Annotation {
  readonly level: 'error' | 'warning' | 'notice';
  readonly title: string;
  readonly message: string;
}

/** GitHub shows so many of a level that one step gives, and drops the rest without a word. */
const mostOfLevel = 10;

/**
 * GitHub's workflow commands for annotations, a line each, in the order given. Of more than ten of a level the tenth says
 * how many are left out.
 * @param file to which they are pinned: its path from the root of the repository
 */
export const workflowCommands = (annotations: readonly Annotation[], file: string): string =>
  [...Map.groupBy(annotations, ({ level }) => level).values()]
    .flatMap(firstOf)
    .map(({ level, title, message }) => {
      const properties = `file=${escapeProperty(toPlainLine(file))},title=${escapeProperty(toPlainLine(title))}`;
      return `::${level} ${properties}::${escapeData(toPlainText(message))}\n`;
    })
    .join('');

const firstOf = (ofLevel: readonly Annotation[]): readonly Annotation[] => {
  const [first] = ofLevel;
  if (first === undefined || ofLevel.length <= mostOfLevel) return ofLevel;
  const shown = ofLevel.slice(0, mostOfLevel - 1);
  const left = ofLevel.length - shown.length;
  const message = `GitHub shows ten of a step. The job's summary and junit.xml have them all.`;
  return [...shown, { level: first.level, title: `tidemark: ${left} more of this kind`, message }];
};

/** Source: @actions/core, command.ts, escapeData and escapeProperty; the documentation names no other rule. */
const escapeData = (text: string): string =>
  text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
const escapeProperty = (text: string): string =>
  escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
