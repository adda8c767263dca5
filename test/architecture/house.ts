import { posix } from 'node:path';
import ts from 'typescript';
import { roomOf } from './imports.js';
import { place, type SourceText, walk } from './source-files.js';

const NAMELESS = /^(utils?|helpers?|commons?|types?)$/;

/** Whether a file or one of its folders has a name that says nothing of what is in it. */
export function isNameless(path: string): boolean {
  return path.split('/').some((part) => NAMELESS.test(posix.basename(part).replace(/\..*$/, '')));
}

/** Classes outside src/errors/: everything else is a factory that returns a plain object. */
export function classFaults(source: SourceText): string[] {
  const faults: string[] = [];
  if (roomOf(source.path) !== 'errors') {
    walk(source.tree, (node) => {
      if (ts.isClassLike(node)) faults.push(`${place(source, node)}: a class; return a plain object from a factory`);
    });
  }
  return faults;
}

/** Stores that are not in memory: what survives a restart is the host's. */
export function durableStoreFaults(source: SourceText): string[] {
  const faults: string[] = [];
  walk(source.tree, (node) => {
    const isNamed = ts.isFunctionDeclaration(node) || ts.isVariableDeclaration(node) || ts.isClassDeclaration(node);
    const name = isNamed && node.name && ts.isIdentifier(node.name) ? node.name.text : '';
    const isStore = /^(create\w*Store|[A-Z]\w*Store)$/.test(name);
    if (isStore && !name.startsWith('createMemory')) faults.push(`${place(source, node)}: ${name} is no memory store`);
  });
  return faults;
}

const PROVIDERS: ReadonlySet<string> = new Set([
  'jira',
  'github',
  'gitlab',
  'azure_devops',
  'linear',
  'youtrack',
  'redmine',
]);
// The routing table and the list of provider ids are about names; a fixture has to name one.
const MAY_NAME = new Set(['routing', 'contracts', 'testing']);

/** Provider names in shared code, which asks a property of the adapter and never who it is. */
export function providerFaults(source: SourceText): string[] {
  const room = roomOf(source.path);
  const own = room.startsWith('adapters/') ? room.slice(9).replaceAll('-', '_') : undefined;
  const faults: string[] = [];
  if (MAY_NAME.has(room)) return faults;
  walk(source.tree, (node) => {
    if (ts.isStringLiteralLike(node) && PROVIDERS.has(node.text) && node.text !== own) {
      faults.push(`${place(source, node)}: names the provider ${node.text}`);
    }
  });
  return faults;
}

/** Statements of a front door other than named re-exports. */
export function frontDoorFaults(source: SourceText): string[] {
  return source.tree.statements
    .filter((node) => {
      // Names, or a whole file under one name.
      const isNamed = ts.isExportDeclaration(node) && node.exportClause !== undefined;
      return !(isNamed && node.moduleSpecifier);
    })
    .map((node) => `${place(source, node)}: a front door only re-exports, name by name`);
}
