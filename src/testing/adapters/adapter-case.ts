import type { Backlink } from '../../contracts/adapter/backlinks-group.js';
import type { TrackerAdapter } from '../../contracts/adapter/tracker-adapter.js';
import type { WholeAdapter } from './whole-adapter.js';

/**
 * What an adapter case works with. Only `adapter` and `again` are needed; a case that needs more is left out where it is
 * absent.
 *
 * @public
 */
export interface AdapterHarness {
  /** The adapter, over a tracker that the case may write to. It need not be empty. */
  readonly adapter: TrackerAdapter;
  /** Another adapter with the same options, as after a restart. */
  again(): TrackerAdapter;
  /** The same with `readOnly: true`. */
  readOnly?(): TrackerAdapter;
  /**
   * The same over a network that breaks once: the tracker applies the first write that it is sent, and the answer is lost.
   * Without it, the suite cannot see whether a write is repeated or called undone.
   */
  losing?(): TrackerAdapter;
  /** How many requests have been sent to the tracker. */
  sent?(): number;
  /** Waits until what was written shows in listings and searches. Default: it does at once. */
  settle?(): Promise<void>;
  /** What the tracker keeps of an issue's backlinks, which no adapter lists. */
  backlinks?(issueId: string): Promise<readonly Backlink[]>;
  /** An id in the tracker's form that no issue has. Default `987654321`. */
  readonly unknownId?: string;
  /** Two label names that the tracker takes. Default `suite-one` and `suite-two`. */
  readonly labels?: readonly [string, string];
}

/**
 * Makes what a case works with: once for each case.
 *
 * @public
 */
export type CreateAdapterHarness = () => Promise<AdapterHarness> | AdapterHarness;

/**
 * One rule of the adapter interface as data, so that any test runner, or none, can hold an adapter to it.
 *
 * @example
 * ```ts
 * test.for(adapterCases)('$id: $title', async (adapterCase, { skip }) => {
 *   const harness = createHarness();
 *   const lacks = lackedBy(harness, adapterCase);
 *   if (lacks.length > 0) skip(`the tracker has no ${lacks.join(', ')}`);
 *   await adapterCase.run(harness);
 * });
 * ```
 *
 * @public
 */
export interface AdapterCase {
  /** A name that stays, such as `list/every-issue-once`. */
  readonly id: string;
  /** The rule, in a few words. */
  readonly title: string;
  /** Methods that an adapter must have for the case to apply (`comments.add`), or parts of the harness (`harness.sent`). */
  readonly requires: readonly string[];
  /** Runs the case. Rejects with an Error that says what was expected and what was found. */
  readonly run: (harness: AdapterHarness) => Promise<void>;
}

/** A harness whose adapter has all that the case asked for. */
export interface WholeHarness extends AdapterHarness {
  readonly adapter: WholeAdapter;
  again(): WholeAdapter;
}

export function adapterCase(
  id: string,
  title: string,
  requires: readonly string[],
  check: (harness: WholeHarness) => Promise<unknown>,
): AdapterCase {
  return {
    id,
    title,
    requires,
    run: async (harness) => {
      // What is called is in `requires`, and who runs a case has looked.
      await check(harness as WholeHarness);
    },
  };
}

/**
 * What a case asks for and an adapter lacks; empty when the case applies.
 *
 * @public
 */
export function lackedBy(harness: AdapterHarness, { requires }: Pick<AdapterCase, 'requires'>): readonly string[] {
  return requires.filter((path) => {
    const isOfHarness = path.startsWith('harness.');
    const names = path.split('.').slice(isOfHarness ? 1 : 0);
    const start: unknown = isOfHarness ? harness : harness.adapter;
    return names.reduce((value, name) => (value as Record<string, unknown> | undefined)?.[name], start) === undefined;
  });
}
