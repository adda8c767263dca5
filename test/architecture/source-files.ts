import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

/** The checkout, with a trailing slash. */
export const ROOT = fileURLToPath(new URL('../../', import.meta.url));

/** A parsed source file; `path` is relative to the checkout, with forward slashes. */
export interface SourceText {
  readonly path: string;
  readonly tree: ts.SourceFile;
}

export function parse(path: string, text: string): SourceText {
  return { path, tree: ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TS) };
}

/** Every file below a folder of the checkout, sorted; none when the folder is missing. */
export function filesUnder(folder: string): string[] {
  try {
    return readdirSync(`${ROOT}${folder}`, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => `${entry.parentPath}/${entry.name}`.slice(ROOT.length))
      .sort();
  } catch {
    return [];
  }
}

/** The whole of src/, parsed. */
export const sources: readonly SourceText[] = filesUnder('src')
  .filter((path) => path.endsWith('.ts'))
  .map((path) => parse(path, readFileSync(`${ROOT}${path}`, 'utf8')));

/** `src/http/paging.ts:12` for a node. */
export function place({ path, tree }: SourceText, node: ts.Node): string {
  return `${path}:${tree.getLineAndCharacterOfPosition(node.getStart(tree)).line + 1}`;
}

/** Visits a node and everything below it, as far as `visit` does not return false. */
export function walk(node: ts.Node, visit: (node: ts.Node) => unknown): void {
  if (visit(node) !== false) ts.forEachChild(node, (child) => walk(child, visit));
}
