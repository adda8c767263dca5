/** A mark on a piece of text in the Atlassian Document Format. @internal */
export interface AdfMark {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
}

/** A node of a document in the Atlassian Document Format. @internal */
export interface AdfNode {
  readonly type: string;
  readonly attrs?: Readonly<Record<string, unknown>>;
  readonly content?: readonly AdfNode[];
  readonly marks?: readonly AdfMark[];
  readonly text?: string;
}

/** A document in the Atlassian Document Format. @internal */
export interface AdfDocument {
  readonly type: 'doc';
  readonly version: 1;
  readonly content: readonly AdfNode[];
}

/** @internal */
export function toDocument(content: readonly AdfNode[]): AdfDocument {
  return { type: 'doc', version: 1, content };
}

/** @internal */
export function paragraph(content: readonly AdfNode[] = []): AdfNode {
  return { type: 'paragraph', content };
}

/** @internal */
export function text(value: string, marks: readonly AdfMark[] = []): AdfNode {
  return marks.length > 0 ? { type: 'text', text: value, marks } : { type: 'text', text: value };
}

const NONE: readonly never[] = [];

// What comes from a tracker can be anything. These look at it without believing it.

/** @internal */
export function isNode(value: unknown): value is AdfNode {
  return typeof value === 'object' && value !== null && typeof (value as Partial<AdfNode>).type === 'string';
}

/** What is a node in the content of a node. @internal */
export function contentOf(node: AdfNode): readonly AdfNode[] {
  const { content } = node;
  return Array.isArray(content) ? nodesAmong(content) : NONE;
}

/** @internal */
export function marksOf(node: AdfNode): readonly AdfMark[] {
  const { marks } = node;
  return Array.isArray(marks) ? nodesAmong(marks) : NONE;
}

/** The same array where there is nothing else in it, which is nearly always. */
function nodesAmong<Item extends AdfNode | AdfMark>(items: readonly Item[]): readonly Item[] {
  for (let at = 0; at < items.length; at += 1) if (!isNode(items[at])) return items.filter(isNode);
  return items;
}

/** A text among the attributes; empty if there is none. @internal */
export function attrOf(node: AdfNode | AdfMark, name: string): string {
  const value = numberOrText(node, name);
  return typeof value === 'number' ? String(value) : (value ?? '');
}

/** A number among the attributes. @internal */
export function numberOf(node: AdfNode, name: string): number | undefined {
  const value = numberOrText(node, name);
  return typeof value === 'number' && Number.isFinite(value) ? value : undefined;
}

function numberOrText({ attrs }: AdfNode | AdfMark, name: string): number | string | undefined {
  if (typeof attrs !== 'object' || attrs === null || !Object.hasOwn(attrs, name)) return undefined;
  const value = attrs[name];
  return typeof value === 'string' || typeof value === 'number' ? value : undefined;
}
