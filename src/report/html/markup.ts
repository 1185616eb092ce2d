import { toPlainLine } from '../escape.ts';

/** Markup that is safe to send as it is: only `html` and `trusted` make it. */
export interface Markup {
  readonly markup: string;
}

type Part = string | number | Markup | readonly Part[];

/** A template in which every text is escaped, for elements' contents and quoted attributes alike; lists are joined. */
export const html = (fixed: TemplateStringsArray, ...parts: readonly Part[]): Markup =>
  trusted(fixed.map((text, i) => `${text}${i < parts.length ? markupOf(parts[i] as Part) : ''}`).join(''));

/** Markup that another library made and escaped, or that is a constant of this program. */
export const trusted = (markup: string): Markup => ({ markup });

/** What is left out where there is nothing to show. */
export const nothing: Markup = trusted('');

const markupOf = (part: Part): string => {
  if (typeof part === 'string') return escapeHtml(part);
  if (typeof part === 'number') return String(part);
  return isMarkup(part) ? part.markup : part.map(markupOf).join('');
};

const isMarkup = (part: Markup | readonly Part[]): part is Markup => 'markup' in part;

/** Text from outside as one line that a browser shows literally, in an element or between double quotes. */
const escapeHtml = (text: string): string =>
  toPlainLine(text).replace(/[&<>"']/g, (character) => references[character] ?? character);

const references: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
