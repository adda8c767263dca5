import { type DocumentNode, GraphQLError, type SelectionSetNode, type ValueNode } from 'graphql';

type Json = Record<string, unknown>;

/** What an execution gives. */
export interface LooseResult {
  readonly data?: Json | null;
  readonly errors?: readonly GraphQLError[];
}

/** Executes one operation without fragments over plain values and functions, where there is no schema to execute it on. */
export async function executeLoosely(
  document: DocumentNode,
  rootValue: object,
  variables: Readonly<Json>,
): Promise<LooseResult> {
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition') throw new Error('expected one operation');
  try {
    return { data: await select(operation.selectionSet, rootValue as Json, variables) };
  } catch (error) {
    if (!(error instanceof GraphQLError)) throw error;
    return { data: null, errors: [error] };
  }
}

async function select({ selections }: SelectionSetNode, parent: Json, variables: Readonly<Json>): Promise<Json> {
  const found: Json = {};
  for (const field of selections) {
    if (field.kind !== 'Field') throw new Error('expected fields only');
    const args = Object.fromEntries(
      (field.arguments ?? []).map(({ name, value }) => [name.value, literalOf(value, variables)]),
    );
    const member = parent[field.name.value];
    const value: unknown = await (typeof member === 'function' ? member.call(parent, args) : member);
    const inner = field.selectionSet;
    const whole = (each: unknown) => (inner && each ? select(inner, each as Json, variables) : (each ?? null));
    found[(field.alias ?? field.name).value] = Array.isArray(value)
      ? await Promise.all(value.map(whole))
      : await whole(value);
  }
  return found;
}

function literalOf(node: ValueNode, variables: Readonly<Json>): unknown {
  if (node.kind === 'Variable') return variables[node.name.value];
  if (node.kind === 'IntValue') return Number(node.value);
  if (node.kind === 'BooleanValue' || node.kind === 'EnumValue' || node.kind === 'StringValue') return node.value;
  throw new Error(`unexpected ${node.kind}`);
}
