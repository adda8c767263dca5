import { globSync, readFileSync } from 'node:fs';

/** A fenced block or a table, with the HTML comment that stands directly above it. */
interface Marked {
  readonly line: number;
  /** The comment's text; empty without one. */
  readonly comment: string;
  /** The headings that it stands under, outermost first. */
  readonly headings: readonly string[];
}

export interface Fence extends Marked {
  /** The first word behind the backticks. */
  readonly language: string;
  /** Everything behind that word. */
  readonly info: string;
  readonly text: string;
}

export interface Table extends Marked {
  /** The rows behind the header, cell by cell, as written. */
  readonly rows: readonly (readonly string[])[];
}

export interface Page {
  readonly path: string;
  readonly fences: readonly Fence[];
  readonly tables: readonly Table[];
  readonly headings: readonly string[];
  /** Targets of links outside fences, as written. */
  readonly links: readonly string[];
  /** The whole text. */
  readonly text: string;
}

/** Every page that this repository's people write; the generated reference is none. */
export const PAGES: readonly string[] = [
  ...['README.md', 'AGENTS.md', 'CONTRIBUTING.md'],
  ...globSync('docs/**/*.md', { exclude: ['docs/api/**'] }).sort(),
];

function cellsOf(line: string): string[] {
  const inner = line.trim().replace(/^\|/, '').replace(/\|$/, '');
  return inner.split(/(?<!\\)\|/).map((cell) => cell.trim().replaceAll('\\|', '|'));
}

export function parsePage(path: string, text = readFileSync(path, 'utf8')): Page {
  const fences: Fence[] = [];
  const tables: Table[] = [];
  const headings: string[] = [];
  const links: string[] = [];
  const lines = text.split('\n');
  let under: string[] = [];
  let comment = '';
  let at = 0;
  const takeWhile = (isPart: (line: string) => boolean): string[] => {
    const from = at;
    while (at < lines.length && isPart(lines[at] ?? '')) at++;
    return lines.slice(from, at);
  };
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const start = at + 1;
    const fence = /^```(\S*) ?(.*)$/.exec(line);
    const heading = /^(#+) (.*)$/.exec(line);
    if (fence) {
      at++;
      const body = takeWhile((inner) => inner !== '```').join('\n');
      at++;
      fences.push({
        line: start,
        comment,
        headings: under,
        language: fence[1] ?? '',
        info: fence[2] ?? '',
        text: body,
      });
    } else if (line.startsWith('|')) {
      const all = takeWhile((inner) => inner.startsWith('|'));
      const [, , ...rows] = all;
      links.push(...linksIn(all.join('\n')));
      tables.push({ line: start, comment, headings: under, rows: rows.map(cellsOf) });
    } else if (line.startsWith('<!--')) {
      const body = takeWhile((inner) => !inner.includes('-->'));
      comment = [...body, lines[at++] ?? ''].join('\n').replace(/^<!--\s*|\s*-->\s*$/g, '');
      continue;
    } else {
      at++;
      if (heading?.[1] && heading[2] !== undefined) {
        under = [...under.slice(0, heading[1].length - 1), heading[2]];
        headings.push(heading[2]);
      }
      links.push(...linksIn(line));
      if (line.trim() === '') continue;
    }
    comment = '';
  }
  return { path, fences, tables, headings, links, text };
}

function linksIn(text: string): string[] {
  const prose = text.replace(/`[^`]*`/g, '');
  return [...prose.matchAll(/\]\(([^()\s]+)\)/g)].map((match) => match[1] ?? '');
}

/** The fragment that points to a heading, as GitHub makes it. */
export function anchorOf(heading: string): string {
  return heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s_-]/gu, '')
    .replaceAll(' ', '-');
}

/** A cell's text without backticks. */
export function plain(cell: string): string {
  return cell.replaceAll('`', '');
}

/** The words that stand in backticks in a cell. */
export function words(cell: string): string[] {
  return [...cell.matchAll(/`([^`]*)`/g)].map((match) => match[1] ?? '');
}
