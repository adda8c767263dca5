import { existsSync, readFileSync } from 'node:fs';

// GitHub's own description of its REST API lies beside the checkout where this package is developed, and nowhere else.
const FILE = new URL('../../../../shared/specs/github.openapi.json', import.meta.url);

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: 'query' | 'path' | 'header';
  readonly schema?: { readonly enum?: readonly string[]; readonly type?: string };
}

interface Operation {
  readonly parameters?: readonly Parameter[];
}

export interface OpenApi {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly parameters: Readonly<Record<string, Parameter>>;
    readonly schemas: { readonly issue: { readonly required: readonly string[]; readonly properties: object } };
    readonly examples: Readonly<Record<string, { readonly value: unknown }>>;
  };
}

export const openApi: OpenApi | undefined = existsSync(FILE) ? JSON.parse(readFileSync(FILE, 'utf8')) : undefined;

/** For the title of a test that is left out. */
export const OPEN_API_NOTE = openApi === undefined ? ' (left out: no ../shared/specs/github.openapi.json here)' : '';

// What GitHub puts into its own next-page links; its description does not list them.
const LINK_ONLY = ['after', 'before'];

/** What GitHub's description has against a request: method, path, query names, enumerated and whole-number values. */
export function violations(request: Request, spec: OpenApi | undefined = openApi): string[] {
  if (spec === undefined) return [];
  const { pathname, searchParams } = new URL(request.url);
  const template = Object.keys(spec.paths).find((path) =>
    new RegExp(`^${path.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`).test(pathname),
  );
  const operation = template === undefined ? undefined : spec.paths[template]?.[request.method.toLowerCase()];
  if (operation === undefined) return [`no operation ${request.method} ${pathname}`];
  const known = new Map(
    (operation.parameters ?? [])
      .map((parameter) =>
        parameter.$ref ? spec.components.parameters[parameter.$ref.split('/').at(-1) ?? ''] : parameter,
      )
      .flatMap((parameter) => (parameter?.in === 'query' ? [[parameter.name, parameter] as const] : [])),
  );
  return [...searchParams].flatMap(([name, value]) => {
    const schema = known.get(name)?.schema;
    if (schema === undefined) return LINK_ONLY.includes(name) ? [] : [`${template}: no query parameter ${name}`];
    if (schema.enum && !schema.enum.includes(value)) return [`${template}: ${name}=${value}`];
    if (schema.type === 'integer' && !/^\d+$/.test(value)) return [`${template}: ${name}=${value}`];
    return [];
  });
}
