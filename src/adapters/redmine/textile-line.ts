import type { Phrasing } from '../../markdown/tree.js';

// What Redmine's Textile makes of the text in a block, as far as Markdown has the same. Insertions, spans, macros and the
// like stay text as they are written, so that they are the same when the text goes back.

/** A code as the character that it stands for. */
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' };

interface Token {
  readonly pattern: RegExp;
  /** Whether it begins in the middle of a word as well. */
  readonly isAnywhere?: true;
  /** What it is; undefined: nothing but text. */
  readonly read: (match: RegExpExecArray) => readonly Phrasing[] | undefined;
}

const text = (value: string): Phrasing => ({ type: 'text', value });
const code = (value: string | undefined): Phrasing[] => [{ type: 'inlineCode', value: value ?? '' }];
const link = (url: string, children: Phrasing[]): Phrasing =>
  ({ type: 'link', url, title: null, children }) as Phrasing;
/** What a link may point to; of parentheses only whole pairs. @internal */
export const ADDRESS_TEXT = String.raw`(?:\/|[a-zA-Z][a-zA-Z\d+.-]*:\/\/|www\.|mailto:)(?:[^\s"<>|()]|\([^\s"<>|()]*\))*(?:[\w=/;-]|\([^\s"<>|()]*\))`;
const ENDS = String.raw`(?=[\s.,;:!?)\]}<>/'"|*_-]|$)`;
const phrase = (sign: string, type: 'strong' | 'emphasis' | 'delete'): Token => {
  const mark = `\\${sign}`;
  return {
    pattern: new RegExp(`${mark}(?![\\s${mark}])([^\\n]{0,2000}?[^\\s${mark}])${mark}(?!${mark})${ENDS}`, 'y'),
    read: ([, inner = '']) => [{ type, children: [...readLine(inner)] } as Phrasing],
  };
};

/** Which character may begin which of them. */
const TOKENS: Readonly<Record<string, readonly Token[]>> = {
  '\n': [{ pattern: /\n/y, isAnywhere: true, read: () => [{ type: 'break' }] }],
  '&': [
    {
      pattern: /&(?:#(\d{1,6})|(amp|lt|gt|quot));/y,
      isAnywhere: true,
      read: ([, number, name = '']) => characterOf(number === undefined ? ENTITIES[name] : Number(number)),
    },
  ],
  '<': [
    { pattern: /<code>([^\n]{1,2000}?)<\/code>/y, isAnywhere: true, read: ([, inner]) => code(inner) },
    {
      pattern: /<notextile>([^\n]{0,2000}?)<\/notextile>/y,
      isAnywhere: true,
      read: ([, inner = '']) => [text(inner)],
    },
  ],
  '@': [
    {
      pattern: /@(?![\s@])([^@\n]{0,2000}[^\s@])@(?=\W|$)/y,
      read: ([, inner = '']) => code(inner.replace(/&(?:#(\d{1,6})|(amp|lt|gt|quot));/g, decoded)),
    },
  ],
  '!': [
    {
      pattern: new RegExp(
        String.raw`!(?![\s!=<>])([^\s!()"|]+)(?:\(([^()!\n|"]*)\))?!(?:(?=[\s.,;)\]|]|$)|:(${ADDRESS_TEXT}))`,
        'y',
      ),
      read: ([, url = '', alt = '', target]) => {
        const image: Phrasing = { type: 'image', url, alt: decodedIn(alt), title: null };
        return [target === undefined ? image : link(target, [image])];
      },
    },
  ],
  '"': [
    {
      pattern: new RegExp(`"([^"\\n]{1,2000})":(${ADDRESS_TEXT})`, 'y'),
      read: ([, label = '', url = '']) => {
        const href = url.startsWith('www.') ? `http://${url}` : url;
        return [link(href, [text(decodedIn(label))])];
      },
    },
  ],
  '*': [
    phrase('*', 'strong'),
    {
      pattern: /\*\*(?![\s*])([^\n*]{0,2000}[^\s*])\*\*/y,
      read: ([, inner = '']) => [{ type: 'strong', children: readLine(inner) }],
    },
  ],
  _: [
    phrase('_', 'emphasis'),
    {
      pattern: /__(?![\s_])([^\n_]{0,2000}[^\s_])__/y,
      read: ([, inner = '']) => [{ type: 'emphasis', children: readLine(inner) }],
    },
  ],
  '-': [phrase('-', 'delete')],
};
const ADDRESS: Token = {
  pattern: /(?:(?:https?|ftp):\/\/|www\.)(?:(?!&#\d)[^\s"<>|])*[^\s"<>|?!.,:;*_~'()\]}&]/y,
  read: ([url]) => [link(url.startsWith('www.') ? `http://${url}` : url, [text(url)])],
};

const SPECIAL = /[\n&<@!"*_-]|(?:https?|ftp):\/\/|www\./g;

/** The text of a block as what Markdown calls phrasing. @internal */
export function readLine(line: string): Phrasing[] {
  const found: Phrasing[] = [];
  let from = 0;
  const addText = (value: string) => {
    const last = found.at(-1);
    if (value === '') return;
    if (last?.type === 'text') last.value += value;
    else found.push(text(value));
  };
  SPECIAL.lastIndex = 0;
  for (let special = SPECIAL.exec(line); special; special = SPECIAL.exec(line)) {
    const at = special.index;
    const next = SPECIAL.lastIndex;
    const read = tokenAt(line, at);
    if (read) {
      addText(line.slice(from, at));
      for (const node of read.nodes) {
        if (node.type === 'text') addText(node.value);
        else found.push(node);
      }
      from = read.end;
    }
    SPECIAL.lastIndex = read ? read.end : next;
  }
  addText(line.slice(from));
  return found;
}

function tokenAt(line: string, at: number): { readonly nodes: readonly Phrasing[]; readonly end: number } | undefined {
  const character = line[at] ?? '';
  for (const { pattern, isAnywhere, read } of TOKENS[character] ?? [ADDRESS]) {
    const before = line[at - 1] ?? ' ';
    // An address begins behind whatever is no letter; the others behind what opens something.
    const begins =
      character === 'h' || character === 'f' || character === 'w' ? !/\w/.test(before) : /[\s([{>"'|]/.test(before);
    if (!isAnywhere && !begins && !opens(line, at)) continue;
    pattern.lastIndex = at;
    const match = pattern.exec(line);
    const nodes = match && read(match);
    if (match && nodes) return { nodes, end: at + match[0].length };
  }
  return undefined;
}

/** Whether what stands before is the beginning of another phrase: `*_both_*`. */
function opens(line: string, at: number): boolean {
  return /(?:^|[\s(])[*_-]+$/.test(line.slice(Math.max(0, at - 4), at));
}

function characterOf(found: string | number | undefined): readonly Phrasing[] | undefined {
  const value = typeof found === 'number' ? character(found) : found;
  return value === undefined ? undefined : [text(value)];
}

function character(number: number): string | undefined {
  // A control character would be no text, and half of a pair no character.
  const isText = number >= 32 && number <= 0x10ffff && !(number >= 0xd800 && number <= 0xdfff);
  return isText ? String.fromCodePoint(number) : undefined;
}

function decoded(entity: string, number: string | undefined, name: string | undefined): string {
  return (number === undefined ? ENTITIES[name ?? ''] : character(Number(number))) ?? entity;
}

function decodedIn(value: string): string {
  return value.replace(/&(?:#(\d{1,6})|(amp|lt|gt|quot));/g, decoded);
}
