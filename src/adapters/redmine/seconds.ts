import type { WireIssue } from './wire.js';

// Redmine pages by offset, where an issue that changes moves to the end and its neighbours pass over the page boundary,
// unread. So no page is asked for by an offset: the list is asked anew from the second of the last issue read, and what was
// read is left out. Where more issues than a page holds changed within one second, that second is read by their numbers.

/** Where a list is, in whole seconds since 1970. @internal */
export interface SecondsPosition {
  /** What changed before was read. */
  readonly from: number;
  /** Reads this one second by its numbers, from the one behind this on. */
  readonly after?: number;
}

type Timed = Pick<WireIssue, 'id' | 'updated_on'>;

const secondOf = ({ updated_on }: Timed) => Math.floor(Date.parse(updated_on) / 1000);

/** The filter and the order of a page. Fractions are an error for Redmine. @internal */
export function timesOf({ from, after }: SecondsPosition): Record<string, string> {
  const time = (second: number) => new Date(second * 1000).toISOString().replace('.000Z', 'Z');
  if (after !== undefined) {
    return { updated_on: `><${time(from)}|${time(from + 1)}`, issue_id: `>=${after + 1}`, sort: 'id' };
  }
  return { sort: 'updated_on,id', ...(from > 0 && { updated_on: `>=${time(from)}` }) };
}

/** Whether an issue was asked for: Redmine gives those of the second before as well. @internal */
export function isDue(wire: Timed, { from, after }: SecondsPosition): boolean {
  return after === undefined ? secondOf(wire) >= from : secondOf(wire) === from;
}

/**
 * Where a list goes on behind a page; null at its end.
 *
 * @param isEnd - Whether there is nothing behind the page.
 * @param page - All that came, in its order.
 * @param due - What of it was asked for.
 *
 * @internal
 */
export function nextPosition(
  at: SecondsPosition,
  isEnd: boolean,
  page: readonly Timed[],
  due: readonly Timed[],
): SecondsPosition | null {
  if (at.after !== undefined)
    return isEnd ? { from: at.from + 1 } : { from: at.from, after: page.at(-1)?.id ?? at.after };
  if (isEnd) return null;
  const last = due.at(-1);
  const reached = last ? secondOf(last) : at.from;
  return reached > at.from ? { from: reached } : { from: at.from, after: 0 };
}

/** What was read of a list, as far as it may come once more. @internal */
export interface Memory {
  /** What of these was not read already; from now on it was. */
  fresh<Wire extends Timed>(wires: readonly Wire[]): readonly Wire[];
  /** A position as text, with what was read of its second; what was before is forgotten. */
  toText(position: SecondsPosition): string;
  /** A position of a text; what it says was read is remembered. */
  fromText(text: string): SecondsPosition;
}

/** @internal */
export function createMemory(): Memory {
  /** Seconds by the issues that changed in them. */
  let seen = new Map<number, Set<number>>();
  const idsOf = (second: number) => {
    const ids = seen.get(second) ?? new Set();
    seen.set(second, ids);
    return ids;
  };
  return {
    fresh(wires) {
      const fresh = wires.filter((wire) => !seen.get(secondOf(wire))?.has(wire.id));
      for (const wire of fresh) idsOf(secondOf(wire)).add(wire.id);
      return fresh;
    },
    toText({ from, after = '' }) {
      seen = new Map([...seen].filter(([second]) => second >= from));
      return `${from},${after},${[...(seen.get(from) ?? [])].join('.')}`;
    },
    fromText(text) {
      const [from = '0', after = '', ids = ''] = text.split(',');
      for (const id of ids.split('.')) if (id !== '') idsOf(Number(from)).add(Number(id));
      return after === '' ? { from: Number(from) } : { from: Number(from), after: Number(after) };
    },
  };
}
