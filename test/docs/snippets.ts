import { dirname, posix, resolve } from 'node:path';
import ts from 'typescript';
import { type Fence, PAGES, parsePage } from './markdown.js';

/** A TypeScript block of a page. */
export interface Snippet {
  /** Where it stands: `docs/stores.md:61`. */
  readonly where: string;
  /** The module that it is: the file named in its first line, or one named after its place. */
  readonly file: string;
  /** The module's text: what the page shows, behind what a comment above it adds. */
  readonly text: string;
  /** Lines of `text` that the page does not show. */
  readonly hiddenLines: number;
  /** Why it is not compiled; `undefined` when it is, and empty when it says no reason. */
  readonly exempt: string | undefined;
}

// Directly above a block: what it needs and a reader does not, such as the declaration of the reader's own function.
const HIDDEN = /^before the snippet:\n([\s\S]*)$/;

function toSnippet(path: string, { line, info, comment, text }: Fence): Snippet {
  const hidden = HIDDEN.exec(comment)?.[1];
  const name = /^\/\/ ([\w./-]+\.ts)$/.exec(text.split('\n')[0] ?? '')?.[1] ?? `snippet-at-line-${line}.ts`;
  return {
    where: `${path}:${line}`,
    file: posix.join(`${path}.snippets`, name),
    text: hidden === undefined ? text : `${hidden}\n${text}`,
    hiddenLines: hidden === undefined ? 0 : hidden.split('\n').length,
    exempt: info.split(' ').includes('no-check') ? comment : undefined,
  };
}

export function snippetsIn(path: string, source?: string): Snippet[] {
  return parsePage(path, source)
    .fences.filter(({ language }) => ['ts', 'typescript', 'tsx'].includes(language))
    .map((fence) => toSnippet(path, fence));
}

/** Every TypeScript block of every page. */
export function allSnippets(): Snippet[] {
  return PAGES.flatMap((path) => snippetsIn(path));
}

// The source and the platform's types do not change between two programs.
const parsed = new Map<string, ts.SourceFile>();

function readOptions(): ts.CompilerOptions {
  const { config, error } = ts.readConfigFile('tsconfig.json', ts.sys.readFile);
  if (error) throw new Error(ts.flattenDiagnosticMessageText(error.messageText, '\n'));
  const { options } = ts.parseJsonConfigFileContent(config, ts.sys, process.cwd());
  return { ...options, noEmit: true, moduleDetection: ts.ModuleDetectionKind.Force };
}

/**
 * What the compiler says to snippets, one program for all: `docs/stores.md:70: …`. They lie beside each other as files of a
 * folder per page, so that one may import another by the name in its first line.
 */
export function compile(snippets: readonly Snippet[]): string[] {
  const options = readOptions();
  const byFile = new Map(snippets.map((snippet) => [resolve(snippet.file), snippet]));
  const folders = new Set([...byFile.keys()].map((file) => dirname(file)));
  const host = ts.createCompilerHost(options);
  const { fileExists, getSourceFile, readFile, directoryExists } = host;
  host.getSourceFile = (file, ...rest) => {
    if (byFile.has(resolve(file))) return getSourceFile.call(host, file, ...rest);
    const known = parsed.get(file) ?? getSourceFile.call(host, file, ...rest);
    if (known) parsed.set(file, known);
    return known;
  };
  host.fileExists = (file) => byFile.has(resolve(file)) || fileExists.call(host, file);
  host.readFile = (file) => byFile.get(resolve(file))?.text ?? readFile.call(host, file);
  host.directoryExists = (folder) => folders.has(resolve(folder)) || (directoryExists?.call(host, folder) ?? true);

  const program = ts.createProgram([...byFile.keys()], options, host);
  return [...byFile].flatMap(([file, snippet]) => {
    const source = program.getSourceFile(file);
    const found = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
    return found.map(({ start = 0, messageText }) => {
      const inText = source?.getLineAndCharacterOfPosition(start).line ?? 0;
      const [path = '', first = '0'] = snippet.where.split(':');
      const line = Number(first) + 1 + inText - snippet.hiddenLines;
      return `${path}:${line}: ${ts.flattenDiagnosticMessageText(messageText, ' ')}`;
    });
  });
}
