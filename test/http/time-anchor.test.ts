import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createTimeAnchor } from '../../src/http/time-anchor.js';
import { runs } from '../support/runs.js';

interface Entry {
  readonly id: number;
  readonly ms: number;
}
const STEP = 10;
const anchorOf = () =>
  createTimeAnchor<Entry>({ timeOf: ({ ms }) => ms, stateOf: ({ id, ms }) => `${id} ${ms}`, stepMs: STEP });

/** A tracker that pages by offset, in the order of change, while others edit between two pages. */
function walk(times: readonly number[], edits: readonly (readonly number[])[], size: number) {
  const entries = new Map(times.map((ms, id): [number, Entry] => [id, { id, ms }]));
  let now = Math.max(0, ...times) + 100;
  const anchor = anchorOf();
  const read: Entry[] = [];
  let [fromMs, offset] = [-Infinity, 0];
  for (let pages = 0; ; pages++) {
    if (pages > 1000) throw new Error('it does not end');
    const order = [...entries.values()]
      .filter(({ ms }) => Math.floor(ms / STEP) >= Math.floor(fromMs / STEP))
      .sort((a, b) => a.ms - b.ms || a.id - b.id);
    const page = order.slice(offset, offset + size);
    read.push(...anchor.fresh(page));
    if (offset + size >= order.length) return { entries, read };
    const anew = anchor.after(page);
    [fromMs, offset] = anew === undefined ? [fromMs, offset + size] : [anew, 0];
    for (const id of edits[pages] ?? []) {
      now += 3 * STEP;
      if (entries.has(id)) entries.set(id, { id, ms: now });
    }
  }
}

const edits = fc.array(fc.array(fc.nat(20), { maxLength: 3 }), { maxLength: 10 });
const size = fc.integer({ min: 1, max: 7 });

describe('a walk that the time leads', () => {
  it('passes nothing over, whatever changes between its pages', () => {
    fc.assert(
      // A page never lies within a step, as where people edit by hand.
      fc.property(
        fc.integer({ min: 0, max: 21 }),
        edits,
        fc.integer({ min: 2, max: 7 }),
        (count, changes, pageSize) => {
          const { entries, read } = walk(
            Array.from({ length: count }, (_, at) => at * 3 * STEP),
            changes,
            pageSize,
          );
          for (const { id, ms } of entries.values()) expect(read).toContainEqual({ id, ms });
        },
      ),
      { numRuns: runs(300) },
    );
  });

  it('brings each state once and ends, also where pages lie within a step', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(100), { maxLength: 30 }), size, (times, pageSize) => {
        const { entries, read } = walk(times, [], pageSize);
        expect(read).toHaveLength(entries.size);
        expect(new Set(read.map(({ id }) => id)).size).toBe(entries.size);
      }),
      { numRuns: runs(300) },
    );
  });

  it('knows a tracker that begins earlier than it was asked to, and brings nothing twice', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(400), { maxLength: 30 }), size, fc.nat(150), (times, pageSize, early) => {
        const entries = times.map((ms, id) => ({ id, ms })).sort((a, b) => a.ms - b.ms || a.id - b.id);
        const anchor = createTimeAnchor<Entry>({
          timeOf: ({ ms }) => ms,
          stateOf: ({ id, ms }) => `${id} ${ms}`,
          stepMs: STEP,
          reach: (fromMs) => fromMs - early,
        });
        const read: number[] = [];
        let [fromMs, offset] = [-Infinity, 0];
        for (let pages = 0; pages < 1000; pages++) {
          const order = entries.filter(({ ms }) => ms >= fromMs - early);
          const page = order.slice(offset, offset + pageSize);
          read.push(...anchor.fresh(page).map(({ id }) => id));
          if (offset + pageSize >= order.length) break;
          const anew = anchor.after(page);
          [fromMs, offset] = anew === undefined ? [fromMs, offset + pageSize] : [anew, 0];
        }
        expect(read.toSorted()).toEqual(entries.map(({ id }) => id).toSorted());
      }),
      { numRuns: runs(300) },
    );
  });

  it('goes the tracker’s own way where nothing is won', () => {
    const anchor = anchorOf();
    expect(anchor.after([])).toBeUndefined();
    expect(
      anchor.after([
        { id: 1, ms: 100 },
        { id: 2, ms: 109 },
      ]),
    ).toBeUndefined();
    expect(
      anchor.after([
        { id: 1, ms: 100 },
        { id: 3, ms: 135 },
      ]),
    ).toBe(120);
    expect(
      anchor.after([
        { id: 1, ms: 100 },
        { id: 3, ms: 135 },
      ]),
    ).toBeUndefined();
  });
});
