import { existsSync, readFileSync } from 'node:fs';
import { Ajv } from 'ajv';

// Azure DevOps' own description lies beside the checkout where this package is developed, and nowhere else.
const FOLDER = new URL('../../../../shared/specs/', import.meta.url);

interface Parameter {
  readonly $ref?: string;
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly 'x-ms-required'?: boolean;
  readonly type?: string;
  readonly enum?: readonly string[];
  readonly description?: string;
  readonly schema?: { readonly $ref?: string };
}

interface Operation {
  readonly parameters: readonly Parameter[];
  readonly consumes?: readonly string[];
}

interface Definition {
  readonly properties?: Readonly<Record<string, unknown>>;
  readonly additionalProperties?: unknown;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly 'x-ms-paths'?: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly parameters?: Readonly<Record<string, Parameter>>;
  readonly definitions: Readonly<Record<string, Definition>>;
}

interface Described {
  readonly name: string;
  readonly method: string;
  readonly matches: RegExp;
  readonly parameters: readonly Parameter[];
  readonly consumes: readonly string[];
  readonly document: Document;
  readonly validate: ((body: unknown) => string[]) | undefined;
}

/** Says what the description has against a request below the organisation or collection. */
export type Complaints = (request: Request, path: string) => Promise<string[]>;

const FILES = ['azure-wit', 'azure-core', 'azure-hooks'];

/** Loads the three descriptions, which are Swagger 2.0; `undefined` where they are not. */
export function loadSwagger(): Complaints | undefined {
  if (!FILES.every((file) => existsSync(new URL(`${file}.swagger.json`, FOLDER)))) return undefined;
  const described = FILES.flatMap((file) => {
    const text = readFileSync(new URL(`${file}.swagger.json`, FOLDER), 'utf8');
    return describe(JSON.parse(text) as Document, file);
  });
  return async (request, path) => {
    const candidates = described.filter(
      ({ method, matches }) => method === request.method.toLowerCase() && matches.test(path),
    );
    if (candidates.length === 0) return [`no operation ${request.method} ${path}`];
    const verdicts = await Promise.all(candidates.map((operation) => problemsOf(operation, request)));
    // Several operations share a path; one of them has to take the request.
    return verdicts.sort((a, b) => a.length - b.length)[0] ?? [];
  };
}

function describe(document: Document, file: string): Described[] {
  const ajv = new Ajv({ strict: false, validateFormats: false, allErrors: true, logger: false });
  ajv.addSchema(document, file);
  const bodies = new Map<string, (body: unknown) => string[]>();
  const bodyOf = ($ref: string): ((body: unknown) => string[]) => {
    const name = $ref.split('/').at(-1) ?? '';
    const isPatch = name === 'JsonPatchDocument';
    const definition = document.definitions[isPatch ? 'JsonPatchOperation' : name] ?? {};
    const validate = ajv.compile({ $ref: `${file}#/definitions/${isPatch ? 'JsonPatchOperation' : name}` });
    const one = (value: unknown): string[] => {
      // It calls the value of an operation an object, which none of Microsoft's own examples is.
      const { value: _, ...rest } = value as Record<string, unknown>;
      const known = definition.properties ?? {};
      const odd = Object.keys(Object(value)).filter(
        (key) => !(key in known) && definition.additionalProperties === undefined,
      );
      const found = validate(isPatch ? rest : value) ? [] : (validate.errors ?? []);
      return [
        ...odd.map((key) => `no member ${key}`),
        ...found.map((error) => `${error.instancePath} ${error.message}`),
      ];
    };
    if (!isPatch) return one;
    return (body) => (Array.isArray(body) ? body.flatMap(one) : ['expected a list of operations']);
  };
  const all = [...Object.entries(document.paths), ...Object.entries(document['x-ms-paths'] ?? {})];
  return all.flatMap(([template, operations]) =>
    Object.entries(operations).map(([method, operation]) => {
      const parameters = operation.parameters.map((parameter) =>
        parameter.$ref ? (document.parameters?.[parameter.$ref.split('/').at(-1) ?? ''] ?? parameter) : parameter,
      );
      const $ref = parameters.find((parameter) => parameter.in === 'body')?.schema?.$ref;
      if ($ref && !bodies.has($ref)) bodies.set($ref, bodyOf($ref));
      return {
        name: template,
        method,
        matches: patternOf(template.split('?')[0] ?? '', parameters),
        parameters,
        consumes: operation.consumes ?? [],
        document,
        validate: $ref ? bodies.get($ref) : undefined,
      };
    }),
  );
}

/** What may be left out is a part of the path that `x-ms-required` says is. */
function patternOf(template: string, parameters: readonly Parameter[]): RegExp {
  const segments = template.split('/').slice(2).filter(Boolean);
  const parts = segments.map((segment) => {
    const name = /^\{(\w+)\}$/.exec(segment)?.[1];
    const parameter = parameters.find((each) => each.in === 'path' && each.name === name);
    if (parameter) return parameter['x-ms-required'] === false ? '(?:/(?!_apis)[^/]+)?' : '/[^/]+';
    return `/${segment
      .replaceAll(/[.*+?^()|[\]\\]/g, '\\$&')
      .replaceAll('$', '\\$')
      .replaceAll(/\{[^}]+\}/g, '[^/]+')}`;
  });
  return new RegExp(`^${parts.join('')}$`, 'i');
}

async function problemsOf({ name, parameters, consumes, validate }: Described, request: Request): Promise<string[]> {
  const { searchParams } = new URL(request.url);
  const problems: string[] = [];
  const queries = new Map(parameters.filter((each) => each.in === 'query').map((each) => [each.name, each]));
  for (const [key, value] of searchParams) {
    const parameter = queries.get(key);
    if (!parameter) problems.push(`${name}: no query parameter ${key}`);
    else if (key === 'api-version') {
      const wanted = /'([\d.a-z-]+)'/.exec(parameter.description ?? '')?.[1] ?? '';
      // Of 6.0 there is no description here; but where a preview is, there was one then.
      const isOld = /^6\.0(?:-preview\.\d)?$/.test(value) && (!wanted.includes('preview') || value.includes('preview'));
      if (value !== wanted && !isOld) problems.push(`${name}: api-version=${value} in place of ${wanted}`);
    } else if (
      (parameter.enum && !parameter.enum.includes(value)) ||
      (parameter.type === 'integer' && !/^\d+$/.test(value)) ||
      (parameter.type === 'boolean' && !/^(?:true|false)$/.test(value))
    ) {
      problems.push(`${name}: ${key}=${value}`);
    }
  }
  for (const [key, { required }] of queries)
    if (required && !searchParams.has(key)) problems.push(`${name}: lacks ${key}`);
  const text = await request.clone().text();
  const type = request.headers.get('content-type')?.split(';')[0] ?? '';
  if (text !== '' && !consumes.includes(type))
    problems.push(`${name}: a body of ${type} in place of ${consumes.join()}`);
  if (consumes.length > 0 && text === '') problems.push(`${name}: lacks a body`);
  if (validate && /json/.test(type))
    problems.push(...validate(JSON.parse(text)).map((what) => `${name}: body ${what}`));
  return problems;
}
