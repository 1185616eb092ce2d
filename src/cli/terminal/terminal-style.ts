import type { TerminalStyle } from '../../report/terminal/wrap.ts';

type Variables = Readonly<Record<string, string | undefined>>;
/** Of a stream: what only a terminal has. */
type Stream = Pick<NodeJS.WriteStream, 'isTTY' | 'columns' | 'hasColors'>;

/** A terminal as its stream and the environment say. */
export interface Terminal extends Required<TerminalStyle> {
  /** Whether a line can be written over: on a terminal of some width, unless it or who reads it later cannot. */
  readonly rewrites: boolean;
}

/** Some terminals say that they have no columns, or none at all. */
const usualColumns = 80;
const fewestToRewrite = 20;

export const terminalOf = (stream: Partial<Stream>, env: Variables = process.env): Terminal => {
  const isTerminal = stream.isTTY === true;
  const columns = stream.columns ?? usualColumns;
  const isDumb = env.TERM === 'dumb';
  return {
    colour: wantsColour(env) ?? (isTerminal && !isDumb && (stream.hasColors?.() ?? false)),
    width: columns >= 1 ? columns : usualColumns,
    rewrites: isTerminal && !isDumb && !isSet(env.CI) && columns >= fewestToRewrite,
  };
};

/** Null where nobody said: FORCE_COLOR (force-color.org, 0 and false as Node has it) before NO_COLOR (no-color.org). */
const wantsColour = ({ FORCE_COLOR, NO_COLOR }: Variables): boolean | null => {
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== '') return isSet(FORCE_COLOR);
  return NO_COLOR !== undefined && NO_COLOR !== '' ? false : null;
};

const isSet = (value: string | undefined): boolean =>
  value !== undefined && !['', '0', 'false'].includes(value.toLowerCase());

/** Where reports are printed. */
export const terminalStyle = (): Terminal => terminalOf(process.stdout);
