// Azure DevOps cleans what is kept as HTML, and what is between angle brackets in Markdown too, so a comment of HTML would
// not be sure to stay. Both of these are text. In Markdown it is a definition that nothing refers to, which no one shows; in
// HTML it is hidden, and should that be cleaned away it is seen, and found.
const IN_MARKDOWN = /(?:^|\n{1,2})\[\/\/\]: # \(spec-kitty:([0-9a-f]{32})\)[ \t]*(?=\n|$)/;
const IN_HTML = /\s*(?:<(?:div|span)\b[^<>]*>\s*)+spec-kitty:([0-9a-f]{32})(?:\s*<\/(?:div|span)>)+\s*/i;

/** A text of a comment with the marker of a client key at its end. @internal */
export function markComment(text: string, marker: string, isMarkdown: boolean): string {
  const word = `spec-kitty:${marker.slice(3)}`;
  return isMarkdown ? `${text}\n\n[//]: # (${word})` : `${text}<div><span style="display:none">${word}</span></div>`;
}

/** A text without its marker, and the marker, as `clientMarker` gives it. @internal */
export function unmarkComment(
  text: string,
  isMarkdown: boolean,
): { readonly body: string; readonly marker: string | null } {
  if (!text.includes('spec-kitty:')) return { body: text, marker: null };
  const [whole = '', hex] = (isMarkdown ? IN_MARKDOWN : IN_HTML).exec(text) ?? [];
  // What people wrote below it stays.
  return hex ? { body: text.replace(whole, ''), marker: `sk-${hex}` } : { body: text, marker: null };
}
