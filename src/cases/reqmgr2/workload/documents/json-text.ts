import { Slot } from './slots.ts';

/** A value of a document's shape: JSON with slots in it. */
export type Shape =
  | string
  | number
  | boolean
  | null
  | Slot
  | readonly Shape[]
  | { readonly [key: string]: Shape };

/** How a service writes JSON: ReqMgr2 as Python's json.dumps does, CouchDB compactly in UTF-8. */
export interface JsonStyle {
  readonly comma: string;
  readonly colon: string;
  readonly asciiOnly: boolean;
}

export const pythonStyle: JsonStyle = { comma: ', ', colon: ': ', asciiOnly: true };
export const compactStyle: JsonStyle = { comma: ',', colon: ':', asciiOnly: false };

/** The value as JSON text in this style; slots stand as their private-use characters, which are not escaped. */
export const jsonText = (value: Shape, style: JsonStyle): string => {
  if (value instanceof Slot) return String(value);
  if (typeof value === 'string') return stringText(value, style);
  if (Array.isArray(value)) return `[${value.map((item) => jsonText(item, style)).join(style.comma)}]`;
  if (typeof value === 'object' && value !== null) {
    const members = Object.entries(value).map(
      ([key, member]) => `${stringText(key, style)}${style.colon}${jsonText(member, style)}`,
    );
    return `{${members.join(style.comma)}}`;
  }
  return JSON.stringify(value);
};

const stringText = (text: string, style: JsonStyle): string =>
  style.asciiOnly
    ? JSON.stringify(text).replace(
        /[\u007f-\udfff\uf900-\uffff]/g,
        (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
      )
    : JSON.stringify(text);
