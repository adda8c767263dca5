import { existsSync, readFileSync } from 'node:fs';
import { parseFields } from './projection.js';

// YouTrack's own description, as a generated client had it in 2023. The generator left out what it could not type: most
// writes. Those stand here, from the documentation of the same paths.
const FILE = new URL('../../../../shared/specs/youtrack.derived.json', import.meta.url);
const DOCUMENTED = new Set([
  'POST /issues',
  'POST /issues/{id}',
  'POST /issues/{id}/comments',
  'POST /issues/{id}/comments/{issueCommentId}',
  'POST /issues/{id}/tags',
  'POST /tags',
  'POST /commands',
]);
/** Query parameters that the documentation has and the generated client has not. */
const ALSO_KNOWN: Readonly<Record<string, readonly string[]>> = {
  'GET /tags': ['query'],
};
const OF_WRITES = ['fields', 'muteUpdateNotifications'];

interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly query: readonly string[];
  readonly response: string | null;
  readonly multipart: boolean;
}
interface Description {
  readonly endpoints: readonly Endpoint[];
  readonly models: Readonly<Record<string, { readonly json: readonly string[] }>>;
}

const description: Description | undefined = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : undefined;

/** For the title of a test that is left out. */
export const SPEC_NOTE = description === undefined ? ' (left out: no ../shared/specs/youtrack.derived.json here)' : '';

const escaped = (path: string) => path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+');
const fits = (template: string, path: string) => new RegExp(`^${escaped(template)}$`).test(path);
const placeholders = (path: string) => path.split('{').length;

/** What the description, and the rule that every answer has to be asked for by its fields, have against a request. */
export function violationsIn({ method, url, headers }: Request): string[] {
  const { pathname, searchParams } = new URL(url);
  const path = pathname.replace(/^.*?\/api(?=\/)/, '');
  const problems: string[] = [];
  const fields = searchParams.get('fields');
  if (method !== 'DELETE' && !fields) problems.push(`${method} ${path}: no fields`);
  if (!description) return problems;
  // `me` stands for an id.
  const templates = description.endpoints
    .filter((one) => fits(one.path, path))
    .sort((a, b) => placeholders(a.path) - placeholders(b.path));
  const found = templates.find((one) => one.method === method);
  const documented = [...DOCUMENTED].find(
    (one) => one.startsWith(`${method} `) && fits(one.slice(method.length + 1), path),
  );
  if (!found && !documented) return [...problems, `no operation ${method} ${path}`];
  const name = found ? `${method} ${found.path}` : (documented ?? '');
  const known = found ? [...found.query, ...(ALSO_KNOWN[name] ?? [])] : OF_WRITES;
  for (const parameter of searchParams.keys())
    if (!known.includes(parameter)) problems.push(`${name}: no parameter ${parameter}`);
  if (found?.query.includes('$top') && !searchParams.has('$top')) problems.push(`${name}: no $top, so 42 of them`);
  if (found?.multipart && !headers.get('content-type')?.startsWith('multipart/form-data'))
    problems.push(`${name}: no form`);
  const model = found?.response ? description.models[found.response] : undefined;
  if (model && fields) {
    for (const asked of parseFields(fields).keys())
      if (!model.json.includes(asked)) problems.push(`${name}: no field ${asked}`);
  }
  return problems;
}
