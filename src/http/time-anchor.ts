/**
 * What has to be known of the entries of a listing in the order of a time.
 *
 * @public
 */
export interface TimeAnchorRules<Wire> {
  /** When an entry last changed, in milliseconds since 1970. */
  readonly timeOf: (wire: Wire) => number;
  /** An entry at one point of its life, as text: a change in between makes it another. */
  readonly stateOf: (wire: Wire) => string;
  /** In what steps the tracker compares times, in milliseconds. */
  readonly stepMs: number;
  /**
   * How early the tracker's entries may begin when it is asked for those from a time on, where that is not the time itself:
   * one that reads times in a zone with two equal hours can only be asked for both. In milliseconds since 1970.
   */
  readonly reach?: (fromMs: number) => number;
}

/**
 * Leads a walk in the order of a time.
 *
 * @public
 */
export interface TimeAnchor<Wire> {
  /** What of a page was not read already. */
  fresh(page: readonly Wire[]): readonly Wire[];
  /**
   * From when to ask anew after a page, in milliseconds since 1970; undefined where nothing is won by it, because the whole
   * page would come again: then the tracker's own way to the next page is gone.
   */
  after(page: readonly Wire[]): number | undefined;
}

/**
 * For a tracker that pages by number or by an offset. Such pages are a trap: an entry that changes meanwhile moves to the
 * end, its neighbours move up across the page boundary, and one is passed over. So the listing is asked anew from the time of
 * the last entry read, and what was read already is left out; only a page within one step of the tracker's clock is left by
 * its number.
 *
 * @public
 */
export function createTimeAnchor<Wire>({
  timeOf,
  stateOf,
  stepMs,
  reach = (fromMs) => fromMs,
}: TimeAnchorRules<Wire>): TimeAnchor<Wire> {
  /** Entries that the tracker will list a second time, with their times. */
  const seen = new Map<string, number>();
  const asked = new Set<number>();
  return {
    fresh: (page) => (seen.size === 0 ? page : page.filter((wire) => !seen.has(stateOf(wire)))),
    after(page) {
      const [first, last] = [page[0], page.at(-1)];
      if (first === undefined || last === undefined) return undefined;
      for (const wire of page) seen.set(stateOf(wire), timeOf(wire));
      const fromMs = (Math.floor(timeOf(last) / stepMs) - 1) * stepMs;
      const beginMs = reach(fromMs);
      if (timeOf(first) >= beginMs || asked.has(fromMs)) return undefined;
      asked.add(fromMs);
      for (const [state, ms] of seen) if (ms < beginMs) seen.delete(state);
      return fromMs;
    },
  };
}
