import type { Spread } from './ratio.ts';

/** One line of the outcome. */
export interface Finding {
  readonly figure: string;
  /** The measured value with its unit. */
  readonly measured: string;
  /** What it may be at most, with its unit; absent where there is nothing to hold it to. */
  readonly limit?: string;
  readonly met?: boolean;
}

type Unit = 'x' | 'ns' | 'ms' | 'MB';

const DIGITS = { x: 2, ns: 0, ms: 1, MB: 0 };

/** Prints a figure, its limit and whether it is met; hands it to the process that runs all benches, where there is one. */
export function report(finding: Finding): void {
  console.log(lineOf(finding));
  process.send?.(finding);
}

/** Reports a measured figure. */
export function reportSpread(figure: string, { median, low, high }: Spread, unit: Unit, limit?: number): void {
  const text = (value: number) => value.toFixed(DIGITS[unit]);
  report({
    figure,
    measured: `${text(median)} ${unit} (${text(low)} to ${text(high)})`,
    ...(limit !== undefined && { limit: `${limit} ${unit}`, met: median <= limit }),
  });
}

export function lineOf({ figure, measured, limit, met }: Finding): string {
  const verdict = limit === undefined ? '' : ` | at most ${limit} | ${met ? 'met' : 'NOT MET'}`;
  return `${figure}: ${measured}${verdict}`;
}
