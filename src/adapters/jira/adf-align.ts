/** More comparisons than this are not made: then each finds the next one that is the same. */
const MAX_COMPARISONS = 1_000_000;

/**
 * For each of `after`, where in `before` the same stands; -1 for none. The order of both is kept, and as many as possible
 * find their own.
 *
 * @internal
 */
export function align(before: readonly string[], after: readonly string[]): number[] {
  const found = after.map(() => -1);
  let start = 0;
  while (start < before.length && start < after.length && before[start] === after[start]) {
    found[start] = start;
    start += 1;
  }
  let [endBefore, endAfter] = [before.length, after.length];
  while (endBefore > start && endAfter > start && before[endBefore - 1] === after[endAfter - 1]) {
    endBefore -= 1;
    endAfter -= 1;
    found[endAfter] = endBefore;
  }
  const [a, b] = [before.slice(start, endBefore), after.slice(start, endAfter)];
  const weigh = (i: number, j: number) => (a[i] === b[j] ? 1 : 0);
  const inner = a.length * b.length > MAX_COMPARISONS ? alignNext(a, b) : alignBest(a.length, b.length, weigh);
  for (const [at, place] of inner.entries()) if (place >= 0) found[start + at] = start + place;
  return found;
}

/** The pairs of the largest weight in all that keep the order of both; a pair of no weight is none. @internal */
export function alignBest(before: number, after: number, weigh: (i: number, j: number) => number): number[] {
  const width = after + 1;
  // The weight of what can be had from a place on.
  const best = new Float64Array((before + 1) * width);
  const bestAt = (i: number, j: number) => best[i * width + j] ?? 0;
  for (let i = before - 1; i >= 0; i -= 1) {
    for (let j = after - 1; j >= 0; j -= 1) {
      const weight = weigh(i, j);
      const both = weight > 0 ? weight + bestAt(i + 1, j + 1) : 0;
      best[i * width + j] = Math.max(both, bestAt(i + 1, j), bestAt(i, j + 1));
    }
  }
  const found = Array.from({ length: after }, () => -1);
  for (let i = 0, j = 0; i < before && j < after; ) {
    if (bestAt(i, j) === bestAt(i + 1, j)) i += 1;
    else if (bestAt(i, j) === bestAt(i, j + 1)) j += 1;
    else {
      found[j] = i;
      i += 1;
      j += 1;
    }
  }
  return found;
}

function alignNext(before: readonly string[], after: readonly string[]): number[] {
  const places = new Map<string, number[]>();
  for (const [at, key] of before.entries()) places.set(key, [...(places.get(key) ?? []), at]);
  let next = 0;
  return after.map((key) => {
    const place = places.get(key)?.find((at) => at >= next) ?? -1;
    if (place >= 0) next = place + 1;
    return place;
  });
}
