import type { Options } from 'mdast-util-from-markdown';

type Extension = Exclude<NonNullable<Options['extensions']>[number], readonly unknown[]>;
type Construct = Exclude<NonNullable<Extension['text']>[string], readonly unknown[] | undefined>;
type State = Exclude<ReturnType<Construct['tokenize']>, undefined>;
type Effects = Parameters<Construct['tokenize']>[0];
type Context = ThisParameterType<Construct['tokenize']>;

/** What a paragraph has used up. */
interface Spending {
  markers: number;
  openEnds: number;
  readonly ticks: Set<number>;
}

/** Labels that are defined outside the text at hand, as the parser compares them: folded to upper case. @internal */
export interface KnownLabels {
  /** Labels of link definitions. */
  readonly links: readonly string[];
  /** Labels of footnotes. */
  readonly footnotes: readonly string[];
}

/** Containers (quotes, lists, footnotes) deeper than this are text. */
const MAX_DEPTH = 32;
/** In one paragraph, that many marks of emphasis and brackets are looked at; the rest is text. */
const MAX_MARKERS = 1_000;
/** `<?` and `<!` make the parser look for their end, each as far as the paragraph goes. */
const MAX_OPEN_ENDS = 16;
/** A run of backticks makes it look for a run of the same length, likewise: so many different lengths are looked for. */
const MAX_TICKS = 8;

// The parser's codes: a tab is -2, line endings are below it.
const [TAB, BANG, LESS, QUERY, TICK] = [-2, 33, 60, 63, 96];
const CONTAINERS = ['blockQuote', 'list', 'gfmFootnoteDefinition'];
const CONTAINER_MARKERS = '>*+-[0123456789';
/** What every container that is open at a line leaves at its beginning. */
const PREFIXES: ReadonlySet<string> = /* @__PURE__ */ new Set([
  'blockQuotePrefix',
  'listItemPrefix',
  'listItemIndent',
  'gfmFootnoteDefinitionLabel',
  'gfmFootnoteDefinitionIndent',
]);
const MARKS = '*_~[]<';

/**
 * Keeps the parser from the inputs that cost it more than linear time, or its stack: a construct beyond a bound is text.
 *
 * Each guard stands before the parser's own constructs for a character. It declines, and they take their turn, until the
 * bound is reached; then it takes the character as text, or, for containers, switches the parser's own off for one turn.
 */
export function parserBounds(known?: KnownLabels): Extension {
  let unseeded = known;
  const spent = new WeakMap<Context, Spending>();
  const spendingOf = (context: Context) => {
    const spending = spent.get(context) ?? { markers: 0, openEnds: 0, ticks: new Set<number>() };
    spent.set(context, spending);
    return spending;
  };

  const mark: Construct = {
    tokenize(effects, ok, nok) {
      if (unseeded) seed(this.parser, unseeded);
      unseeded = undefined;
      const spending = spendingOf(this);
      const behindLess: State = (code) => {
        if (code === BANG || code === QUERY) spending.openEnds += 1;
        return spending.openEnds > MAX_OPEN_ENDS ? restOfLine(effects, ok)(code) : nok(code);
      };
      return (code) => {
        effects.enter('data');
        if (code === LESS) {
          effects.consume(code);
          return behindLess;
        }
        spending.markers += 1;
        return spending.markers > MAX_MARKERS ? restOfLine(effects, ok)(code) : nok(code);
      };
    },
  };
  const ticks: Construct = {
    // As the parser's own: a run of backticks is looked at from its beginning.
    previous(code) {
      return code !== TICK || this.events.at(-1)?.[1].type === 'characterEscape';
    },
    tokenize(effects, ok, nok) {
      const spending = spendingOf(this);
      let length = 0;
      const inRun: State = (code) => {
        if (code === TICK) {
          effects.consume(code);
          length += 1;
          return inRun;
        }
        return spending.ticks.add(length).size > MAX_TICKS ? restOfLine(effects, ok)(code) : nok(code);
      };
      return (code) => {
        effects.enter('data');
        return inRun(code);
      };
    },
  };
  const before: Construct = {
    tokenize(_effects, _ok, nok) {
      if (depthAt(this) >= MAX_DEPTH) this.parser.constructs.disable.null?.push(...CONTAINERS);
      return nok;
    },
  };
  const after: Construct = {
    add: 'after',
    tokenize(_effects, _ok, nok) {
      const { disable } = this.parser.constructs;
      disable.null = disable.null?.filter((name) => !CONTAINERS.includes(name));
      return nok;
    },
  };
  return {
    document: forEach(CONTAINER_MARKERS, [before, after]),
    text: { ...forEach(MARKS, [mark]), [TICK]: [ticks] },
  };
}

/** Text up to the end of the line. */
function restOfLine(effects: Effects, ok: State): State {
  const state: State = (code) => {
    if (code !== null && code >= TAB) {
      effects.consume(code);
      return state;
    }
    effects.exit('data');
    return ok(code);
  };
  return state;
}

function forEach(markers: string, constructs: Construct[]): Record<string, Construct[]> {
  return Object.fromEntries([...markers].map((marker) => [marker.charCodeAt(0), constructs]));
}

/** How many containers are open where a line has been read to. */
function depthAt({ events, now }: Context): number {
  const { line } = now();
  let depth = 0;
  for (let at = events.length - 1; at >= 0; at -= 1) {
    const [kind, token] = events[at] ?? [];
    if (kind !== 'enter' || token === undefined) continue;
    if (token.start.line < line) break;
    if (PREFIXES.has(token.type)) depth += 1;
  }
  return depth;
}

function seed(parser: Context['parser'] & { gfmFootnotes?: string[] }, known: KnownLabels): void {
  parser.defined.push(...known.links);
  parser.gfmFootnotes = [...(parser.gfmFootnotes ?? []), ...known.footnotes];
}
