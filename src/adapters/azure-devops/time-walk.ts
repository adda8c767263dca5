import type { AzureCall } from './context.js';
import { findIds, inProject, MAX_FOUND, MAX_PAGE_SIZE, quoteTime, readItems } from './wiql.js';
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
const timeOf = ({ fields }: WireItem) => Date.parse(fields['System.ChangedDate']);

/** So many ids are a part of a position; a millisecond that holds more is gone through by id. */
const MAX_KEPT = 500;

/**
 * Walks work items in the order of their last change.
 *
 * A query gives ids only, and no more than 20 000. They are read page by page, and when they are used up, another query goes
 * on from the time of the last one. One that was changed after its query is put off until then: it has moved to the end.
 * Where a single millisecond holds more than a query finds, that millisecond is walked by id.
 *
 * A position is the time that was reached, a number that makes it another than those before, and what was handed over of
 * the last two milliseconds, by id. Where that is too much to say, it is the id behind which these go on: then some of them
 * come a second time, and none is left out.
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
  /** Where that time is walked by id: the id that was reached. */
  let after: number | undefined;

  const ask = async (): Promise<void> => {
    const always = await conditions();
    const fromMs = reachedMs === undefined ? sinceMs : Math.max(reachedMs - 1, sinceMs ?? reachedMs - 1);
    const since = fromMs === undefined ? always : [...always, `${TIME} >= ${quoteTime(fromMs)}`];
    for (const [id, ms] of seen) if (fromMs !== undefined && ms < fromMs) seen.delete(id);
    const isNew = (id: number) => !seen.has(id);
    if (after !== undefined && reachedMs !== undefined) {
      const within = [...since, `${TIME} < ${quoteTime(reachedMs + 1)}`, `[System.Id] > ${after}`];
      const { ids } = await findIds(call, inProject(within, ['[System.Id] ASC']), MAX_FOUND);
      waiting = ids.filter(isNew);
      if (waiting.length > 0) return;
      after = ids.length < MAX_FOUND ? undefined : ids.at(-1);
      if (after === undefined) reachedMs += 2;
      return ask();
    }
    const found = await findIds(call, inProject(since, BY_TIME), MAX_FOUND);
    hasMore = found.ids.length >= MAX_FOUND;
    asOfMs = found.asOfMs;
    const again = found.ids.filter((id) => !isNew(id));
    if (again.length <= MAX_KEPT) {
      // What was changed since it was handed over is to be handed over again: it may be all that tells of the change.
      for (let at = 0; at < again.length; at += MAX_PAGE_SIZE) {
        const wires = await readItems(call, again.slice(at, at + MAX_PAGE_SIZE));
        for (const wire of wires) if (timeOf(wire) !== seen.get(wire.id)) seen.delete(wire.id);
      }
    }
    waiting = found.ids.filter(isNew);
    if (waiting.length === 0 && hasMore && reachedMs !== undefined) {
      // Nothing of it is new, and it is not all: so much was changed at once.
      after = 0;
      return ask();
    }
  };

  /** The ids that were handed over of a time. */
  const idsAt = (time: number) => [...seen].flatMap(([id, ms]) => (ms === time ? id : []));

  return async (position) => {
    const [reached, count = '0', behind, ...kept] = position.split('#');
    if (reachedMs === undefined && reached) {
      reachedMs = Number(reached);
      if (behind) after = Number(behind);
      for (const [at, ids] of kept.entries())
        for (const id of ids.split('.')) if (id !== '') seen.set(Number(id), reachedMs - at);
    }
    if (waiting.length === 0 && hasMore) await ask();
    const ids = waiting.slice(0, pageSize);
    waiting = waiting.slice(pageSize);
    const wires: WireItem[] = [];
    for (const wire of await readItems(call, ids)) {
      const ms = timeOf(wire);
      // By id, what has moved on comes when its time does.
      if (after !== undefined && reachedMs !== undefined && ms > reachedMs) continue;
      if (ms > asOfMs && !putOff.has(wire.id)) {
        putOff.add(wire.id);
        hasMore = true;
        continue;
      }
      seen.set(wire.id, ms);
      reachedMs = Math.max(reachedMs ?? ms, Math.min(ms, asOfMs));
      if (sinceMs === undefined || ms >= sinceMs) wires.push(wire);
    }
    if (after !== undefined) after = ids.at(-1) ?? after;
    if (waiting.length === 0 && !hasMore) return { wires, next: null };
    const last = reachedMs ?? 0;
    const given = [idsAt(last), idsAt(last - 1)];
    const isMass = given.flat().length > MAX_KEPT;
    const rest = isMass || after !== undefined ? [after ?? 0] : ['', ...given.map((each) => each.join('.'))];
    return { wires, next: [reachedMs ?? '', Number(count) + 1, ...rest].join('#') };
  };
}
