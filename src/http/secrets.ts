/** What a function makes of a text, or nothing where it refuses it. */
function tried(convert: (text: string) => string, text: string): string[] {
  try {
    return [convert(text)];
  } catch {
    return [];
  }
}

/**
 * Every text that must not be shown: the values of the credential headers, what follows their scheme word, the parts of
 * a Basic pair, further texts, and their usual encodings. Longest first, so that masking one does not leave the end of
 * another.
 *
 * @internal
 */
export function secretsOf(
  credentials: readonly Readonly<Record<string, string>>[],
  more: readonly string[] = [],
): string[] {
  const values = credentials.flatMap((headers) => Object.values(headers));
  const bare = values.map((value) => value.trim().replace(/^\S+\s+/, ''));
  const pairs = bare.flatMap((text) => tried(atob, text));
  const parts = pairs.flatMap((pair) => [...pair.split(':', 1), pair.replace(/^[^:]*:/, '')]);
  return [...more, ...values, ...bare, ...pairs, ...parts]
    .flatMap((text) => [text, ...tried(encodeURIComponent, text), ...tried(btoa, text)])
    .sort((a, b) => b.length - a.length);
}
