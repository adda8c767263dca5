/**
 * What every call to a tracker takes last.
 *
 * @public
 */
export interface CallOptions {
  /** Ends the call; its `reason` is what the call rejects with, untouched. */
  readonly signal?: AbortSignal;
}

/**
 * What a call that makes something takes last.
 *
 * @public
 */
export interface CreateOptions extends CallOptions {
  /** The caller's own key for this write, under which it can be looked up when its answer was lost. */
  readonly clientKey?: string;
}
