/** What the name of a variable, a header or a key is called whose value opens something. */
export const soundsSecret = /pass|pwd|secret|token|key|cred|auth|cookie|session|private|salt/i;

/** Numbers, and words: they open nothing, unless a name says so. */
export const isPlain = /^(?:[\d.,+-]+|[A-Za-z]+(?:[-_. ][A-Za-z]+)*)$/;

/** Shorter words stand in every second sentence. */
const shortestWord = 6;
/** What is no word, under a name that sounds secret. */
const shortestNamed = 4;
/** What only looks drawn at random. */
const shortestDrawn = 8;
/** Small letters and digits alone look drawn at random from here on: `postgres14` is a name. */
const shortestOfOneCase = 16;

/**
 * What is secret by itself in a text that holds more: values of keys in JSON, in a list such as `user=app password=X`, in a
 * header; the half of `app:PASS`. A message may hold that half alone.
 * @param name what the text is the value of; if it sounds secret, so does every part
 */
export const secretPartsOf = (name: string, value: string): string[] => {
  const data = jsonIn(value);
  const parts = data === undefined ? [...namedIn(value), ...wordsIn(name, value)] : leavesOf(name, data);
  return [...new Set(parts)].filter((part) => part !== value);
};

/** Part of a text that is drawn at random, by its characters. */
const looksDrawn = (part: string): boolean =>
  part.length >= shortestDrawn &&
  /[A-Za-z]/.test(part) &&
  /\d/.test(part) &&
  !isHost.test(part) &&
  ((/[a-z]/.test(part) && /[A-Z]/.test(part)) || part.length >= shortestOfOneCase);

const isHost = /^[a-z\d-]+(?:\.[a-z\d-]+)+$/;

const isSecret = (part: string, isNamed: boolean): boolean =>
  looksDrawn(part) ||
  (isNamed && part.length >= (isPlain.test(part) ? shortestWord : shortestNamed) && !scheme.test(part));

/** How a header says what kind of secret follows. */
const scheme = /^(?:basic|bearer|digest|negotiate|token|api-?key)$/i;

const jsonIn = (text: string): object | undefined => {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
};

/** A list's items have its name; what is below a name that sounds secret is secret, however it is called. */
const leavesOf = (name: string, data: unknown): string[] => {
  if (typeof data === 'object' && data !== null) {
    return Object.entries(data).flatMap(([key, value]) =>
      leavesOf(Array.isArray(data) || soundsSecret.test(name) ? name : key, value),
    );
  }
  const text = String(data);
  return [...(isSecret(text, soundsSecret.test(name)) ? [text] : []), ...secretPartsOf(name, text)];
};

/** Values of keys that sound secret, to the next space or mark: a value may hold marks itself, so both count. */
const namedIn = (value: string): string[] =>
  Array.from(value.matchAll(pair))
    .filter(([, key = '']) => soundsSecret.test(key))
    .flatMap(([, , inTwo, inOne, ...bare]) => [inTwo, inOne, ...bare])
    .filter((part) => part !== undefined)
    .filter((part) => isSecret(part, true));

const pair = /([\w.-]+)["']?\s*[=:]\s*(?="((?:[^"\\]|\\.)*)"|'([^']*)'|(?=([^\s;,&"']+))(\S+))/g;

/** Word by word; one before `=` or `:` names those that follow it, to the next such. */
const wordsIn = (name: string, value: string): string[] => {
  const parts: string[] = [];
  let key = '';
  for (const [, word = '', mark = ''] of value.matchAll(/([^\s=:,;&|"'`{}()[\]<>@]+)["']?\s*([=:]?)/g)) {
    if (mark !== '' && /^[\w.-]+$/.test(word) && !looksDrawn(word)) key = word;
    else if (isSecret(word, soundsSecret.test(name) || soundsSecret.test(key))) parts.push(word);
  }
  return parts;
};
