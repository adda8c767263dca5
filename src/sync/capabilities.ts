import type { TrackerAdapter } from '../contracts/adapter/tracker-adapter.js';

/**
 * What a tracker can be asked to write.
 *
 * @public
 */
export interface SyncCapabilities {
  /** Issues can be made. */
  readonly create: boolean;
  /** Fields can be changed. */
  readonly update: boolean;
  /** Links can be made and taken away. */
  readonly links: boolean;
}

/**
 * What an adapter can write: a method that is there can be called.
 *
 * @public
 */
export function capabilitiesOf({ issues, links }: Pick<TrackerAdapter, 'issues' | 'links'>): SyncCapabilities {
  return {
    create: issues.create !== undefined,
    update: issues.update !== undefined,
    links: links?.add !== undefined && links.remove !== undefined,
  };
}
