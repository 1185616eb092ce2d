import { toPlainText } from '../escape.ts';

/** An XML element's attributes; those that are undefined are left out. */
type Attributes = Readonly<Record<string, string | number | undefined>>;

/** An element with its children, or with none; each child is XML already. */
export const element = (name: string, attributes: Attributes, children: readonly string[] = []): string => {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${escapeXml(String(value)).replace(/[\t\n\r]/g, reference)}"`)
    .join('');
  const inner = children.filter((child) => child !== '').join('');
  return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
};

/**
 * Text from outside as XML 1.0 holds it, in content or in quotes. What else it does not allow (XML 1.0, production 2: U+FFFE
 * and U+FFFF) cannot be written, not even as a reference: U+FFFD stands for it.
 */
export const escapeXml = (text: string): string =>
  toPlainText(text)
    .replace(notAllowed, '\ufffd')
    .replace(/[&<>"]/g, (character) => entities[character] ?? character);

const notAllowed = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu;

/** A reader would make spaces of them inside an attribute. */
const reference = (character: string): string => `&#${character.charCodeAt(0)};`;

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
