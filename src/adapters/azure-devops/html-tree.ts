/** An element with what is in it. @internal */
export interface HtmlElement {
  readonly tag: string;
  /** What stands behind its name in its tag. */
  readonly attributes: string;
  readonly children: HtmlNode[];
}

/** Text, its character references resolved, or an element. @internal */
export type HtmlNode = string | HtmlElement;

/** Deeper than this, tags are passed over: what is in them stays. */
const MAX_DEPTH = 100;

const VOID = new Set(['br', 'hr', 'img', 'input', 'wbr', 'col']);
const KNOWN = new Set([
  ...VOID,
  ...'p div section article header footer main figure figcaption address center h1 h2 h3 h4 h5 h6'.split(' '),
  ...'ul ol li blockquote pre table thead tbody tfoot tr td th colgroup caption dl dt dd'.split(' '),
  ...'b strong i em s strike del code tt kbd samp a span font u sub sup small big mark ins label abbr cite q'.split(
    ' ',
  ),
  ...'html body'.split(' '),
]);

/** What a tag ends that was left open, and what keeps it from doing so. */
const ENDS: Readonly<Record<string, readonly [ended: string, kept: string]>> = {
  li: ['li', 'ul ol'],
  td: ['td th', 'table'],
  th: ['td th', 'table'],
  tr: ['tr td th', 'table'],
  p: ['p', 'div li td th blockquote table'],
};

/** Markup that says nothing: comments, declarations, processing instructions. */
const SILENT = /<(?:!--[\s\S]*?(?:-->|$)|[!?][^<>]*>)/y;
const NAME = /<\/?([a-z][a-z\d:-]*)/iy;

/**
 * Reads HTML as Azure DevOps' editor makes it. Never throws: any text is HTML. Takes no more than linear time. A tag that is
 * not known is text, and so is a `<` that begins none.
 *
 * @internal
 */
export function readHtml(html: string): HtmlNode[] {
  const root: HtmlElement = { tag: '', attributes: '', children: [] };
  const open: HtmlElement[] = [root];
  const top = () => open.at(-1) ?? root;
  const addText = (text: string) => {
    if (text !== '') top().children.push(decodeReferences(text));
  };
  let from = 0;
  let at = html.indexOf('<');
  while (at >= 0) {
    const tag = tagAt(html, at);
    if (tag) {
      addText(html.slice(from, at));
      from = tag.end;
      place(tag, open);
    }
    at = html.indexOf('<', tag ? tag.end : at + 1);
  }
  addText(html.slice(from));
  return root.children;
}

interface Tag {
  /** Empty for what says nothing. */
  readonly name: string;
  readonly attributes: string;
  readonly isClosing: boolean;
  readonly end: number;
}

/** The tag that begins here; undefined where there is none that is known. */
function tagAt(html: string, at: number): Tag | undefined {
  SILENT.lastIndex = at;
  if (/[!?]/.test(html[at + 1] ?? '') && SILENT.test(html)) {
    return { name: '', attributes: '', isClosing: false, end: SILENT.lastIndex };
  }
  NAME.lastIndex = at;
  const name = NAME.exec(html)?.[1]?.toLowerCase() ?? '';
  // Names with a colon are Word's and Outlook's.
  if (!KNOWN.has(name) && !name.includes(':')) return undefined;
  const begin = NAME.lastIndex;
  const end = endOfTag(html, begin);
  if (end < 0) return undefined;
  return { name, attributes: html.slice(begin, end), isClosing: html[at + 1] === '/', end: end + 1 };
}

/** Where a tag ends: at a `>` outside of quotes, or at the next one at all where the quotes do not close. */
function endOfTag(html: string, from: number): number {
  const plain = html.indexOf('>', from);
  for (let at = from, end = plain; end >= 0; ) {
    const quote = html.slice(at, end).search(/["']/);
    if (quote < 0) return end;
    const close = html.indexOf(html[at + quote] ?? '', at + quote + 1);
    if (close < 0) return plain;
    at = close + 1;
    if (close > end) end = html.indexOf('>', at);
  }
  return plain;
}

function place({ name, attributes, isClosing }: Tag, open: HtmlElement[]): void {
  if (name === '' || name.includes(':')) return;
  if (isClosing) {
    const at = open.findLastIndex(({ tag }) => tag === name);
    if (at > 0) open.length = at;
    return;
  }
  const [ended, kept] = ENDS[name] ?? ['', ''];
  const last = open.findLastIndex(({ tag }) => tag !== '' && ` ${ended} ${kept} `.includes(` ${tag} `));
  if (last > 0 && ` ${ended} `.includes(` ${open[last]?.tag} `)) open.length = last;
  const element: HtmlElement = { tag: name, attributes, children: [] };
  if (open.length > MAX_DEPTH) return;
  open.at(-1)?.children.push(element);
  if (!VOID.has(name)) open.push(element);
}

/** An attribute of an element; undefined where it has none of the name. @internal */
export function attributeOf({ attributes }: HtmlElement, name: string): string | undefined {
  const pattern = new RegExp(`(?:^|[\\s"'/])${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i');
  const [, double, single, bare] = pattern.exec(attributes) ?? [];
  const value = double ?? single ?? bare;
  return value === undefined ? undefined : decodeReferences(value);
}

const NAMED: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00A0', copy: '©', reg: '®', trade: '™', euro: '€' },
  ...{ hellip: '…', mdash: '—', ndash: '–', lsquo: '‘', rsquo: '’', ldquo: '“', rdquo: '”', bull: '•', middot: '·' },
  ...{ auml: 'ä', ouml: 'ö', uuml: 'ü', Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', szlig: 'ß', eacute: 'é', egrave: 'è' },
  ...{
    agrave: 'à',
    ccedil: 'ç',
    deg: '°',
    sect: '§',
    para: '¶',
    laquo: '«',
    raquo: '»',
    times: '×',
    rarr: '→',
    larr: '←',
  },
};

/** A text with its character references resolved; what is none stays as it is. */
function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replaceAll(/&(?:#(\d{1,7})|#[xX]([\da-fA-F]{1,6})|([a-zA-Z]{2,8}));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(NAMED, String(name)) ? String(NAMED[String(name)]) : whole;
    const code = decimal === undefined ? Number.parseInt(String(hex), 16) : Number(decimal);
    return code > 0 && code <= 0x10ffff && (code < 0xd800 || code > 0xdfff) ? String.fromCodePoint(code) : '\uFFFD';
  });
}
