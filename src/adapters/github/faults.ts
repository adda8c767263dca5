import { AuthenticationError } from '../../errors/authentication-error.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import type { Problem } from '../../errors/problem.js';
import { RateLimitedError } from '../../errors/rate-limited-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import type { TrackerError, TrackerErrorDetails } from '../../errors/tracker-error.js';
import type { FaultAnswer, FaultTable } from '../../http/http-request.js';
import { readFault } from './wire.js';

/** What GitHub asks for when it limits without saying for how long: a minute, and longer each time. */
const UNSAID_WAIT_MS = 60_000;
const MAX_UNSAID_WAIT_MS = 3_600_000;
/** A limit that is met so long after the end of the one before is no repeat of it. */
const QUIET_MS = 600_000;

interface Fault {
  readonly answer: FaultAnswer;
  readonly details: TrackerErrorDetails;
  /** GitHub's own sentence, unredacted: to be matched, never to be shown. */
  readonly message: string;
  readonly fields: readonly Problem[];
  readonly now: () => number;
  readonly unsaidWait: () => number;
  /** The call, what we make of it, and GitHub's own sentence, fit to be shown. */
  readonly say: (what: string) => string;
}

type Test = (fault: Fault) => boolean;
type ToError = (fault: Fault) => TrackerError;
type Plain = new (message: string, details: TrackerErrorDetails) => TrackerError;

/** An error that says one thing, and after it what GitHub says. */
const plain =
  (Class: Plain, what: string): ToError =>
  ({ say, details }) =>
    new Class(say(what), details);
const tellsOfLimit: Test = ({ message }) => /rate limit|abuse detection/i.test(message);
/** The last call of a budget may fail for another reason, and says so beside the headers of one that is spent. */
const tellsOfRight: Test = ({ message }) =>
  /not accessible|must (?:have|be)|not (?:authorized|permitted)|access restrictions|read-only/i.test(message);

// A 403 has six meanings; headers and text tell them apart. The first row that fits decides.
const ROWS: readonly (readonly [statuses: readonly number[], toError: ToError, when?: Test])[] = [
  [[429], limited],
  // An anonymous caller's limit was seen to come as 422.
  [[403, 422], limited, tellsOfLimit],
  [[401], plain(AuthenticationError, 'GitHub does not accept the token')],
  [
    [403],
    plain(AuthenticationError, 'locked out for a while, after too many calls with bad credentials'),
    ({ message }) => /login attempts/i.test(message),
  ],
  [
    [403],
    plain(RejectedError, 'the issue is locked'),
    ({ message }) => /(?:issue|conversation|pull request) (?:is|has been) locked/i.test(message),
  ],
  [
    [403],
    ({ say, details }) => needsSso(say('the organisation requires SAML single sign-on'), details),
    ({ answer }) => ssoOf(answer).startsWith('required'),
  ],
  [
    [403],
    limited,
    (fault) => (isSpent(fault.answer) || fault.answer.retryAfterMs !== undefined) && !tellsOfRight(fault),
  ],
  [
    [403],
    ({ answer, say, details }) =>
      new PermissionError(say('the token lacks a right'), { ...details, missing: missingRights(answer) }),
  ],
  [[404], plain(NotFoundError, 'it does not exist, or these credentials may not see it')],
  [[410], plain(NotFoundError, 'gone: the issue was deleted, or issues are switched off')],
  [[451], plain(RejectedError, 'withheld for legal reasons')],
  // A read follows a redirect; a write does not, and has not been applied.
  [[301, 302, 307, 308], plain(RejectedError, 'the repository or issue has moved; testConnection tells its name')],
  [
    [400, 422],
    ({ say, details, fields }) => new RejectedError(say('GitHub refuses the request'), { ...details, fields }),
  ],
];

/**
 * GitHub's answers outside 2xx as errors of ours; what has no row here is left to the table by status.
 *
 * @param now - The time, because a limit's end comes as a point in time.
 *
 * @internal
 */
export function githubFaults(now: () => number): FaultTable {
  const unsaidWait = growingWait(now);
  return (answer, details) => {
    const { redact } = answer;
    const { message, errors } = readFault(answer.body);
    const fields = errors.map(({ field, what }) => {
      return { path: redact(field), message: redact(what || 'is not accepted') };
    });
    const say = (what: string) => `${labelOf(details)}: ${what}${message && `: ${redact(message)}`}`;
    const fault: Fault = { answer, details, message, fields, now, unsaidWait, say };
    const row = ROWS.find(([statuses, , when]) => statuses.includes(answer.status) && (when?.(fault) ?? true));
    return row?.[1](fault);
  };
}

/**
 * Whether an answer leaves out what lies in organisations that the token is not authorised for: a 200 that looks whole.
 *
 * @internal
 */
export function isPartial(reply: { readonly headers: Headers }): boolean {
  return ssoOf(reply).startsWith('partial-results');
}

function ssoOf({ headers }: { readonly headers: Headers }): string {
  return headers.get('x-github-sso') ?? '';
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

function limited({ answer, message, say, details, now, unsaidWait }: Fault): RateLimitedError {
  const { headers } = answer;
  const resetAtMs = Number(headers.get('x-ratelimit-reset')) * 1000;
  const primary = isSpent(answer) && !/secondary|abuse/i.test(message);
  // A reset that has passed means that the two clocks differ; a second is enough to be let in again.
  const untilResetMs = isSpent(answer) && resetAtMs > 0 ? Math.max(1000, resetAtMs - now()) : undefined;
  return new RateLimitedError(say('GitHub limits the rate of requests'), {
    ...details,
    retryAfterMs: answer.retryAfterMs ?? untilResetMs ?? unsaidWait(),
    scope: primary ? (headers.get('x-ratelimit-resource') ?? 'core') : 'secondary',
  });
}

/** How long to wait where GitHub does not say: twice as long each time that the wait before did not suffice. */
function growingWait(now: () => number): () => number {
  let waitMs = 0;
  let endsAt = Number.NEGATIVE_INFINITY;
  return () => {
    const time = now();
    // Sent before the limit was met: no repeat.
    if (time < endsAt) return endsAt - time;
    waitMs = time - endsAt < QUIET_MS ? Math.min(2 * waitMs, MAX_UNSAID_WAIT_MS) : UNSAID_WAIT_MS;
    endsAt = time + waitMs;
    return waitMs;
  };
}

/** What would have sufficed, as one text: GitHub names alternatives. */
function missingRights({ headers, redact }: FaultAnswer): readonly string[] {
  const granular = headers.get('x-accepted-github-permissions');
  const wanted = granular?.split(';') ?? headers.get('x-accepted-oauth-scopes')?.split(',') ?? [];
  const named = wanted.map((right) => right.trim()).filter(Boolean);
  return named.length === 0 ? [] : [redact(named.join(' or '))];
}
