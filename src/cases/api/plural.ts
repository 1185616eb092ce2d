/** Several of what an English word names, by the rules alone: what is said otherwise is for a scenario to say (`items`). */
export const pluralOf = (word: string): string =>
  /(s|x|z|ch|sh)$/i.test(word)
    ? `${word}es`
    : /[^aeiou]y$/i.test(word)
      ? `${word.slice(0, -1)}ies`
      : `${word}s`;
