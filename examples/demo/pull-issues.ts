// The host's pull loop: reads what changed into the host's store and saves a checkpoint after every page. Copy it.
import { isDeepStrictEqual } from 'node:util';
import type { CheckpointStore, IssueStore, SyncCheckpoint, Timestamp, TrackerAdapter } from '@spec-kitty/tracker';

/** What a pull needs. */
export interface PullOptions {
  /** Where the issues come from. */
  readonly adapter: Pick<TrackerAdapter, 'traits' | 'issues'>;
  /** Where they go. */
  readonly issues: IssueStore;
  /** Remembers how far the pull has come, so that an interrupted one goes on where it stopped. */
  readonly checkpoints: CheckpointStore;
  /** The checkpoint's name: one for each tracker and workspace. */
  readonly key: string;
  /** Issues per page. Default: what the tracker allows. */
  readonly pageSize?: number;
  /** How long a change may take to show in listings. Default: the adapter's own, cautious figure. */
  readonly indexLagMs?: number;
}

/** A page that was stored. */
export interface PulledPage {
  /** 1 for this run's first page. */
  readonly page: number;
  /** Issues in the page. */
  readonly read: number;
  /** How many of them were new or different. The others were read again because of the overlap. */
  readonly changed: number;
}

const NOTHING_YET: SyncCheckpoint = { cursor: null, updatedSince: null };

/** How far behind its watermark a pull begins: what the tracker's clock is too coarse for, and what its index owes. */
export function overlapMs({ adapter, indexLagMs = adapter.traits.indexLagMs }: PullOptions): number {
  return adapter.traits.updatedSinceStepMs + indexLagMs;
}

/** Pulls what changed since the last run. Yields after each page, once the page and its checkpoint are safe. */
export async function* pullIssues(options: PullOptions): AsyncGenerator<PulledPage, void, void> {
  const { adapter, issues, checkpoints, key, pageSize } = options;
  const saved = await checkpoints.get(key);
  const { cursor, updatedSince } = saved?.value ?? NOTHING_YET;
  let version = saved?.version ?? 'absent';
  let newest = updatedSince;
  let page = 0;
  const listing = adapter.issues.list({
    ...(updatedSince !== null && { updatedSince: earlier(updatedSince, overlapMs(options)) }),
    ...(cursor !== null && { cursor }),
    ...(pageSize !== undefined && { pageSize }),
  });
  for await (const { items, cursor: next } of listing) {
    const known = await issues.getMany(items.map(({ ref }) => ref));
    const changed = items.filter((issue, at) => !isDeepStrictEqual(issue, known[at])).length;
    for (const { updatedAt } of items) newest = later(newest, updatedAt);
    // The issues first: after a crash between the two writes, a page is read again and none is missing.
    await issues.putMany(items);
    // The watermark stays until the last page, because a cursor is good for its own query only.
    const checkpoint = { cursor: next, updatedSince: next === null ? newest : updatedSince };
    const written = await checkpoints.put(key, checkpoint, version);
    if (written === undefined) throw new Error(`another pull is using the checkpoint ${key}`);
    version = written;
    page += 1;
    yield { page, read: items.length, changed };
  }
}

function earlier(time: Timestamp, ms: number): Timestamp {
  return new Date(Date.parse(time) - ms).toISOString();
}

function later(time: Timestamp | null, other: Timestamp | null): Timestamp | null {
  if (time === null || other === null) return time ?? other;
  return Date.parse(other) > Date.parse(time) ? other : time;
}
