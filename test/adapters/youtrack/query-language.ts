/** What a query is asked about. */
export interface Searchable {
  readonly shortName: string;
  readonly tags: readonly string[];
  readonly state: string | undefined;
  readonly isResolved: boolean;
  readonly reporter: string;
  readonly created: number;
  readonly updated: number;
  readonly number: number;
  readonly text: string;
}

export interface QueryRules {
  /** A local time as the server reads it; undefined when it refuses to. */
  readonly toMs: (literal: string) => number | undefined;
  readonly now: number;
  readonly me: string;
  readonly isTag: (name: string) => boolean;
  readonly isProject: (name: string) => boolean;
  /** What a project that was renamed is called now. */
  readonly nowCalled?: (name: string) => string;
}

export interface Query {
  readonly matches: (issue: Searchable) => boolean;
  readonly compare: (a: Searchable, b: Searchable) => number;
}

/** The query cannot be read. */
export class QueryFault extends Error {}

type Test = (issue: Searchable) => boolean;

const TOKEN =
  /\s*(\(|\)|"[^"]*"|\{[^}]*\}|\.\.|,|sort by:|issue id|#\{[^}]*\}|#[\w-]+|[\p{L}\p{N}_]+:(?=\s)|[^\s(),"{}]+)/uy;

function tokensOf(text: string): string[] {
  const found: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < text.trimEnd().length) {
    const match = TOKEN.exec(text);
    if (!match) throw new QueryFault(`cannot read: ${text}`);
    found.push(match[1] ?? '');
  }
  return found;
}

const bare = (token: string) => token.replace(/^\{(.*)\}$/s, '$1');
const same = (a: string, b: string) => a.toLowerCase() === b.toLowerCase();

/** Reads a query by YouTrack's published grammar, as far as anybody here writes it; what it does not know it refuses. */
export function parseQuery(text: string, rules: QueryRules): Query {
  const tokens = tokensOf(text);
  let at = 0;
  let order: { name: string; sign: number }[] = [];

  const time = (token: string): number => {
    if (token === '*') return Number.POSITIVE_INFINITY;
    const relative = /^minus (\d+)h$/.exec(bare(token));
    if (relative) return rules.now - Number(relative[1]) * 3_600_000;
    const ms = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d$/.test(token) ? rules.toMs(token) : undefined;
    if (ms === undefined) throw new QueryFault(`no time: ${token}`);
    return ms;
  };
  const attribute = (name: string): Test => {
    const value = tokens[at++];
    if (value === undefined) throw new QueryFault(`${name}: without a value`);
    if (name === 'updated' || name === 'created') {
      const from = time(value);
      if (tokens[at++] !== '..') throw new QueryFault('a time without a range');
      const to = time(tokens[at++] ?? '');
      // Whole seconds are compared.
      return (issue) => Math.floor(issue[name] / 1000) >= Math.floor(from / 1000) && issue[name] <= to;
    }
    const wanted = bare(value);
    if (name === 'project') {
      if (!rules.isProject(wanted)) throw new QueryFault(`no project ${wanted}`);
      const name = rules.nowCalled?.(wanted) ?? wanted;
      return ({ shortName }) => same(shortName, name);
    }
    if (name === 'tag') {
      if (!rules.isTag(wanted)) throw new QueryFault(`no tag ${wanted}`);
      return ({ tags }) => tags.some((tag) => same(tag, wanted));
    }
    if (name === 'reporter') return ({ reporter }) => reporter === (wanted === 'me' ? rules.me : wanted);
    if (name === 'State') return ({ state }) => state !== undefined && same(state, wanted);
    throw new QueryFault(`no attribute ${name}`);
  };
  const sort = () => {
    order = [];
    do {
      const name = tokens[at++] ?? '';
      const direction = ['asc', 'desc'].includes(tokens[at] ?? '') ? tokens[at++] : 'asc';
      order.push({ name, sign: direction === 'desc' ? -1 : 1 });
    } while (tokens[at] === ',' && ++at);
  };
  const operand = (): Test => {
    const tests: Test[] = [];
    for (; at < tokens.length && tokens[at] !== ')' && tokens[at] !== 'and'; ) {
      const token = tokens[at++] ?? '';
      if (token === '(') {
        tests.push(all());
        if (tokens[at++] !== ')') throw new QueryFault('a bracket is open');
      } else if (token === 'sort by:') sort();
      else if (same(token, '#Unresolved')) tests.push(({ isResolved }) => !isResolved);
      else if (same(token, '#Resolved')) tests.push(({ isResolved }) => isResolved);
      else if (token.endsWith(':')) tests.push(attribute(token.slice(0, -1)));
      else tests.push(({ text: words }) => words.includes(token.replaceAll('"', '').toLowerCase()));
    }
    return (issue) => tests.every((test) => test(issue));
  };
  const all = (): Test => {
    const tests = [operand()];
    while (tokens[at] === 'and' && ++at) tests.push(operand());
    return (issue) => tests.every((test) => test(issue));
  };
  const matches = all();
  if (at < tokens.length) throw new QueryFault('a bracket too many');
  const keyOf = (issue: Searchable, name: string): number => {
    if (name === 'updated' || name === 'created') return issue[name];
    if (name === 'issue id') return issue.number;
    throw new QueryFault(`cannot sort by ${name}`);
  };
  return {
    matches,
    compare: (a, b) => {
      for (const { name, sign } of order) {
        const difference = sign * (keyOf(a, name) - keyOf(b, name));
        if (difference !== 0) return difference;
      }
      // Without an order the newest come first.
      return order.length === 0 ? b.number - a.number : 0;
    },
  };
}
