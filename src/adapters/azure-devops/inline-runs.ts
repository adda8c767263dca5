/** Stands for a hard break until the line is whole. It is no character of text: those of its kind are taken out. @internal */
export const HARD_BREAK = '\uFDD0';

/** @internal */
export interface Marks {
  readonly strong?: boolean;
  readonly emphasis?: boolean;
  readonly deleted?: boolean;
  readonly code?: boolean;
  /** Where a link leads to, as Markdown says it. */
  readonly link?: Link;
}

/** @internal */
export interface Link {
  readonly url: string;
  readonly title: string | undefined;
}

/** @internal */
export interface Run {
  readonly text: string;
  readonly marks: Marks;
  /** Markdown already: an image, a break. */
  readonly isMarkdown?: true;
}

/** @internal */
export type Level = keyof Marks;
/** @internal */
export type Style = 'strong' | 'emphasis' | 'deleted';
/** @internal */
export const STYLES: readonly Style[] = ['deleted', 'strong', 'emphasis'];

/** @internal */
export function isSame(a: Marks[Level], b: Marks[Level]): boolean {
  if (typeof a !== 'object' || typeof b !== 'object') return (a ?? false) === (b ?? false);
  return a.url === b.url && a.title === b.title;
}
