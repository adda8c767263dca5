// The one way in which things are compared here: contestants take turns in one process, round after round, and a figure is
// the median over the rounds of one contestant's time divided by another's in the same round. What the machine does
// besides hits both alike, so the ratio holds where a time would not.

/** One of the things that are compared. */
export interface Contestant {
  readonly name: string;
  /** Makes ready what `run` works on. Not measured. */
  readonly prepare?: () => unknown;
  /** What is measured. */
  readonly run: () => unknown;
}

/** Milliseconds of each contestant, one per round. */
export type Rounds = ReadonlyMap<string, readonly number[]>;

/** A figure over several rounds: the median, and where nine rounds of ten lie. */
export interface Spread {
  readonly median: number;
  readonly low: number;
  readonly high: number;
}

export interface RaceOptions {
  readonly rounds: number;
  /** Rounds before those that count, until the code is compiled. */
  readonly warmUp: number;
  /** Default `wall`. */
  readonly clock?: Clock;
}

/**
 * `cpu` is the processor time of the whole process, which other programs cannot stretch: for work that never waits.
 * `wall` is for work that waits for another process.
 */
export type Clock = 'cpu' | 'wall';

/**
 * Lets the contestants take turns: A B C, C B A, A B C, so that what one leaves behind is not always the same one's to
 * clear away. No forced garbage collection in between: it takes away the room that a running program has.
 */
export async function race(
  contestants: readonly Contestant[],
  { rounds, warmUp, clock = 'wall' }: RaceOptions,
): Promise<Rounds> {
  const times = new Map<string, number[]>(contestants.map(({ name }) => [name, []]));
  for (let round = -warmUp; round < rounds; round++) {
    for (const { name, prepare, run } of round % 2 === 0 ? contestants : contestants.toReversed()) {
      await prepare?.();
      const ms = await timed(run, CLOCKS[clock]);
      if (round >= 0) times.get(name)?.push(ms);
    }
  }
  return times;
}

const CLOCKS: Readonly<Record<Clock, () => number>> = { cpu: cpuTime, wall: () => performance.now() };

/** Processor time that this process has used so far, all threads, in milliseconds. */
export function cpuTime(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

async function timed(run: () => unknown, now: () => number): Promise<number> {
  const start = now();
  await run();
  return now() - start;
}

/** How one contestant did, in milliseconds. */
export function timesOf(rounds: Rounds, name: string): Spread {
  return spread(valuesOf(rounds, name));
}

/** How many times as long one contestant took as another, round by round. */
export function ratioOf(rounds: Rounds, name: string, floor: string): Spread {
  const floors = valuesOf(rounds, floor);
  return spread(valuesOf(rounds, name).map((ms, round) => ms / (floors[round] ?? Number.NaN)));
}

export function spread(values: readonly number[]): Spread {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (share: number) => sorted[Math.round(share * (sorted.length - 1))] ?? Number.NaN;
  return { median: at(0.5), low: at(0.05), high: at(0.95) };
}

function valuesOf(rounds: Rounds, name: string): readonly number[] {
  const values = rounds.get(name);
  if (values === undefined) throw new Error(`${name} did not take part`);
  return values;
}
