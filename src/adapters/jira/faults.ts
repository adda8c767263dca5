import { AuthenticationError } from '../../errors/authentication-error.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import type { Problem } from '../../errors/problem.js';
import { RateLimitedError } from '../../errors/rate-limited-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import { TooLargeError } from '../../errors/too-large-error.js';
import type { TrackerError, TrackerErrorDetails } from '../../errors/tracker-error.js';
import { UnsupportedError } from '../../errors/unsupported-error.js';
import type { FaultAnswer, FaultTable } from '../../http/http-request.js';
import { resetAtMs } from './limits.js';

interface Facts extends TrackerErrorDetails {
  readonly retryable: boolean;
  readonly fields?: readonly Problem[];
  readonly retryAfterMs?: number | undefined;
  readonly scope?: string | undefined;
}

type Row = readonly [
  statuses: string,
  fault: new (message: string, facts: Facts) => TrackerError,
  what: string,
  /** What Jira says when the row is meant. */
  evidence?: RegExp,
];

const NO_CLOUD = 'this is no Jira Cloud site (Jira Data Center and Server are not supported)';

// The first row that fits decides.
const ROWS: readonly Row[] = [
  ['429', RateLimitedError, 'Jira limits the rate of requests'],
  ['401', PermissionError, 'the token lacks a scope', /scope does not match/i],
  ['401', AuthenticationError, 'Jira does not accept the credentials (an API token with scopes needs auth.cloudId)'],
  ['403', AuthenticationError, 'locked out after bad credentials; log in with a browser', /AUTHENTICATION_DENIED/],
  ['400', PermissionError, 'the credentials lack a right', /\bno(?:t have)? (?:the )?permission/i],
  ['403', PermissionError, 'the credentials lack a right'],
  [
    '404',
    NotFoundError,
    `it does not exist, these credentials may not see it, or ${NO_CLOUD}`,
    /^foreign|null for uri/,
  ],
  ['404', NotFoundError, 'it does not exist, or these credentials may not see it'],
  ['409', ConflictError, 'somebody else is changing it'],
  ['410', UnsupportedError, 'Jira has removed this part of its API'],
  ['413', TooLargeError, 'over a limit of Jira'],
  ['400 405 422', RejectedError, 'Jira refuses the request'],
];

const isText = (value: unknown): value is string => typeof value === 'string' && value !== '';

/**
 * Jira's answers outside 2xx as errors of ours; what has no row here is left to the table by status.
 *
 * @param now - The time, because a quota ends at a point in time.
 *
 * @internal
 */
export function jiraFaults(now: () => number): FaultTable {
  return (answer, { context }) => {
    const { status, headers, redact } = answer;
    // The detail is often in `errors` alone; a gateway says `message`.
    const { errorMessages, errors, message } = Object(answer.body) as Readonly<Record<string, unknown>>;
    const fields = Object.entries(Object(errors)).map(([path, text]) => {
      return { path: redact(path), message: redact(String(text)) };
    });
    const texts = [message, ...(Array.isArray(errorMessages) ? errorMessages : [])].filter(isText);
    const text = [...texts, ...fields.map((field) => `${field.path}: ${field.message}`)].join('; ');
    // Jira Cloud says why in JSON. Others have a page for it, or name the path that they do not have.
    const evidence = `${answer.body === undefined ? 'foreign' : text} ${headers.get('x-seraph-loginreason')}`;
    const row = ROWS.find(
      ([statuses, , , when]) => statuses.includes(String(status)) && (!when || when.test(evidence)),
    );
    if (!row) return undefined;
    const [, Fault, what] = row;
    const retryAfterMs = answer.retryAfterMs ?? untilReset(answer, now());
    return new Fault(`jira ${context.operation}: ${what}${text && `: ${redact(text)}`}`, {
      context,
      retryable: status === 409 && answer.retryAfterMs !== undefined,
      ...(Fault === RejectedError && fields.length > 0 && { fields }),
      ...(status === 429 && { retryAfterMs, scope: headers.get('ratelimit-reason') ?? undefined }),
    });
  };
}

/** How long a limit lasts when no `Retry-After` says so: quotas end with the hour. */
function untilReset({ headers }: FaultAnswer, now: number): number | undefined {
  const resetMs = resetAtMs(headers);
  // A reset that has passed means that the two clocks differ; a second is enough to be let in again.
  if (resetMs !== null) return Math.max(1000, resetMs - now);
  return headers.get('ratelimit-reason')?.includes('quota') ? 3_600_000 - (now % 3_600_000) : undefined;
}
