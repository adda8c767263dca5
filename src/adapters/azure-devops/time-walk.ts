import type { AzureCall } from './context.js';
import { findIds, inProject, MAX_FOUND, quoteTime, readItems } from './wiql.js';
import type { WireItem } from './wire.js';

/** What is walked. @internal */
export interface TimeWalkOptions {
  /** Work items before this time are surplus, in milliseconds since 1970. */
  readonly sinceMs: number | undefined;
  readonly pageSize: number;
  readonly conditions: () => Promise<readonly string[]>;
}

/** A page of work items, and where the next one is. @internal */
export interface TimePage {
  readonly wires: readonly WireItem[];
  readonly next: string | null;
}

const TIME = '[System.ChangedDate]';
const BY_TIME = [`${TIME} ASC`, '[System.Id] ASC'];
const BY_ID = ['[System.Id] ASC'];
const timeOf = ({ fields }: WireItem) => Date.parse(fields['System.ChangedDate']);

/**
 * Walks work items in the order of their last change.
 *
 * A query gives ids only, and no more than 20 000. They are read page by page, and when they are used up, another query goes
 * on from the time of the last one. One that was changed after its query is put off until then: it has moved to the end.
 * Where a single millisecond holds more than a query finds, that millisecond is walked by id.
 *
 * A position is the time that was reached, and a number that makes it another than those before. From a position that
 * another walk gave, the work items of the last millisecond come a second time, and none is left out.
 *
 * @internal
 */
export function createTimeWalk(
  call: AzureCall,
  { sinceMs, pageSize, conditions }: TimeWalkOptions,
): (position: string) => Promise<TimePage> {
  /** Ids that were found and not read yet. */
  let waiting: readonly number[] = [];
  let asOfMs = Number.POSITIVE_INFINITY;
  /** Whether a query has to be asked when these are read, because it may find more. */
  let hasMore = true;
  /** Those that were handed over, with their times. */
  const seen = new Map<number, number>();
  const putOff = new Set<number>();
  /** The time that was reached. */
  let reachedMs: number | undefined;

  const ask = async (): Promise<void> => {
    const always = await conditions();
    const fromMs = reachedMs === undefined ? sinceMs : Math.max(reachedMs - 1, sinceMs ?? reachedMs - 1);
    const since = fromMs === undefined ? [] : [`${TIME} >= ${quoteTime(fromMs)}`];
    for (const [id, ms] of seen) if (fromMs !== undefined && ms < fromMs) seen.delete(id);
    const isNew = (id: number) => !seen.has(id);
    const found = await findIds(call, inProject([...always, ...since], BY_TIME), MAX_FOUND);
    let fresh: readonly number[] = found.ids.filter(isNew);
    hasMore = found.ids.length >= MAX_FOUND;
    if (fresh.length === 0 && hasMore && reachedMs !== undefined && fromMs !== undefined) {
      // Nothing of it is new, and it is not all: so much was changed at once.
      const within = [...always, ...since, `${TIME} < ${quoteTime(reachedMs + 1)}`];
      fresh = await allWithin(call, within, isNew);
      if (fresh.length === 0) {
        reachedMs += 2;
        return ask();
      }
    }
    waiting = fresh;
    asOfMs = found.asOfMs;
  };

  return async (position) => {
    const [reached, count = '0'] = position.split('#');
    if (reachedMs === undefined && reached) reachedMs = Number(reached);
    if (waiting.length === 0 && hasMore) await ask();
    const ids = waiting.slice(0, pageSize);
    waiting = waiting.slice(pageSize);
    const wires: WireItem[] = [];
    for (const wire of await readItems(call, ids)) {
      const ms = timeOf(wire);
      if (ms > asOfMs && !putOff.has(wire.id)) {
        putOff.add(wire.id);
        hasMore = true;
        continue;
      }
      seen.set(wire.id, ms);
      reachedMs = Math.max(reachedMs ?? ms, Math.min(ms, asOfMs));
      if (sinceMs === undefined || ms >= sinceMs) wires.push(wire);
    }
    const isEnd = waiting.length === 0 && !hasMore;
    return { wires, next: isEnd ? null : `${reachedMs ?? ''}#${Number(count) + 1}` };
  };
}

/** The ids of what was changed within a time, however many: by ranges of ids. */
async function allWithin(
  call: AzureCall,
  conditions: readonly string[],
  isNew: (id: number) => boolean,
): Promise<readonly number[]> {
  let behind = 0;
  for (;;) {
    const query = inProject([...conditions, `[System.Id] > ${behind}`], BY_ID);
    const { ids } = await findIds(call, query, MAX_FOUND);
    const fresh = ids.filter(isNew);
    behind = ids.at(-1) ?? behind;
    if (fresh.length > 0 || ids.length < MAX_FOUND) return fresh;
  }
}
