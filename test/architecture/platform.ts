import ts from 'typescript';
import { roomOf } from './imports.js';
import { place, type SourceText, walk } from './source-files.js';

// What exists on every runtime we support and neither reads a clock nor draws chance nor does I/O by itself. A global
// that is not here is refused, so that a new one is a decision and not an accident.
const LANGUAGE =
  'undefined NaN Infinity Object Array Map Set WeakMap WeakSet Symbol Number String Boolean BigInt Promise JSON RegExp ' +
  'Error TypeError RangeError SyntaxError AggregateError Uint8Array Uint16Array Uint32Array Int32Array BigUint64Array ' +
  'Float64Array DataView ArrayBuffer Reflect Proxy Intl encodeURIComponent decodeURIComponent encodeURI decodeURI ' +
  'parseInt parseFloat isNaN isFinite Iterator';
const WEB =
  'Request Response Headers URL URLSearchParams AbortController AbortSignal DOMException TextEncoder TextDecoder ' +
  'CompressionStream DecompressionStream ReadableStream WritableStream TransformStream Blob File FormData btoa atob ' +
  'structuredClone';
const UNIVERSAL = new Set(`${LANGUAGE} ${WEB}`.split(' '));

// Globals of which one part is fine. Used bare, aliased or destructured they are refused too.
const IN_PART: Readonly<Record<string, (node: ts.Identifier) => boolean>> = {
  Date: (node) => isMemberOf(node, (name) => name !== 'now') || isDateOfSomething(node),
  Math: (node) => isMemberOf(node, (name) => name !== 'random'),
  crypto: (node) => isMemberOf(node, (name) => name === 'subtle'),
  AbortSignal: (node) => !isMemberOf(node, (name) => name === 'timeout'), // it starts a timer
};

function isMemberOf(node: ts.Identifier, fits: (member: string) => boolean): boolean {
  const { parent } = node;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node && fits(parent.name.text);
}

function isDateOfSomething(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent)) return parent.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword;
  const [first] = ts.isNewExpression(parent) && parent.expression === node ? (parent.arguments ?? []) : [];
  return first !== undefined && !ts.isSpreadElement(first);
}

/** Whether an identifier is used as a value, rather than naming a member, a label, a declaration or a type. */
function isUse(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isQualifiedName(parent)) return parent.getChildAt(0) === node;
  if (ts.isShorthandPropertyAssignment(parent)) return true;
  if (ts.isBindingElement(parent)) return parent.initializer === node;
  if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent) || ts.isMetaProperty(parent)) return false;
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return false;
  return !('name' in parent && parent.name === node);
}

/** Visits what exists when the code runs: types are left out, the base of a class is not. */
function walkValues(root: ts.Node, visit: (node: ts.Node) => void): void {
  walk(root, (node) => {
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return false;
    if (ts.isImportDeclaration(node)) return false;
    if (ts.isHeritageClause(node) && node.token === ts.SyntaxKind.ImplementsKeyword) return false;
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return false;
    visit(node);
    return true;
  });
}

/** The names that a file takes from the platform, with the node of each use. */
function globalsOf({ path, tree }: SourceText): ts.Identifier[] {
  // Without libraries nothing but the file's own declarations resolves: what does not is a global.
  const host: ts.CompilerHost = {
    ...ts.createCompilerHost({}),
    getSourceFile: (name) => (name === path ? tree : undefined),
    fileExists: (name) => name === path,
    readFile: () => undefined,
  };
  const program = ts.createProgram(
    [path],
    { noLib: true, noResolve: true, types: [], target: tree.languageVersion },
    host,
  );
  const checker = program.getTypeChecker();
  const found: ts.Identifier[] = [];
  walkValues(tree, (node) => {
    if (!ts.isIdentifier(node) || !isUse(node)) return;
    const symbol = checker.resolveName(node.text, node, ts.SymbolFlags.Value | ts.SymbolFlags.Alias, false);
    if (!symbol?.declarations?.length) found.push(node);
  });
  return found;
}

/** Every use of a clock, a timer, chance, the console, the process or another global that is not everywhere. */
export function platformFaults(source: SourceText): string[] {
  if (roomOf(source.path) === 'runtime') return [];
  const faults = globalsOf(source)
    .filter((node) => {
      const part = IN_PART[node.text];
      return node.text !== 'arguments' && (part ? !part(node) : !UNIVERSAL.has(node.text));
    })
    .map((node) => {
      const { parent } = node;
      const text = ts.isPropertyAccessExpression(parent) ? parent.getText(source.tree) : node.text;
      return `${place(source, node)}: ${text} belongs to src/runtime/, or is not on every runtime`;
    });
  walk(source.tree, (node) => {
    // `declare const process` would make a global look like one of our own.
    if (node.kind === ts.SyntaxKind.DeclareKeyword && !ts.isPropertyDeclaration(node.parent)) {
      faults.push(`${place(source, node)}: an ambient declaration hides a global`);
    }
  });
  return faults;
}

/** Every `await` outside a function: a CommonJS host could not `require()` the module. */
export function topLevelAwaits(source: SourceText): string[] {
  const faults: string[] = [];
  walk(source.tree, (node) => {
    if (ts.isFunctionLike(node)) return false;
    const isAwaiting =
      ts.isAwaitExpression(node) ||
      (ts.isForOfStatement(node) && node.awaitModifier !== undefined) ||
      (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === ts.NodeFlags.AwaitUsing);
    if (isAwaiting) faults.push(`${place(source, node)}: await at the top level`);
    return true;
  });
  return faults;
}
