import type { DocumentNode, FieldNode, SelectionSetNode } from 'graphql';

/** What a connection counts when nobody says how much of it is wanted. */
const DEFAULT_PAGE = 50;

/** What a document costs by Linear's published rule, and which of its connections do not say how much they want. */
export interface Complexity {
  readonly points: number;
  readonly unbounded: readonly string[];
}

/**
 * Linear's rule: 0.1 for each property, 1 for each object, and what is in a connection as often as its pages are long. The
 * `pageInfo` is counted as an object, which errs on the safe side.
 */
export function complexityOf(document: DocumentNode, variables: Readonly<Record<string, unknown>>): Complexity {
  const unbounded: string[] = [];
  const costOf = (field: FieldNode): number => {
    const inner = field.selectionSet;
    if (!inner) return 0.1;
    const nodes = fieldsOf(inner).find(({ name }) => name.value === 'nodes');
    if (!nodes?.selectionSet) return 1 + sum(inner);
    const others = fieldsOf(inner).filter((other) => other !== nodes);
    return sizeOf(field) * (1 + sum(nodes.selectionSet)) + others.reduce((total, other) => total + costOf(other), 0);
  };
  const sum = (set: SelectionSetNode) => fieldsOf(set).reduce((total, field) => total + costOf(field), 0);
  const sizeOf = (field: FieldNode): number => {
    const size = field.arguments?.find(({ name }) => name.value === 'first' || name.value === 'last')?.value;
    if (size?.kind === 'IntValue') return Number(size.value);
    if (size?.kind === 'Variable') return Number(variables[size.name.value] ?? DEFAULT_PAGE);
    unbounded.push(field.name.value);
    return DEFAULT_PAGE;
  };
  const [operation] = document.definitions;
  if (operation?.kind !== 'OperationDefinition') throw new Error('expected one operation');
  return { points: sum(operation.selectionSet), unbounded };
}

function fieldsOf({ selections }: SelectionSetNode): FieldNode[] {
  return selections.filter((selection) => selection.kind === 'Field');
}
