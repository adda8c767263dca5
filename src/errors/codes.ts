/**
 * Every value that {@link TrackerError.code} can have. The list is closed: a new code is a reviewed change.
 * What each one means and what to do about it stands in `docs/errors.md`, one heading per code.
 *
 * @public
 */
export const TRACKER_ERROR_CODES = [
  'configuration',
  'invalid_input',
  'authentication',
  'permission',
  'not_found',
  'conflict',
  'rejected',
  'rate_limited',
  'transport',
  'timeout',
  'contract',
  'too_large',
  'ambiguous_write',
  'unsupported',
  'egress_refused',
  'signature',
  'store',
] as const;

/**
 * One of {@link TRACKER_ERROR_CODES}.
 *
 * @public
 */
export type TrackerErrorCode = (typeof TRACKER_ERROR_CODES)[number];
