import { AuthenticationError } from '../../errors/authentication-error.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import type { Problem } from '../../errors/problem.js';
import { RateLimitedError } from '../../errors/rate-limited-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import type { TrackerError, TrackerErrorDetails } from '../../errors/tracker-error.js';
import { TransportError } from '../../errors/transport-error.js';
import type { FaultAnswer, FaultTable } from '../../http/http-request.js';
import { spentLimits } from './limits.js';

/** How long to wait for a limit whose end nothing tells. */
const UNSAID_WAIT_MS = 60_000;

/** What a refusal for its complexity is known by. @internal */
export const TOO_COMPLEX = 'too_complex';

/** An error of Linear's, with whatever of it is a text. */
interface LinearFault {
  readonly answer: FaultAnswer;
  readonly message: string;
  readonly code: string;
  readonly type: string;
  readonly status: number;
  /** `extensions`. */
  readonly more: Readonly<Record<string, unknown>>;
  readonly now: number;
}

/** What some of the errors know besides. */
interface Facts extends TrackerErrorDetails {
  readonly fields?: readonly Problem[];
  readonly serverCode?: string;
  readonly retryAfterMs?: number;
  readonly scope?: string;
  readonly retryable: boolean;
  readonly certainlyNotApplied?: boolean;
}

type Row = readonly [
  fits: (fault: LinearFault) => boolean,
  Error: new (message: string, facts: Facts) => TrackerError,
  what: string,
  facts?: (fault: LinearFault) => Partial<Facts>,
];

// A thing of its own is told from one that the input names: what follows the name says in which member of the input it was.
const MISSING = /^Entity not found: (?:Issue|Comment|Attachment|IssueRelation|Webhook|Team)\b(?!: )/;

// The first row that fits decides. By code or type before anything else, because the status is 200 or 400 for most of them.
const ROWS: readonly Row[] = [
  [
    ({ code, type, status }) => code === 'RATELIMITED' || type === 'ratelimited' || status === 429,
    RateLimitedError,
    'Linear limits the rate of requests',
    limitFacts,
  ],
  [
    ({ code, type, status }) => code === 'AUTHENTICATION_ERROR' || type === 'authentication error' || status === 401,
    AuthenticationError,
    'Linear does not accept the credentials',
  ],
  [
    ({ code, type, status }) =>
      code === 'FORBIDDEN' || type === 'forbidden' || type === 'feature not accessible' || status === 403,
    PermissionError,
    'the credentials lack a right or a scope',
  ],
  // These share their codes with every other fault of the input, so only their sentence tells.
  [({ message }) => MISSING.test(message), NotFoundError, 'it does not exist, or these credentials may not see it'],
  [({ message }) => /^conflict on insert of /i.test(message), ConflictError, 'there is one with this id'],
  [
    ({ message, more }) => /too complex/i.test(`${message} ${String(more.userPresentableMessage)}`),
    RejectedError,
    'Linear finds the query too complex',
    () => ({ serverCode: TOO_COMPLEX }),
  ],
  [
    ({ type }) => /^(?:internal error|lock timeout|network error|bootstrap error|unknown|other)$/.test(type),
    TransportError,
    'Linear failed',
    () => ({ retryable: true }),
  ],
  [
    // What says neither who is to blame nor, by its status, that it was refused, is no proof that nothing was done.
    ({ code, type, status }) => code === 'INTERNAL_SERVER_ERROR' || status >= 500 || (!code && !type && status < 300),
    TransportError,
    'Linear failed',
    () => ({ retryable: true }),
  ],
  [() => true, RejectedError, 'Linear refuses the request', refusalFacts],
];

/** Whether an answer is a fault in spite of its status. Partial data beside errors is none that can be used. @internal */
export function isFault(body: unknown): boolean {
  const { errors } = Object(body) as { readonly errors?: unknown };
  return Array.isArray(errors) && errors.length > 0;
}

/**
 * Linear's errors as ours, whatever the status that they come with.
 *
 * @param now - The time, because a limit's end comes as a point in time.
 *
 * @internal
 */
export function linearFaults(now: () => number): FaultTable {
  return (answer, details) => {
    const who = `linear ${details.context.operation}`;
    if (!isFault(answer.body)) {
      // The one path that there is, is there: whoever says so is not Linear, and knows of no issue.
      if (answer.status !== 404 && answer.status !== 410) return undefined;
      const facts = { ...details, retryable: false, certainlyNotApplied: true };
      return new TransportError(`${who}: no GraphQL API of Linear's at this address (${answer.status})`, facts);
    }
    const { errors, data } = answer.body as { readonly errors: readonly unknown[]; readonly data?: unknown };
    const error = Object(errors[0]) as Readonly<Record<string, unknown>>;
    const more = Object(error.extensions) as Readonly<Record<string, unknown>>;
    const fault: LinearFault = {
      answer,
      more,
      message: textOf(error.message),
      code: textOf(more.code),
      type: textOf(more.type).toLowerCase(),
      status: answer.status < 300 || answer.status === 400 ? Number(more.statusCode ?? answer.status) : answer.status,
      now: now(),
    };
    if (
      errors.some(isBelowWrite) ||
      Object.entries(Object(data)).some(([root, payload]) => payload && WRITE.test(root))
    ) {
      const why = 'Linear did it, and failed to show what came of it';
      return new TransportError(`${who}: ${why}`, { ...details, retryable: false });
    }
    // The last row fits whatever is left.
    const [, Fault, what, facts] = ROWS.find(([fits]) => fits(fault)) as Row;
    const said = answer.redact(textOf(more.userPresentableMessage) || fault.message);
    return new Fault(`${who}: ${what}${said && `: ${said}`}`, { ...details, retryable: false, ...facts?.(fault) });
  };
}

/** The roots of the mutations that change something. */
const WRITE = /(?:Create|Update|Delete)$/;

/** Whether an error is about a part of what a mutation answered: then it was done, whatever the error says. */
function isBelowWrite(error: unknown): boolean {
  const { path } = Object(error) as { readonly path?: unknown };
  return Array.isArray(path) && path.length > 1 && WRITE.test(String(path[0]));
}

const textOf = (value: unknown) => (typeof value === 'string' ? value : '');

function limitFacts({ answer: { headers, retryAfterMs }, now }: LinearFault): Partial<Facts> {
  const [spent] = spentLimits(headers);
  const untilMs = Date.parse(spent?.resetAt ?? '') - now;
  return {
    retryable: true,
    retryAfterMs: retryAfterMs ?? (untilMs > 0 ? untilMs : UNSAID_WAIT_MS),
    scope: spent?.scope ?? 'requests',
  };
}

/** The code, and the members of the input that Linear names. */
function refusalFacts({ answer: { redact }, code, type, more, message }: LinearFault): Partial<Facts> {
  const serverCode = code || type.replaceAll(' ', '_');
  const named = Array.isArray(more.validationErrors) ? more.validationErrors : [];
  const [, member, why] = /^Entity not found: \w+: (\w+) (.+)/.exec(message) ?? [];
  const fields = named.map((each: unknown) => {
    const { property, constraints } = Object(each) as { readonly property?: unknown; readonly constraints?: unknown };
    return { path: redact(textOf(property)), message: redact(Object.values(Object(constraints)).join(', ')) };
  });
  if (member && why) fields.push({ path: redact(member), message: redact(why) });
  return { ...(/^\w{1,64}$/.test(serverCode) && { serverCode }), ...(fields.length > 0 && { fields }) };
}
