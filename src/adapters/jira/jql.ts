import type { JiraContext } from './options.js';
import { invalid, type Scope } from './request.js';

/** A text as a value in JQL. @internal */
export function quote(text: string): string {
  return `"${text.replace(/["\\]/g, '\\$&')}"`;
}

/** Words to be found in the text of an issue, none of them an operator of the text search. @internal */
export function textClause(text: string): string {
  // Three words are operators, and in capitals only; the search itself looks at no capitals.
  const words = text.replace(/\s+/g, ' ').replace(/\b(?:AND|OR|NOT)\b/g, (word) => word.toLowerCase());
  return `text ~ ${quote(words.replace(/[-+&|!(){}[\]^"~*?:\\/]/g, '\\$&'))}`;
}

/** The clauses that all hold, in the adapter's project. @internal */
export function inProject({ project }: JiraContext, ...clauses: readonly (string | false)[]): string {
  return [`project = ${quote(project)}`, ...clauses].filter(Boolean).join(' AND ');
}

// Escapes and texts, so that what is inside them is not read; then all that can open, close or end a condition.
const TOKENS = /\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|\border\s+by\b|[()"'\\]/gis;

/**
 * A query of the host's as one more condition. Its order is put behind, and a parenthesis that would let it out of its own
 * is refused.
 *
 * @internal
 */
export function nativeJql(scope: Scope, native: string): string {
  const refuse = (what: string) => invalid(scope, 'native', what);
  let depth = 0;
  let end = native.length;
  for (const { 0: token, index } of native.matchAll(TOKENS)) {
    if (token === '(') depth++;
    else if (token === ')') depth--;
    else if (/^["'\\]$/.test(token)) throw refuse('has a quote that is not closed');
    else if (/^order/i.test(token)) {
      if (depth > 0) throw refuse('has an ORDER BY inside parentheses');
      end = Math.min(end, index);
    }
    if (depth < 0) break;
  }
  if (depth !== 0) throw refuse('has parentheses that do not match');
  const condition = native.slice(0, end).trim();
  return `${inProject(scope, condition && `(${condition})`)} ${native.slice(end)}`.trim();
}
