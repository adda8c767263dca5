import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import { parse } from 'yaml';

// The trackers' own descriptions lie beside the checkout where this package is developed, and nowhere else.
const FOLDER = new URL('../../../shared/specs/', import.meta.url);

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema?: object;
}

interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly content?: Readonly<Record<string, { readonly schema?: object }>>;
  };
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
}

/** A tracker's OpenAPI description, to hold requests against. */
export interface Spec {
  readonly document: Document;
  /** What the description has against a request: method, path, query names and values, the JSON body. */
  violations(request: Request): Promise<string[]>;
}

export interface SpecOptions {
  /** What stands before the description's paths in a request's path: `/api/v4`. */
  readonly prefix?: string;
  /** Query parameters that the tracker takes although its description does not list them, and why it is known. */
  readonly alsoKnown?: readonly string[];
}

/** OpenAPI 3.0 says `nullable` also where there is no `type`, which JSON Schema knows only as one of two. */
function nullableAsJsonSchema(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('nullable' in value) || 'type' in value) return value;
  const { nullable, ...rest } = value;
  return nullable === true && Object.keys(rest).length > 0 ? { anyOf: [rest, { type: 'null' }] } : rest;
}

/** Loads a description; `undefined` where there is none. */
export function loadSpec(file: string, { prefix = '', alsoKnown = [] }: SpecOptions = {}): Spec | undefined {
  const url = new URL(file, FOLDER);
  if (!existsSync(url)) return undefined;
  const text = readFileSync(url, 'utf8');
  const json = file.endsWith('.yaml') ? JSON.stringify(parse(text)) : text;
  const document = JSON.parse(json, nullableAsJsonSchema) as Document;
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, logger: false });
  ajv.addSchema(document, 'spec');

  const resolve = (parameter: Parameter): Parameter => {
    if (parameter.$ref === undefined) return parameter;
    return parameter.$ref
      .slice(2)
      .split('/')
      .reduce<unknown>((node, key) => (node as Record<string, unknown>)[key], document) as Parameter;
  };
  const pattern = (path: string) =>
    new RegExp(`^${path.replaceAll(/[.*+?^$()|[\]\\]/g, '\\$&').replaceAll(/\{[^}]+\}/g, '[^/]+')}$`);
  // The path with the fewest placeholders wins, as it does for a router.
  const templates = Object.keys(document.paths)
    .map((path) => ({ path, matches: pattern(path), placeholders: path.split('{').length }))
    .sort((a, b) => a.placeholders - b.placeholders);
  const pointer = (...parts: string[]) =>
    `spec#/${parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`;

  return {
    document,
    async violations(request) {
      const { pathname, searchParams } = new URL(request.url);
      if (!pathname.startsWith(prefix)) return [`${pathname} is not below ${prefix}`];
      const path = pathname.slice(prefix.length);
      const method = request.method.toLowerCase();
      const found = templates.find(({ matches, path: name }) => matches.test(path) && document.paths[name]?.[method]);
      const operation = found && document.paths[found.path]?.[method];
      if (!found || !operation) return [`no operation ${request.method} ${path}`];
      const problems: string[] = [];
      const known = new Map((operation.parameters ?? []).map(resolve).map((each) => [`${each.in} ${each.name}`, each]));
      for (const [name, value] of searchParams) {
        const parameter = known.get(`query ${name}`) ?? known.get(`query ${name.replace(/\[\]$/, '')}`);
        if (!parameter) {
          if (!alsoKnown.includes(name)) problems.push(`${found.path}: no query parameter ${name}`);
          continue;
        }
        const { enum: words, type } = (parameter.schema ?? {}) as { enum?: readonly unknown[]; type?: string };
        if (words && !words.map(String).includes(value)) problems.push(`${found.path}: ${name}=${value}`);
        if (type === 'integer' && !/^-?\d+$/.test(value)) problems.push(`${found.path}: ${name}=${value}`);
      }
      for (const [key, { required }] of known) {
        const [place, name = ''] = key.split(' ');
        if (place === 'query' && required && !searchParams.has(name)) problems.push(`${found.path}: lacks ${name}`);
      }
      const text = await request.clone().text();
      const type = request.headers.get('content-type')?.split(';')[0] ?? '';
      const content = operation.requestBody?.content ?? {};
      if (text === '') {
        if (operation.requestBody?.required) problems.push(`${found.path}: lacks a body`);
      } else if (type === 'application/json') {
        const media = Object.keys(content).find((each) => each.includes('json')) ?? Object.keys(content)[0];
        if (media === undefined) return [...problems, `${found.path}: takes no body`];
        const $ref = pointer('paths', found.path, method, 'requestBody', 'content', media, 'schema');
        const validate = ajv.getSchema($ref) ?? ajv.compile({ $ref });
        if (!validate(JSON.parse(text))) {
          for (const error of validate.errors ?? [])
            problems.push(`${found.path}: body${error.instancePath} ${error.message}`);
        }
      }
      return problems;
    },
  };
}
