import { existsSync, readFileSync } from 'node:fs';
import { buildASTSchema, type DocumentNode, execute, type GraphQLSchema, parse, validate } from 'graphql';
import { executeLoosely, type LooseResult } from './loose-execute.js';

// Linear's own SDL lies beside the checkout where this package is developed, and nowhere else.
const SDL = new URL('../../../../shared/specs/linear.graphql', import.meta.url);

/** For the title of a test that is left out. */
export const SDL_NOTE = existsSync(SDL) ? '' : ' (left out: no ../shared/specs/linear.graphql here)';

let built: GraphQLSchema | undefined;

/** Linear's schema, built once for a file of tests, because it takes half a second; undefined where there is none. */
export function linearSchema(): GraphQLSchema | undefined {
  if (SDL_NOTE !== '') return undefined;
  built ??= buildASTSchema(parse(readFileSync(SDL, 'utf8'), { noLocation: true }), {
    assumeValid: true,
    assumeValidSDL: true,
  });
  return built;
}

const documents = new Map<string, { readonly document: DocumentNode; readonly problems: readonly string[] }>();

/** A document, and what Linear's schema has against it. */
export function documentOf(text: string) {
  const known = documents.get(text);
  if (known) return known;
  const document = parse(text);
  const schema = linearSchema();
  const problems = schema ? validate(schema, document).map(({ message }) => message) : [];
  const checked = { document, problems };
  documents.set(text, checked);
  return checked;
}

/** Executes a document: on Linear's schema, and without one by the document alone. */
export async function executed(
  document: DocumentNode,
  rootValue: object,
  variableValues: Readonly<Record<string, unknown>>,
): Promise<LooseResult> {
  const schema = linearSchema();
  if (!schema) return executeLoosely(document, rootValue, variableValues);
  return (await execute({ schema, document, rootValue, variableValues })) as LooseResult;
}
