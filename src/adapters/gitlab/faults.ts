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
  readonly details: TrackerErrorDetails;
  /** The members of GitLab's answer. */
  readonly body: Readonly<Record<string, unknown>>;
  readonly now: number;
  /** The call, what we make of it, and GitLab's own words, fit to be shown. */
  readonly say: (what: string) => string;
}

interface Row {
  readonly statuses: readonly number[];
  readonly when?: (fault: Fault) => boolean;
  readonly error: (fault: Fault) => TrackerError;
}

// The first row that fits decides.
const ROWS: readonly Row[] = [
  { statuses: [429], error: limited },
  {
    statuses: [401],
    error: ({ say, details }) => new AuthenticationError(say('GitLab does not accept the token'), details),
  },
  {
    statuses: [403],
    when: ({ body }) => body.error === 'insufficient_scope',
    error: ({ answer, say, details, body }) => {
      const missing = answer
        .redact(String(body.scope ?? 'api'))
        .split(' ')
        .join(' or ');
      return new PermissionError(say('the token lacks a scope'), { ...details, missing: [missing] });
    },
  },
  {
    statuses: [403],
    when: ({ details }) => details.context.operation === 'issues.delete',
    error: ({ say, details }) =>
      new PermissionError(say('deleting an issue takes the role Owner'), { ...details, missing: ['Owner'] }),
  },
  {
    statuses: [403],
    error: ({ say, details }) => new PermissionError(say('the account lacks a right in this project'), details),
  },
  {
    statuses: [404],
    error: ({ say, details }) =>
      new NotFoundError(say('it does not exist, or these credentials may not see it'), details),
  },
  {
    statuses: [405],
    error: ({ say, details }) =>
      new RejectedError(say('not under this name: the project was moved, so configure its new path'), details),
  },
  {
    statuses: [409, 412],
    error: ({ say, details }) => new ConflictError(say('a conflict with what GitLab has'), details),
  },
  {
    statuses: [400, 422],
    when: ({ body }) => body.needs_captcha_response === true || /\bspam\b/i.test(JSON.stringify(body.message) ?? ''),
    error: ({ say, details }) => new RejectedError(say('GitLab takes it for spam'), { ...details, serverCode: 'spam' }),
  },
  {
    statuses: [400, 422],
    error: (fault) => {
      const { say, details } = fault;
      return new RejectedError(say('GitLab refuses the request'), { ...details, fields: fieldsIn(fault) });
    },
  },
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
    const body = Object(answer.body) as Readonly<Record<string, unknown>>;
    // Where it is no text it names fields, and they are told on their own.
    const theirs = [body.message, body.error_description, body.error].find((text) => typeof text === 'string' && text);
    const say = (what: string) =>
      `gitlab ${details.context.operation}: ${what}${theirs ? `: ${answer.redact(String(theirs))}` : ''}`;
    const fault: Fault = { answer, details, body, now: now(), say };
    const row = ROWS.find(({ statuses, when }) => statuses.includes(answer.status) && (when?.(fault) ?? true));
    return row?.error(fault);
  };
}

/** The application's own limits, which no header tells; a test of the answer's operation, because only some are limited. */
const LIMITED: Readonly<Record<string, string>> = {
  'issues.create': 'issue creation',
  'comments.add': 'note creation',
  'attachments.add': 'note creation',
};

function limited({ answer, details, now, say }: Fault): RateLimitedError {
  const { headers, retryAfterMs } = answer;
  const resetMs = Number(headers.get('ratelimit-reset')) * 1000;
  const until = resetMs > 0 ? Math.max(1000, resetMs - now) : parseRetryAfter(headers.get('ratelimit-resettime'), now);
  const named = headers.get('ratelimit-name');
  return new RateLimitedError(say('GitLab limits the rate of requests'), {
    ...details,
    retryAfterMs: retryAfterMs ?? until ?? UNSAID_WAIT_MS,
    scope: named ?? LIMITED[details.context.operation] ?? 'api',
  });
}

/** The fields that GitLab names: in an object by model, or in the sentences of its parameter check. */
function fieldsIn({ answer: { redact }, body }: Fault): Problem[] {
  const { message, error } = body;
  if (typeof message === 'object' && message !== null) {
    return Object.entries(message).map(([path, why]) => ({
      path: redact(path),
      message: redact([why].flat().join(', ')),
    }));
  }
  if (typeof error === 'string') {
    const sentences = error.matchAll(/(?:^|, )([\w[\]]+) ((?:is|are|does) [^,]+)/g);
    return Array.from(sentences, ([, path = '', why = '']) => ({ path: redact(path), message: redact(why) }));
  }
  // `400 (Bad request) "title" not given`, and `400 Bad request - Note {:body=>["can't be blank"]}`.
  const [, given, path = given, why = 'not given'] =
    /"(\w+)" not given|\{:?"?(\w+)"?(?:=>|: ?)\["([^"]+)"/.exec(String(message ?? '')) ?? [];
  return path ? [{ path: redact(path), message: redact(why) }] : [];
}
