import type { MarkdownNode, NodeOf } from './tree.js';

/** Nodes and all that lies below them, each before what lies below it. @internal */
export function* nodesIn(nodes: readonly MarkdownNode[]): Generator<MarkdownNode, void, void> {
  for (const node of nodes) {
    yield node;
    if ('children' in node) yield* nodesIn(node.children);
  }
}

/** What references refer to; of two definitions of one label the first counts. @internal */
export function definitionsIn(nodes: readonly MarkdownNode[]): ReadonlyMap<string, NodeOf<'definition'>> {
  const definitions = new Map<string, NodeOf<'definition'>>();
  for (const node of nodesIn(nodes)) {
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
  }
  return definitions;
}

/**
 * Copies nodes from the inside out: `change` gets each one with its children changed already, and says what stands in its
 * place.
 *
 * @internal
 */
export function rebuild(
  nodes: readonly MarkdownNode[],
  change: (node: MarkdownNode, parent: MarkdownNode | undefined) => readonly MarkdownNode[],
  parent?: MarkdownNode,
): MarkdownNode[] {
  return nodes.flatMap((node) =>
    change('children' in node ? withChildren(node, rebuild(node.children, change, node)) : node, parent),
  );
}

/** A node with other children. Whether it can have such children is not checked. @internal */
export function withChildren<Node extends MarkdownNode>(node: Node, children: readonly MarkdownNode[]): Node {
  return { ...node, children };
}

/** Links and images by reference become such as say their address themselves; definitions go. @internal */
export function withoutReferences(nodes: readonly MarkdownNode[]): MarkdownNode[] {
  const definitions = definitionsIn(nodes);
  return rebuild(nodes, (node) => {
    if (node.type === 'definition') return [];
    if (node.type !== 'linkReference' && node.type !== 'imageReference') return [node];
    const { url = '', title = null } = definitions.get(node.identifier) ?? {};
    return [
      node.type === 'linkReference'
        ? { type: 'link', url, title, children: node.children }
        : { type: 'image', url, title, alt: node.alt ?? '' },
    ];
  });
}
