// As much of WIQL as there is here, read strictly: what Azure DevOps would refuse is refused.

type Value = string | number | undefined;
/** A work item as a query sees it: a field, or a time in microseconds. */
export type Row = (field: string) => Value;

export interface Query {
  readonly matches: (row: Row) => boolean;
  readonly order: readonly { readonly field: string; readonly sign: 1 | -1 }[];
  /** Whether some literal has a time of day. */
  readonly hasTimes: boolean;
}

const TOKEN = /\s*(?:'((?:[^']|'')*)'|\[([\w.]+)\]|(\d+)|(@\w+)|([a-z]+)|(<>|<=|>=|[=<>(),]))/iy;
const TIMES = new Set(['System.ChangedDate', 'System.CreatedDate']);

type Token = { readonly kind: 'text' | 'field' | 'number' | 'macro' | 'word' | 'sign'; readonly text: string };

export class QueryError extends Error {}

function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) throw new QueryError('TF51006: The query statement is malformed.');
    const kinds = ['text', 'field', 'number', 'macro', 'word', 'sign'] as const;
    const at = match.slice(1).findIndex((part) => part !== undefined);
    const found = match[at + 1] ?? '';
    const kind = kinds[at] ?? 'sign';
    tokens.push({
      kind,
      text: kind === 'text' ? found.replaceAll("''", "'") : kind === 'word' ? found.toUpperCase() : found,
    });
  }
  return tokens;
}

/** Microseconds; a literal has up to seven digits behind the second. */
export function microseconds(text: string): number {
  const [, fraction = ''] = /\.(\d+)/.exec(text) ?? [];
  const whole = Date.parse(text.replace(/\.\d+/, ''));
  if (Number.isNaN(whole)) throw new QueryError(`TF51006: ${text} is no time`);
  return whole * 1000 + Math.floor(Number(`0.${fraction || 0}`) * 1e6);
}

export function readQuery(text: string, macros: Readonly<Record<string, string>>): Query {
  const tokens = tokensOf(text);
  let at = 0;
  let hasTimes = false;
  const peek = () => tokens[at];
  const take = () => tokens[at++];
  const is = (word: string) => peek()?.text === word && (peek()?.kind === 'word' || peek()?.kind === 'sign');
  const expect = (word: string) => {
    if (!is(word)) throw new QueryError(`TF51006: expecting ${word}, found ${peek()?.text}`);
    at++;
  };
  const accept = (word: string) => is(word) && Boolean(++at);

  const literal = (field: string): string | number => {
    const token = take();
    if (token?.kind === 'macro') return macros[token.text.toLowerCase()] ?? '';
    if (token?.kind === 'number') return Number(token.text);
    if (token?.kind !== 'text') throw new QueryError(`TF51006: expecting a value, found ${token?.text}`);
    if (!TIMES.has(field)) return token.text;
    if (/\dT\d/.test(token.text)) hasTimes = true;
    return microseconds(token.text);
  };
  const fold = (value: Value) => (typeof value === 'string' ? value.toLowerCase() : value);
  const equal = (a: Value, b: Value) => fold(a) === fold(b);

  const condition = (): ((row: Row) => boolean) => {
    if (accept('(')) {
      const inner = either();
      expect(')');
      return inner;
    }
    const token = take();
    if (token?.kind !== 'field') throw new QueryError(`TF51006: expecting a field, found ${token?.text}`);
    const field = token.text;
    const not = accept('NOT');
    if (accept('IN')) {
      expect('(');
      const values = [literal(field)];
      while (accept(',')) values.push(literal(field));
      expect(')');
      return (row) => values.some((value) => equal(row(field), value)) !== not;
    }
    if (accept('CONTAINS')) {
      const isWords = accept('WORDS');
      const wanted = String(literal(field)).toLowerCase();
      return (row) => {
        const held = String(row(field) ?? '').toLowerCase();
        // A tag is found as a whole, words as words.
        if (field === 'System.Tags') return held.split(';').some((tag) => tag.trim() === wanted) !== not;
        const words = held.replaceAll(/<[^>]*>/g, ' ').split(/[^\p{L}\p{N}]+/u);
        const isThere = isWords
          ? wanted.split(/[^\p{L}\p{N}]+/u).every((word) => words.includes(word))
          : held.includes(wanted);
        return isThere !== not;
      };
    }
    const sign = take()?.text ?? '';
    const value = literal(field);
    const compare: Readonly<Record<string, (held: Value) => boolean>> = {
      '=': (held) => equal(held, value),
      '<>': (held) => !equal(held, value),
      '<': (held) => held !== undefined && held < value,
      '<=': (held) => held !== undefined && held <= value,
      '>': (held) => held !== undefined && held > value,
      '>=': (held) => held !== undefined && held >= value,
    };
    const holds = compare[sign];
    if (!holds) throw new QueryError(`TF51006: no operator ${sign}`);
    return (row) => holds(row(field));
  };
  const both = (): ((row: Row) => boolean) => {
    const parts = [condition()];
    while (accept('AND')) parts.push(condition());
    return (row) => parts.every((part) => part(row));
  };
  const either = (): ((row: Row) => boolean) => {
    const parts = [both()];
    while (accept('OR')) parts.push(both());
    return (row) => parts.some((part) => part(row));
  };

  expect('SELECT');
  do take();
  while (accept(','));
  expect('FROM');
  expect('WORKITEMS');
  const matches = accept('WHERE') ? either() : () => true;
  const order: { field: string; sign: 1 | -1 }[] = [];
  if (accept('ORDER')) {
    expect('BY');
    do {
      const field = take()?.text ?? '';
      const sign = accept('DESC') ? -1 : 1;
      if (sign === 1) accept('ASC');
      order.push({ field, sign });
    } while (accept(','));
  }
  if (at < tokens.length) throw new QueryError(`TF51006: nothing may follow, found ${peek()?.text}`);
  return { matches, order, hasTimes };
}
