/** `a=1&b=2`, each part percent-encoded; a list makes its key repeat, undefined leaves it out. */
export const query = (
  parameters: Readonly<Record<string, string | number | readonly string[] | undefined>>,
): string =>
  Object.entries(parameters)
    .flatMap(([key, value]) =>
      typeof value === 'object' ? value.map((item) => [key, item] as const) : [[key, value] as const],
    )
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(String(value))}`)
    .join('&');
