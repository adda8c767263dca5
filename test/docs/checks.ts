import type { Fence, Page, Table } from './markdown.js';

/** Holds a table, marked `<!-- checked: name -->`, to the code. */
export type TableChecks = Readonly<Record<string, (table: Table, page: Page) => void | Promise<void>>>;

/** Holds a fenced block, marked `<!-- checked: name -->`, to the code. */
export type FenceChecks = Readonly<Record<string, (fence: Fence, page: Page) => void | Promise<void>>>;

/** The name in `<!-- checked: name -->`. */
export function markOf({ comment }: { readonly comment: string }): string | undefined {
  return /^checked: ([\w-]+)$/.exec(comment)?.[1];
}

/** The page's one block with this mark. */
export function fenceMarked({ fences, path }: Page, name: string): Fence {
  const found = fences.filter((fence) => markOf(fence) === name);
  if (found[0] === undefined || found.length > 1) throw new Error(`${path} has ${found.length} blocks marked ${name}`);
  return found[0];
}

/** The JSON of the page's one block with this mark. */
export function jsonMarked<Value>(page: Page, name: string): Value {
  return JSON.parse(fenceMarked(page, name).text) as Value;
}

/** The page's one table with this mark. */
export function tableMarked({ tables, path }: Page, name: string): Table {
  const found = tables.filter((table) => markOf(table) === name);
  if (found[0] === undefined || found.length > 1) throw new Error(`${path} has ${found.length} tables marked ${name}`);
  return found[0];
}
