import { posix } from 'node:path';
import ts from 'typescript';
import { allowedRooms, ENTRY_OF_PACKAGE, IMPORT_TABLE, type Row } from './import-table.js';
import { place, type SourceText, walk } from './source-files.js';

/** One import of any kind: static, type-only, re-export, dynamic, `import('x').T`, `require`. */
export interface Import {
  readonly specifier: string;
  readonly where: string;
}

/** Every import of a file. What cannot be read off the text (a computed specifier) has the specifier `?`. */
export function importsOf(source: SourceText): Import[] {
  const found: Import[] = [];
  const add = (node: ts.Node, specifier: ts.Node | undefined) =>
    found.push({
      specifier: specifier && ts.isStringLiteralLike(specifier) ? specifier.text : '?',
      where: place(source, node),
    });
  walk(source.tree, (node) => {
    if (ts.isImportDeclaration(node)) add(node, node.moduleSpecifier);
    else if (ts.isExportDeclaration(node) && node.moduleSpecifier) add(node, node.moduleSpecifier);
    else if (ts.isExternalModuleReference(node)) add(node, node.expression);
    else if (ts.isImportTypeNode(node))
      add(node, ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined);
    else if (ts.isModuleDeclaration(node) && ts.isStringLiteral(node.name)) add(node, node.name);
    else if (ts.isCallExpression(node)) {
      const { expression } = node;
      const isImport = expression.kind === ts.SyntaxKind.ImportKeyword;
      if (isImport || (ts.isIdentifier(expression) && expression.text === 'require')) add(node, node.arguments[0]);
    }
  });
  const { referencedFiles, typeReferenceDirectives } = source.tree;
  for (const { fileName } of [...referencedFiles, ...typeReferenceDirectives]) {
    found.push({ specifier: fileName, where: `${source.path}: /// <reference>` });
  }
  return found;
}

/** `http` of `src/http/paging.ts`, `adapters/github` of an adapter's file, `index.ts` of the front door. */
export function roomOf(path: string): string {
  const [, room = '', inner = ''] = path.split('/');
  return room === 'adapters' && inner !== '' ? `adapters/${inner}` : room.replace(/\.js$/, '.ts');
}

function rowOf(room: string): Row | undefined {
  return IMPORT_TABLE.find((row) => row.room === (room.startsWith('adapters/') ? 'adapters/x' : room));
}

/** `testing/msw` of `src/testing/msw/handlers.ts`: an entry that no other file may pull in. */
function ownEntryOf(path: string): string | undefined {
  const [, room = '', folder = ''] = path.split('/');
  return rowOf(room)?.outside.entries?.[folder] && `${room}/${folder}`;
}

/** `@noble/hashes` of `@noble/hashes/sha2.js`. */
export function packageOf(specifier: string): string {
  return specifier.split('/', specifier.startsWith('@') ? 2 : 1).join('/');
}

/** Every import of a file that the table does not allow, as sentences. */
export function importFaults(source: SourceText): string[] {
  const room = roomOf(source.path);
  const row = rowOf(room);
  if (row === undefined) return [`${source.path}: src/${room} is no room of the import table`];
  return importsOf(source).flatMap(({ specifier, where }) => {
    const fault = specifier.startsWith('.')
      ? faultOfOurs(source.path, row, posix.join(posix.dirname(source.path), specifier))
      : faultOfPackage(source.path, row, specifier);
    return fault === undefined ? [] : [`${where}: ${fault}`];
  });
}

function faultOfOurs(from: string, row: Row, to: string): string | undefined {
  if (!to.startsWith('src/')) return `${to} is outside src/`;
  if (!to.endsWith('.js')) return `${to} is not named by its .js file`;
  const [room, target] = [roomOf(from), roomOf(to)];
  const entry = ownEntryOf(to);
  if (entry !== undefined && entry !== ownEntryOf(from))
    return `${entry} is an entry of its own; nothing else imports it`;
  if (target === room) return undefined;
  const allowed = allowedRooms(row);
  if (allowed.has(target)) return undefined;
  const isAdapter = target.startsWith('adapters/');
  if (isAdapter && allowed.has('adapters')) {
    return to === `src/${target}/index.js` ? undefined : `${room} may not see the insides of ${target}`;
  }
  return `${room} may not import ${target}`;
}

function faultOfPackage(from: string, { room, outside }: Row, specifier: string): string | undefined {
  if (specifier === '?') return 'an import whose specifier cannot be read off the text';
  if (specifier.startsWith('node:')) return `nothing under src/ imports ${specifier}`;
  const name = packageOf(specifier);
  const entry = ownEntryOf(from)?.split('/')[1];
  const allowed =
    outside.packages?.includes(name) ||
    outside.only?.[name]?.includes(posix.basename(from)) ||
    (entry !== undefined && outside.entries?.[entry]?.includes(name));
  const only = outside.only?.[name];
  if (!allowed) return `${room} may not import ${specifier}${only ? ` outside ${only.join(', ')}` : ''}`;
  const wanted = ENTRY_OF_PACKAGE[name];
  return wanted === undefined || wanted === specifier ? undefined : `import ${wanted}, not ${specifier}`;
}
