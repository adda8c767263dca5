/**
 * One step of a listing.
 *
 * @public
 */
export interface Page<Item> {
  /** What this step brought; may be empty without being the end. */
  readonly items: readonly Item[];
  /** Where to go on; null is the end. */
  readonly cursor: string | null;
}
