import { AuthenticationError } from '../../errors/authentication-error.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import type { Problem } from '../../errors/problem.js';
import { RateLimitedError } from '../../errors/rate-limited-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import type { TrackerError, TrackerErrorDetails } from '../../errors/tracker-error.js';
import type { FaultAnswer, FaultTable } from '../../http/http-request.js';
import { readFault } from './wire.js';

/** What GitHub asks for when it limits without saying for how long. */
const UNSAID_WAIT_MS = 60_000;
const LIMIT = /rate limit|abuse detection/i;

interface Fault {
  readonly answer: FaultAnswer;
  readonly details: TrackerErrorDetails;
  /** GitHub's own sentence, unredacted: to be matched, never to be shown. */
  readonly message: string;
  readonly fields: readonly Problem[];
  readonly now: () => number;
  /** The call, what we make of it, and GitHub's own sentence, fit to be shown. */
  readonly say: (what: string) => string;
}

interface Row {
  readonly statuses: readonly number[];
  readonly when?: (fault: Fault) => boolean;
  readonly error: (fault: Fault) => TrackerError;
}

type Plain = new (message: string, details: TrackerErrorDetails) => TrackerError;

/** An error that says one thing, and after it what GitHub says. */
const plain =
  (Class: Plain, what: string): Row['error'] =>
  ({ say, details }) =>
    new Class(say(what), details);

// A 403 has five meanings; headers and text tell them apart. The first row that fits decides.
const ROWS: readonly Row[] = [
  { statuses: [429], error: limited },
  {
    statuses: [403],
    when: ({ answer, message }) => isSpent(answer) || answer.retryAfterMs !== undefined || LIMIT.test(message),
    error: limited,
  },
  // An anonymous caller's limit was seen to come as 422.
  { statuses: [422], when: ({ message }) => LIMIT.test(message), error: limited },
  { statuses: [401], error: plain(AuthenticationError, 'GitHub does not accept the token') },
  {
    statuses: [403],
    when: ({ message }) => /login attempts/i.test(message),
    error: plain(AuthenticationError, 'locked out for a while, after too many calls with bad credentials'),
  },
  {
    statuses: [403],
    when: ({ answer }) => answer.headers.get('x-github-sso')?.startsWith('required') === true,
    error: ({ say, details }) => needsSso(say('the organisation requires SAML single sign-on'), details),
  },
  {
    statuses: [403],
    error: ({ answer, say, details }) =>
      new PermissionError(say('the token lacks a right'), { ...details, missing: missingRights(answer) }),
  },
  { statuses: [404], error: plain(NotFoundError, 'it does not exist, or these credentials may not see it') },
  { statuses: [410], error: plain(NotFoundError, 'gone: the issue was deleted, or issues are switched off') },
  { statuses: [451], error: plain(RejectedError, 'withheld for legal reasons') },
  // A read follows a redirect; a write does not, and has not been applied.
  {
    statuses: [301, 302, 307, 308],
    error: plain(RejectedError, 'the repository or the issue has moved; testConnection tells the new name'),
  },
  {
    statuses: [400, 422],
    error: ({ say, details, fields }) => new RejectedError(say('GitHub refuses the request'), { ...details, fields }),
  },
];

/**
 * GitHub's answers outside 2xx as errors of ours; what has no row here is left to the table by status.
 *
 * @param now - The time, because a limit's end comes as a point in time.
 *
 * @internal
 */
export function githubFaults(now: () => number): FaultTable {
  return (answer, details) => {
    const candidates = ROWS.filter(({ statuses }) => statuses.includes(answer.status));
    if (candidates.length === 0) return undefined;
    const { message, errors } = readFault(answer.body);
    const { redact } = answer;
    const fields = errors.map((error) => ({
      path: redact(error.field),
      message: redact(error.message || error.code || 'is not accepted'),
    }));
    const say = (what: string) => `${labelOf(details)}: ${what}${message === '' ? '' : `: ${redact(message)}`}`;
    const fault: Fault = { answer, details, message, fields, now, say };
    return candidates.find(({ when }) => when?.(fault) ?? true)?.error(fault);
  };
}

/**
 * Whether an answer leaves out what lies in organisations that the token is not authorised for: a 200 that looks whole.
 *
 * @internal
 */
export function isPartial(headers: Headers): boolean {
  return headers.get('x-github-sso')?.startsWith('partial-results') === true;
}

/** The header's address holds a request token, so it is not repeated. @internal */
export function needsSso(message: string, details: TrackerErrorDetails): PermissionError {
  return new PermissionError(`${message}; authorise the token for the organisation in GitHub's settings`, {
    ...details,
    missing: ['SAML single sign-on authorisation'],
  });
}

/** How a message begins, as in the errors of the HTTP client. @internal */
export function labelOf({ context }: TrackerErrorDetails): string {
  return `github ${context.operation}`;
}

function isSpent({ headers }: FaultAnswer): boolean {
  return headers.get('x-ratelimit-remaining') === '0';
}

function limited({ answer, message, say, details, now }: Fault): RateLimitedError {
  const { headers } = answer;
  const resetAtMs = Number(headers.get('x-ratelimit-reset')) * 1000;
  const primary = isSpent(answer) && !/secondary|abuse/i.test(message);
  // A reset that has passed means that the two clocks differ; a second is enough to be let in again.
  const untilResetMs = isSpent(answer) && resetAtMs > 0 ? Math.max(1000, resetAtMs - now()) : undefined;
  return new RateLimitedError(say('GitHub limits the rate of requests'), {
    ...details,
    retryAfterMs: answer.retryAfterMs ?? untilResetMs ?? UNSAID_WAIT_MS,
    scope: primary ? (headers.get('x-ratelimit-resource') ?? 'core') : 'secondary',
  });
}

/** What would have sufficed, as one text: GitHub names alternatives. */
function missingRights({ headers, redact }: FaultAnswer): readonly string[] {
  const granular = headers.get('x-accepted-github-permissions');
  const wanted = granular?.split(';') ?? headers.get('x-accepted-oauth-scopes')?.split(',') ?? [];
  const named = wanted.map((right) => right.trim()).filter((right) => right !== '');
  return named.length === 0 ? [] : [redact(named.join(' or '))];
}
