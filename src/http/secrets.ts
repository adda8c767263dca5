type Values = Readonly<Record<string, string>>;

/** What a text looks like elsewhere: in a URL, or in base64. Not every text has all forms. */
function formsOf(text: string): string[] {
  const forms = [text];
  for (const encode of [encodeURIComponent, btoa]) {
    try {
      forms.push(encode(text));
    } catch {
      // A lone surrogate has no URL form, a character above U+00FF no base64.
    }
  }
  return forms;
}

/** `user:password` from a Basic value, whole and in its parts. */
function basicParts(encoded: string): string[] {
  try {
    const pair = atob(encoded);
    const colon = pair.indexOf(':');
    return [pair, pair.slice(0, colon), pair.slice(colon + 1)];
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
export function secretsOf(credentials: readonly Values[], more: readonly string[] = []): string[] {
  const found = new Set<string>();
  const add = (text: string) => {
    for (const form of formsOf(text)) found.add(form);
  };
  more.forEach(add);
  for (const value of credentials.flatMap((headers) => Object.values(headers))) {
    add(value);
    const [, scheme = '', rest] = /^(\S+)\s+(.+)$/s.exec(value.trim()) ?? [];
    if (rest === undefined) continue;
    add(rest);
    if (scheme.toLowerCase() === 'basic') basicParts(rest).forEach(add);
  }
  return [...found].sort((a, b) => b.length - a.length);
}
