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
  readonly fields: readonly Problem[];
  readonly retryAfterMs: number | undefined;
  readonly scope: string | undefined;
}

interface Row {
  readonly status: number;
  readonly when?: (text: string, headers: Headers) => boolean;
  readonly what: string;
  readonly toError: (message: string, facts: Facts) => TrackerError;
}

const rejected: Row['toError'] = (message, { context, fields }) =>
  new RejectedError(message, { context, ...(fields.length > 0 && { fields }) });
const unauthenticated: Row['toError'] = (message, { context }) => new AuthenticationError(message, { context });
const forbidden: Row['toError'] = (message, { context }) => new PermissionError(message, { context });

// The first row that fits decides.
const ROWS: readonly Row[] = [
  {
    status: 429,
    what: 'Jira limits the rate of requests',
    toError: (message, { context, retryAfterMs, scope }) =>
      new RateLimitedError(message, { context, retryAfterMs, scope }),
  },
  {
    status: 401,
    when: (text) => /scope does not match/i.test(text),
    what: 'the token lacks a scope',
    toError: forbidden,
  },
  {
    status: 401,
    what: 'Jira does not accept the credentials (an API token with scopes needs auth.cloudId)',
    toError: unauthenticated,
  },
  {
    status: 403,
    when: (_, headers) => /denied/i.test(headers.get('x-seraph-loginreason') ?? ''),
    what: 'locked out, after too many calls with bad credentials; log in with a browser',
    toError: unauthenticated,
  },
  { status: 403, what: 'the credentials lack a right', toError: forbidden },
  {
    status: 404,
    what: 'it does not exist, or these credentials may not see it',
    toError: (message, { context }) => new NotFoundError(message, { context }),
  },
  {
    status: 409,
    what: 'somebody else is changing it',
    toError: (message, { context, retryAfterMs }) =>
      new ConflictError(message, { context, retryable: retryAfterMs !== undefined }),
  },
  {
    status: 410,
    what: 'Jira has removed this part of its API',
    toError: (message, { context }) => new UnsupportedError(message, { context }),
  },
  {
    status: 413,
    what: 'over a limit of Jira',
    toError: (message, { context }) => new TooLargeError(message, { context }),
  },
  {
    status: 400,
    when: (text) => /not have (?:the )?permission|no permission/i.test(text),
    what: 'the credentials lack a right',
    toError: forbidden,
  },
  ...[400, 405, 422].map((status): Row => ({ status, what: 'Jira refuses the request', toError: rejected })),
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
    const { status, headers, body, redact } = answer;
    const { errorMessages, errors, message } = Object(body) as Readonly<Record<string, unknown>>;
    // The detail is often in `errors` alone; a gateway says `message`.
    const fields = Object.entries(Object(errors)).map(([path, text]) => ({
      path: redact(path),
      message: redact(String(text)),
    }));
    const texts = [message, ...(Array.isArray(errorMessages) ? errorMessages : [])].filter(isText);
    const text = [...texts, ...fields.map(({ path, message }) => `${path}: ${message}`)].join('; ');
    const row = ROWS.find((each) => each.status === status && (each.when?.(text, headers) ?? true));
    const said = text === '' ? '' : `: ${redact(text)}`;
    return row?.toError(`jira ${context.operation}: ${row.what}${said}`, {
      context,
      fields,
      retryAfterMs: answer.retryAfterMs ?? untilReset(answer, now()),
      scope: headers.get('ratelimit-reason') ?? undefined,
    });
  };
}

/** How long a limit lasts when no `Retry-After` says so: quotas end with the hour. */
function untilReset({ headers }: FaultAnswer, now: number): number | undefined {
  const resetMs = resetAtMs(headers);
  // A reset that has passed means that the two clocks differ; a second is enough to be let in again.
  if (resetMs !== undefined) return Math.max(1000, resetMs - now);
  return headers.get('ratelimit-reason')?.includes('quota') ? 3_600_000 - (now % 3_600_000) : undefined;
}
