/**
 * What the presence of a method cannot say about a tracker.
 *
 * @public
 */
export interface AdapterTraits {
  /** The largest page that the tracker serves. */
  readonly maxPageSize: number;
  /** How fine `updatedSince` is, in milliseconds: 1000 where the tracker compares whole seconds. */
  readonly updatedSinceStepMs: number;
  /** How long a change may take to show in listings, in milliseconds. Add it to the step when re-reading. */
  readonly indexLagMs: number;
  /** Whether sending a create twice with one client key makes one issue. */
  readonly createIsIdempotent: boolean;
  /** The language of bodies at the tracker. The canonical one is Markdown. */
  readonly bodyFormat: 'markdown' | 'adf' | 'html' | 'textile' | (string & {});
}
