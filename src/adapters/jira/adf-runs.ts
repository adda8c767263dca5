import { isSafeUrl } from './adf-links.js';
import { type AdfNode, attrOf, marksOf } from './adf-nodes.js';
import { cardUrl, visibleText } from './adf-visible-text.js';

/** A piece of a line that looks the same all along. @internal */
export interface Run {
  readonly kind: 'text' | 'code' | 'break';
  readonly text: string;
  /** {@link EM}, {@link STRONG}, {@link STRIKE}, added. */
  readonly marks: number;
  readonly href: string;
  readonly title: string;
}

/** Bits of {@link Run.marks}. @internal */
export const EM = 1;
/** @internal */
export const STRONG = 2;
/** @internal */
export const STRIKE = 4;

const BITS: Readonly<Record<string, number>> = { em: EM, strong: STRONG, strike: STRIKE };
const BREAK: Run = { kind: 'break', text: '\n', marks: 0, href: '', title: '' };

/** The pieces of a line as Markdown can show them: without blanks at its ends, and breaks that break nothing. @internal */
export function runsOf(content: readonly AdfNode[]): readonly Run[] {
  const runs: Run[] = [];
  for (const node of content) addRuns(node, runs);
  const lines = withoutBlanksAtEnds(runs);
  return lines.every(({ marks }) => marks === 0) ? lines : lines.flatMap(inPieces).map(withMarksOfNeighbours);
}

function addRuns(node: AdfNode, runs: Run[]): void {
  if (node.type === 'hardBreak') {
    runs.push(BREAK);
    return;
  }
  const card = cardUrl(node);
  const value = node.type === 'text' && typeof node.text === 'string' ? node.text : card || visibleText(node);
  let kind: Run['kind'] = 'text';
  let marks = 0;
  let href = isSafeUrl(card) ? card : '';
  let title = '';
  for (const mark of marksOf(node)) {
    marks |= BITS[mark.type] ?? 0;
    if (mark.type === 'code') kind = 'code';
    if (mark.type !== 'link' || !isSafeUrl(attrOf(mark, 'href'))) continue;
    href = attrOf(mark, 'href');
    title = attrOf(mark, 'title');
  }
  const look = { kind, marks: kind === 'code' ? 0 : marks, href, title };
  const lines = /[\r\n]/.test(value) ? value.split(/\r\n?|\n/) : [value];
  for (const [at, line] of lines.entries()) {
    if (at > 0) runs.push(BREAK);
    addText(runs, line, look);
  }
}

function addText(runs: Run[], text: string, look: Omit<Run, 'text'>): void {
  const last = runs.at(-1);
  const { kind, marks, href, title } = look;
  const isSame = last?.kind === kind && last.marks === marks && last.href === href && last.title === title;
  if (isSame) runs[runs.length - 1] = { ...last, text: last.text + text };
  else if (text !== '') runs.push({ ...look, text });
}

function withoutBlanksAtEnds(runs: readonly Run[]): Run[] {
  const kept: Run[] = [];
  for (const run of runs) {
    if (run.kind === 'break') trimLast(kept);
    const isFirst = kept.length === 0 || kept.at(-1)?.kind === 'break';
    if (run.kind !== 'text' || !isFirst) {
      if (run.kind !== 'break' || kept.length > 0) kept.push(run);
      continue;
    }
    const begin = blanksBefore(run.text);
    if (begin < run.text.length) kept.push(begin === 0 ? run : { ...run, text: run.text.slice(begin) });
  }
  trimLast(kept);
  while (kept.at(-1)?.kind === 'break') kept.pop();
  return kept;
}

function trimLast(kept: Run[]): void {
  for (let last = kept.at(-1); last?.kind === 'text'; last = kept.at(-1)) {
    let end = last.text.length;
    while (isBlank(last.text.charCodeAt(end - 1))) end -= 1;
    if (end === last.text.length) return;
    kept.pop();
    if (end === 0) continue;
    kept.push({ ...last, text: last.text.slice(0, end) });
    return;
  }
}

function blanksBefore(text: string): number {
  let begin = 0;
  while (isBlank(text.charCodeAt(begin))) begin += 1;
  return begin;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

/** Text with blanks at its edges in pieces: emphasis neither begins nor ends with a blank. */
function inPieces(run: Run): Run[] {
  const core = run.kind === 'text' && run.marks !== 0 ? run.text.trim() : run.text;
  if (core.length === run.text.length || core === '') return [run];
  const begin = run.text.indexOf(core);
  const pieces = [run.text.slice(0, begin), core, run.text.slice(begin + core.length)];
  return pieces.filter((text) => text !== '').map((text) => ({ ...run, text }));
}

/** Whether there is nothing to be seen of a run. @internal */
export function isEmptySpace({ kind, text }: Run): boolean {
  return kind === 'break' || (kind === 'text' && text.trim() === '');
}

function withMarksOfNeighbours(run: Run, at: number, runs: readonly Run[]): Run {
  const [before, after] = [runs[at - 1], runs[at + 1]];
  return run.kind === 'break' && before && after ? { ...run, marks: before.marks & after.marks } : run;
}
