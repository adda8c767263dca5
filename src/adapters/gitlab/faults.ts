import { AuthenticationError } from '../../errors/authentication-error.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import type { Problem } from '../../errors/problem.js';
import { RateLimitedError } from '../../errors/rate-limited-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import type { TrackerError, TrackerErrorDetails } from '../../errors/tracker-error.js';
import type { FaultAnswer, FaultTable } from '../../http/http-request.js';
import { parseRetryAfter } from '../../http/retry-after.js';

/** How long a limit of the application holds, which no header tells. */
const UNSAID_WAIT_MS = 60_000;

interface Fault {
  readonly answer: FaultAnswer;
  readonly operation: string;
  /** The members of GitLab's answer. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly now: number;
}

/** What some of the errors know besides. */
interface Facts extends TrackerErrorDetails {
  readonly missing?: readonly string[];
  readonly fields?: readonly Problem[];
  readonly serverCode?: string;
  readonly retryAfterMs?: number;
  readonly scope?: string;
}

type Row = readonly [
  statuses: readonly number[],
  Error: new (message: string, facts: Facts) => TrackerError,
  what: string,
  facts?: (fault: Fault) => Partial<Facts>,
  when?: (fault: Fault) => boolean,
];

// The first row that fits decides.
const ROWS: readonly Row[] = [
  [[429], RateLimitedError, 'GitLab limits the rate of requests', limitFacts],
  [[401], AuthenticationError, 'GitLab does not accept the token'],
  [
    [403],
    PermissionError,
    'the token lacks a scope',
    ({ answer, body }) => ({ missing: [answer.redact(String(body.scope ?? 'api')).replaceAll(' ', ' or ')] }),
    ({ body }) => body.error === 'insufficient_scope',
  ],
  [
    [403],
    PermissionError,
    'deleting an issue takes the role Owner',
    () => ({ missing: ['Owner'] }),
    ({ operation }) => operation === 'issues.delete',
  ],
  [[403], PermissionError, 'the account lacks a right in this project'],
  [[404, 410], NotFoundError, 'it does not exist, or these credentials may not see it'],
  [[405], RejectedError, 'not under this name: the project was moved, so configure its new path'],
  [
    [400, 409, 422],
    RejectedError,
    'GitLab takes it for spam',
    () => ({ serverCode: 'spam' }),
    ({ body }) => body.needs_captcha_response === true || /\bspam\b/i.test(JSON.stringify(body.message) ?? ''),
  ],
  [[409, 412], ConflictError, 'a conflict with what GitLab has'],
  [[400, 422], RejectedError, 'GitLab refuses the request', fieldFacts],
];

/**
 * GitLab's answers outside 2xx as errors of ours; what has no row here is left to the table by status.
 *
 * @param now - The time, because a limit's end comes as a point in time.
 *
 * @internal
 */
export function gitlabFaults(now: () => number): FaultTable {
  return (answer, details) => {
    const { operation } = details.context;
    const given = Object(answer.body) as Readonly<Record<string, unknown>>;
    const body = Array.isArray(given.message) ? { ...given, message: sentences(given.message) } : given;
    const fault: Fault = { answer, operation, body, now: now() };
    const row = ROWS.find(([statuses, , , , when]) => statuses.includes(answer.status) && (when?.(fault) ?? true));
    if (!row) return undefined;
    const [, Fault, what, facts] = row;
    // Where it is no text it names fields, and they are told on their own.
    const theirs = [body.message, body.error_description, body.error].find((text) => typeof text === 'string' && text);
    const said = theirs ? `: ${answer.redact(String(theirs))}` : '';
    return new Fault(`gitlab ${operation}: ${what}${said}`, { ...details, ...facts?.(fault) });
  };
}

function sentences(list: readonly unknown[]): string {
  return list.filter((each) => typeof each === 'string').join('; ');
}

/** The application's own limits, which no header tells; a test of the answer's operation, because only some are limited. */
const LIMITED: Readonly<Record<string, string>> = {
  'issues.create': 'issue creation',
  'comments.add': 'note creation',
  'attachments.add': 'attachment creation',
};

function limitFacts({ answer: { headers, retryAfterMs }, operation, now }: Fault): Partial<Facts> {
  const resetMs = Number(headers.get('ratelimit-reset')) * 1000;
  const until = resetMs > 0 ? Math.max(1000, resetMs - now) : parseRetryAfter(headers.get('ratelimit-resettime'), now);
  return {
    retryAfterMs: retryAfterMs ?? until ?? UNSAID_WAIT_MS,
    scope: headers.get('ratelimit-name') ?? LIMITED[operation] ?? 'api',
  };
}

/** The fields that GitLab names: in an object by model, in the sentences of its parameter check, or in one of the two
 * texts `"title" not given` and `Note {:note=>["can't be blank"]}`. */
function fieldFacts({ answer: { redact }, body: { message, error } }: Fault): Partial<Facts> {
  const named: (readonly unknown[])[] =
    typeof message === 'object'
      ? Object.entries(message ?? {})
      : [...String(error ?? '').matchAll(/(?:^|, )([\w[\]]+) ((?:is|are|does) [^,]+)/g)].map((match) => match.slice(1));
  const [, given, path = given, why = 'not given'] =
    /"(\w+)" not given|\{:?"?(\w+)"?(?:=>|: ?)\["([^"]+)"/.exec(String(message)) ?? [];
  if (path) named.push([path, why]);
  return {
    fields: named.map(([field, reason]) => ({
      path: redact(String(field)),
      message: redact([reason].flat().join(', ')),
    })),
  };
}
