/** A place in a program's own code, as a traceback names it. */
export interface Frame {
  readonly file: string;
  /** Counts from 1. */
  readonly line: number;
}

/** What a traceback says: the error in words, on the last line of a Python one, and where it came from. */
export interface Told {
  readonly message: string;
  /** The deepest frame outside libraries; null if there is none. */
  readonly frame: Frame | null;
}

export const frameInWords = ({ file, line }: Frame): string => `${file}:${line}`;

/**
 * The deepest frame of a stack of V8's that is neither Node's own, nor of a package, nor below one of these folders.
 * @param own folders of this program's own code, absolute
 */
export const deepestFrame = (stack: string, own: readonly string[] = []): Frame | null => {
  for (const line of stack.split('\n')) {
    const frame = frameOfV8(line);
    if (frame !== null && !isOfLibrary(frame.file) && !own.some((folder) => frame.file.startsWith(folder))) {
      return frame;
    }
  }
  return null;
};

/** `at f (file:///a/b.js:3:9)`, `at /a/b.js:3:9`, `at async Promise.all (index 0)`. */
const frameOfV8 = (line: string): Frame | null => {
  const [, place, number] = /^\s+at (?:.*\()?([^()]+):(\d+):\d+\)?$/.exec(line) ?? [];
  return place === undefined ? null : { file: pathOf(place), line: Number(number) };
};

/** Without a query, by which a module may be loaded again, and as a path where it is a file's address. */
const pathOf = (place: string): string => {
  const [address = place] = place.replace(/^async /, '').split('?');
  if (!address.startsWith('file://')) return address;
  try {
    return decodeURIComponent(address.slice('file://'.length));
  } catch {
    return address;
  }
};

const isOfLibrary = (file: string): boolean =>
  /^(?:node:|internal\/|<|eval |native)/.test(file) ||
  /[\\/](?:node_modules|site-packages|dist-packages)[\\/]/.test(file) ||
  /[\\/]lib(?:64)?[\\/]python[\d.]*[\\/]/.test(file);

/** What the tracebacks in a text say, of Python or of V8, in order; a chain of Python's is one. */
export const tracebacksIn = (text: string): Told[] => {
  const lines = text.split(/\r?\n/);
  const found: Told[] = [];
  for (let i = 0; i < lines.length; ) {
    const block = lines[i]?.startsWith(pythonHead) ? pythonAt(lines, i) : v8At(lines, i);
    if (block === null) i += 1;
    else {
      found.push({ message: block.message, frame: block.frame });
      i = block.end;
    }
  }
  return found;
};

/** A traceback and the line after it. */
interface Block extends Told {
  readonly end: number;
}

const pythonHead = 'Traceback (most recent call last):';
/** One error led to another: the tracebacks around these lines belong together. */
const pythonLinks: readonly (string | undefined)[] = [
  'During handling of the above exception, another exception occurred:',
  'The above exception was the direct cause of the following exception:',
];

/** Of a chain the last, which ended the program, with the one that began it. */
const pythonAt = (lines: readonly string[], head: number): Block => {
  const first = onePython(lines, head);
  let last = first;
  for (;;) {
    const link = nextWords(lines, last.end);
    const again = pythonLinks.includes(lines[link]) ? nextWords(lines, link + 1) : lines.length;
    if (!lines[again]?.startsWith(pythonHead)) break;
    last = onePython(lines, again);
  }
  return last === first ? first : { ...last, message: `${last.message}, after ${first.message}` };
};

const nextWords = (lines: readonly string[], from: number): number => {
  const next = lines.findIndex((line, i) => i >= from && line.trim() !== '');
  return next === -1 ? lines.length : next;
};

/** Its frames are indented; the first line that is not holds the error. */
const onePython = (lines: readonly string[], head: number): Block => {
  let frame: Frame | null = null;
  let i = head + 1;
  for (; i < lines.length && /^(?:\s|$)/.test(lines[i] ?? ''); i++) {
    const [, file, line] = /^\s+File "(.+)", line (\d+)/.exec(lines[i] ?? '') ?? [];
    if (file !== undefined && !isOfLibrary(file)) frame = { file, line: Number(line) };
  }
  return { frame, message: (lines[i] ?? '').trim() || 'an error without words', end: i + 1 };
};

/** A message of one or more lines, and a stack under it; null where a line begins none. */
const v8At = (lines: readonly string[], start: number): Block | null => {
  if (!/^\S/.test(lines[start] ?? '')) return null;
  let stack = start + 1;
  while (stack < start + mostMessageLines && /\S/.test(lines[stack] ?? '') && !isFrame(lines[stack]))
    stack += 1;
  if (!isFrame(lines[stack])) return null;
  let end = stack;
  while (isFrame(lines[end])) end += 1;
  const message = lines.slice(start, stack).join(' ').trim();
  return { message, frame: deepestFrame(lines.slice(stack, end).join('\n')), end };
};

const mostMessageLines = 10;
const isFrame = (line: string | undefined): boolean => line !== undefined && /^\s+at \S/.test(line);
