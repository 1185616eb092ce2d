import { styleText } from 'node:util';

export type Colour = 'bold' | 'dim' | 'green' | 'red' | 'yellow' | 'cyan';

/** Colours a text line by line, so that no colour runs over a line's end; empty texts stay empty. */
export type Paint = (colour: Colour, text: string) => string;

export const painter =
  (enabled: boolean): Paint =>
  (colour, text) =>
    enabled ? text.replace(/.+/g, (line) => styleText(colour, line, { validateStream: false })) : text;
