import { type Json, type Site, type StoredIssue, showIssue } from './site.js';

/** Thrown for what Jira would answer 400 to. */
export class BadJql extends Error {}

type Condition = (issue: StoredIssue, site: Site) => boolean;

const TOKEN = /\s*("(?:\\.|[^"\\])*"|[(),]|!=|>=|[=~]|[\w.]+)/y;

function tokensOf(jql: string): string[] {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  while (TOKEN.lastIndex < jql.trimEnd().length) {
    const at = TOKEN.lastIndex;
    const found = TOKEN.exec(jql);
    if (!found) throw new BadJql(`Error in the JQL Query: unexpected character at ${at}`);
    tokens.push(found[1] ?? '');
  }
  return tokens;
}

/** What a search goes by, which is not always what it shows. */
const updatedIn = ({ updated, indexedUpdate = updated }: StoredIssue) => indexedUpdate;
const unquoted = (token: string) => (token.startsWith('"') ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token);
const textOf = (value: unknown): string => JSON.stringify(value ?? '').toLowerCase();

function compare(field: string, operator: string, value: string): Condition {
  const equal = (holds: Condition): Condition => (operator === '!=' ? (i, s) => !holds(i, s) : holds);
  switch (field.toLowerCase()) {
    case 'project':
      return equal(({ key }) => key.startsWith(`${value}-`));
    case 'updated':
      if (operator !== '>=' || !/^\d+$/.test(value)) throw new BadJql('Date value is invalid');
      // Whole minutes.
      return (issue) => Math.floor(updatedIn(issue) / 60_000) >= Math.floor(Number(value) / 60_000);
    case 'labels':
      return equal(({ fields }) => (fields.labels as string[]).includes(value));
    case 'statuscategory':
      return equal(
        ({ fields }, { workflow }) =>
          workflow.statuses.find(({ id }) => id === fields.status)?.category === value.toLowerCase(),
      );
    case 'status':
      return equal(({ fields }) => fields.status === value);
    case 'issuetype':
      return equal(({ fields }) => fields.issuetype === value);
    case 'summary':
    case 'text': {
      if (operator !== '~') throw new BadJql(`The operator '${operator}' is not supported by the '${field}' field.`);
      if (/^[*?]/.test(value)) throw new BadJql(`The text query '${value}' is not allowed to start with '${value[0]}'`);
      const words = value.replace(/\\(.)/g, '$1').split(/\s+/);
      const holds = ({ fields }: StoredIssue, word: string) =>
        textOf([fields.summary, fields.description]).includes(textOf(word).slice(1, -1));
      // In capitals these are operators.
      if (words.includes('OR')) return (issue) => words.some((word) => word !== 'OR' && holds(issue, word));
      return (issue) =>
        words.every((word, at) => /^(AND|NOT)$/.test(word) || holds(issue, word) === (words[at - 1] !== 'NOT'));
    }
    default:
      throw new BadJql(`Field '${field}' does not exist or you do not have permission to view it.`);
  }
}

/** A search as Jira reads it, as far as the tests need it. */
function parseJql(jql: string): { readonly where: Condition; readonly order: readonly [string, number][] } {
  const tokens = tokensOf(jql);
  let at = 0;
  const peek = (word: string) => tokens[at]?.toLowerCase() === word;
  const next = () => tokens[at++] ?? '';
  const either = (): Condition => {
    let left = both();
    while (peek('or')) {
      next();
      const [a, b] = [left, both()];
      left = (issue, site) => a(issue, site) || b(issue, site);
    }
    return left;
  };
  const both = (): Condition => {
    let left = one();
    while (peek('and')) {
      next();
      const [a, b] = [left, one()];
      left = (issue, site) => a(issue, site) && b(issue, site);
    }
    return left;
  };
  const one = (): Condition => {
    if (peek('(')) {
      next();
      const inner = either();
      if (next() !== ')') throw new BadJql('Error in the JQL Query: expecting )');
      return inner;
    }
    const [field, operator, value] = [next(), next(), next()];
    return compare(field, operator, unquoted(value));
  };
  if (peek('order') || tokens.length === 0) throw new BadJql('Unbounded JQL queries are not allowed here.');
  const where = either();
  const order: [string, number][] = [];
  if (peek('order')) {
    next();
    if (next().toLowerCase() !== 'by') throw new BadJql('Error in the JQL Query: expecting BY');
    while (at < tokens.length) {
      const field = next();
      const sign = peek('desc') ? -1 : 1;
      if (peek('desc') || peek('asc')) next();
      order.push([field, sign]);
      if (at < tokens.length && next() !== ',') throw new BadJql('Error in the JQL Query: expecting ,');
    }
  }
  if (at < tokens.length) throw new BadJql(`Error in the JQL Query: unexpected '${tokens[at]}'`);
  return { where, order };
}

const numberOf = ({ key }: StoredIssue) => Number(key.split('-')[1]);
const VALUES: Readonly<Record<string, (issue: StoredIssue) => number>> = {
  updated: updatedIn,
  created: ({ created }) => created,
  key: numberOf,
};

/** One page, with a token that holds where the next one begins; it works with the same query only. */
export function search(site: Site, body: Json): Json {
  const {
    jql,
    fields = ['id'],
    maxResults = 50,
    nextPageToken,
  } = body as {
    jql: string;
    fields?: string[];
    maxResults?: number;
    nextPageToken?: string;
  };
  const { where, order } = parseJql(jql);
  const found = [...site.issues.values()].filter((issue) => issue.isIndexed && where(issue, site));
  found.sort((a, b) => {
    for (const [name, sign] of order) {
      const sortKey = VALUES[name] ?? numberOf;
      if (sortKey(a) !== sortKey(b)) return (sortKey(a) - sortKey(b)) * sign;
    }
    return numberOf(a) - numberOf(b);
  });
  const query = JSON.stringify([jql, fields]);
  let from = 0;
  if (nextPageToken !== undefined) {
    const [at, of] = JSON.parse(atob(nextPageToken)) as [number, string];
    if (of !== query) throw new BadJql('The nextPageToken is of another query.');
    from = at;
  }
  const isBrief = fields.every((name) => name === 'id' || name === 'key');
  const to = from + Math.min(maxResults, isBrief ? 5000 : site.pageLimit);
  const issues = found.slice(from, to).map((issue) => {
    if (!isBrief) return showIssue(site, issue, fields);
    return fields.includes('key') ? { id: issue.id, key: issue.key } : { id: issue.id };
  });
  const isLast = to >= found.length;
  return { issues, isLast, ...(!isLast && { nextPageToken: btoa(JSON.stringify([to, query])) }) };
}
