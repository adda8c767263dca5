import { AuthenticationError } from '../../errors/authentication-error.js';
import { ConflictError } from '../../errors/conflict-error.js';
import { NotFoundError } from '../../errors/not-found-error.js';
import { PermissionError } from '../../errors/permission-error.js';
import type { Problem } from '../../errors/problem.js';
import { RateLimitedError } from '../../errors/rate-limited-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import type { TrackerError, TrackerErrorDetails } from '../../errors/tracker-error.js';
import type { FaultAnswer, FaultTable } from '../../http/http-request.js';

/** How long a refusal for the rate holds where no header tells. */
const UNSAID_WAIT_MS = 60_000;

/** What some of the errors know besides. */
interface Facts extends TrackerErrorDetails {
  readonly missing?: readonly string[];
  readonly fields?: readonly Problem[];
  readonly serverCode?: string;
  readonly retryAfterMs?: number;
  readonly scope?: string;
}

interface Fault {
  readonly answer: FaultAnswer;
  /** Azure DevOps' sentence. */
  readonly message: string;
  /** The name of its exception. */
  readonly typeKey: string;
  readonly now: number;
}

type Row = readonly [
  statuses: readonly number[],
  Error: new (message: string, facts: Facts) => TrackerError,
  what: string,
  facts?: (fault: Fault) => Partial<Facts>,
  when?: RegExp,
];

const SIGN_IN =
  'the token is not accepted: wrong, expired, of another organisation, or of all of them (Azure DevOps may show its sign-in page instead)';

// The first row that fits decides; `when` is asked of the sentence and the name of the exception.
const ROWS: readonly Row[] = [
  [[429, 503], RateLimitedError, 'Azure DevOps limits the rate of requests', limitFacts, /TF400733|exceeding usage/],
  [[429], RateLimitedError, 'Azure DevOps limits the rate of requests', limitFacts],
  [[401], AuthenticationError, SIGN_IN],
  [[403], PermissionError, 'the account lacks a right, or the token a scope', permissionFacts],
  [[404], NotFoundError, 'it does not exist, or these credentials may not see it'],
  [
    [400, 409, 412],
    ConflictError,
    'it was changed since it was read',
    () => ({}),
    /TF26071|VS403351|TestPatchOperationFailed|WorkItemRevisionMismatch|changed by someone else/i,
  ],
  [[400], ConflictError, 'a work item has one parent', () => ({}), /TF201036/],
  [[409, 412], ConflictError, 'a conflict with what Azure DevOps has'],
  [[400, 405, 415, 422], RejectedError, 'Azure DevOps refuses the request', refusalFacts],
];

/**
 * Azure DevOps' answers outside 2xx as errors of ours; what has no row here is left to the table by status.
 *
 * @param now - The time, because a limit's end comes as a point in time.
 *
 * @internal
 */
export function azureFaults(now: () => number): FaultTable {
  return (answer, details) => {
    const body = Object(answer.body) as Readonly<Record<string, unknown>>;
    const textOf = (name: string) => (typeof body[name] === 'string' ? String(body[name]) : '');
    const fault: Fault = { answer, message: textOf('message'), typeKey: textOf('typeKey'), now: now() };
    const said = `${fault.message} ${fault.typeKey}`;
    const row = ROWS.find(([statuses, , , , when]) => statuses.includes(answer.status) && (when?.test(said) ?? true));
    if (!row) return undefined;
    const [, Fault, what, facts] = row;
    const theirs = fault.message && `: ${answer.redact(fault.message)}`;
    const label = `azure_devops ${details.context.operation}`;
    return new Fault(`${label}: ${what}${theirs}`, { ...details, ...facts?.(fault) });
  };
}

function limitFacts({ answer: { headers, retryAfterMs }, now }: Fault): Partial<Facts> {
  const resetMs = Number(headers.get('x-ratelimit-reset')) * 1000;
  return {
    retryAfterMs: retryAfterMs ?? (resetMs > 0 ? Math.max(1000, resetMs - now) : UNSAID_WAIT_MS),
    scope: headers.get('x-ratelimit-resource') ?? 'TSTU',
  };
}

function permissionFacts({ answer: { redact }, message }: Fault): Partial<Facts> {
  // `… need the following permission(s): Edit work items in this node`, `vso.work_write`.
  const [right] = /vso\.\w+|(?<=permissions?(?:\(s\))?[^:]*: )[^.]+/i.exec(message) ?? [];
  return right ? { missing: [redact(right)] } : {};
}

/** The code at the beginning of the sentence, and the fields that break a rule. */
function refusalFacts({ answer: { body, redact }, message, typeKey }: Fault): Partial<Facts> {
  const [code = typeKey] = /\b(?:TF|VS)\d{5,6}\b/.exec(message) ?? [];
  const { RuleValidationErrors: broken } = Object(Object(body).customProperties) as { RuleValidationErrors?: unknown };
  const fields = (Array.isArray(broken) ? (broken as unknown[]) : []).map((one): Problem => {
    const { fieldReferenceName, errorMessage, fieldStatusFlags } = Object(one) as Readonly<Record<string, unknown>>;
    return {
      path: redact(String(fieldReferenceName ?? '')),
      message: redact(String(errorMessage ?? fieldStatusFlags ?? 'breaks a rule')),
    };
  });
  const [, named] = fields.length === 0 ? (/\bfield '?([\w.]+\.\w+)'?/i.exec(message) ?? []) : [];
  if (named) fields.push({ path: redact(named), message: redact(message) });
  return { fields, ...(/^\w{1,64}$/.test(code) && { serverCode: redact(code) }) };
}
