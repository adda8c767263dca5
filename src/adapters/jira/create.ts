import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import {
  type FieldWarning,
  type IssueDraft,
  type IssueWriteResult,
  zIssueDraft,
} from '../../contracts/adapter/issue-write.js';
import type { Issue } from '../../contracts/issue.js';
import { clientMarker } from '../../digest/client-marker.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import { CANONICAL, CUT, differences, toAdf, toFields, typeFields, typeFor } from './fields.js';
import { readIssue } from './issues.js';
import { toIssueType, toRef } from './map.js';
import type { JiraContext } from './options.js';
import { API, type Call, collect, detailsOf, send } from './request.js';
import { checkStatus } from './statuses.js';
import { moveTo } from './transitions.js';
import { type WireIssueRef, type WireType, zWireIssueRef } from './wire.js';

/** What Jira says of a field that it knows and does not take here. */
const OFF_SCREEN = /not on the appropriate screen|cannot be set/i;
/** Never left out: without them it would be another issue, or one for everybody's eyes. */
const NEEDED = /^(?:project|summary|issuetype|security)$/;

interface Making {
  readonly context: JiraContext;
  readonly call: Call;
  readonly type: WireType;
  readonly warnings: FieldWarning[];
}

/**
 * Makes an issue. Jira answers with an id and a key only: the issue is read after it, and moved to its status. What goes
 * wrong after the issue exists is a warning, because an error would hide that there is one.
 *
 * @internal
 */
export async function createIssue(
  context: JiraContext,
  draft: IssueDraft,
  { clientKey, signal }: CreateOptions = {},
): Promise<IssueWriteResult> {
  const call: Call = { operation: 'issues.create', signal };
  checkInput(zIssueDraft, draft, call.operation, 'jira');
  checkStatus(context, draft.status, call.operation);
  const { fields, asked, warnings } = await toFields(context, call, draft);
  if (fields.security === null) delete fields.security;
  if (draft.body) {
    const { adf, isCut } = await toAdf(draft.body);
    fields.description = adf;
    if (isCut) warnings.push(CUT);
  }
  if (clientKey !== undefined) fields.labels = [...((fields.labels ?? []) as string[]), clientMarker(clientKey)];
  const type = await typeFor(context, call, draft.issueType ?? 'task');
  const making: Making = { context, call, type, warnings };
  const made = await post(
    making,
    { project: { key: context.project }, issuetype: { id: type.id }, ...fields },
    clientKey,
  );
  const { status, customFields: values = {} } = asked;
  const hasMoved =
    status !== undefined &&
    (await tried(making, 'status', async () => {
      await moveTo(context, call, made.id, { status, values });
      return true;
    }));
  const issue = await tried(making, 'ref', () => readIssue(context, call, made.id));
  if (!issue) return { issue: asSent(making, made, asked, hasMoved ? status : 'todo'), warnings };
  return { issue, warnings: [...warnings, ...differences(asked, issue, warnings)] };
}

async function tried<Value>(
  { warnings }: Making,
  field: string,
  work: () => Promise<Value>,
): Promise<Value | undefined> {
  try {
    return await work();
  } catch (error) {
    const why = isTrackerError(error) ? error.message : 'interrupted';
    const what =
      field === 'ref' ? 'it was created, but could not be read: the rest is as it was sent' : 'was not reached';
    warnings.push({ field, message: `${what} (${why})` });
    return undefined;
  }
}

/** What is known of an issue that exists and could not be read. Restricted, because it may be. */
function asSent(
  { context, type }: Making,
  made: WireIssueRef,
  asked: Partial<IssueDraft>,
  status: Issue['status'],
): Issue {
  return {
    body: null,
    priority: null,
    assignees: [],
    labels: [],
    parent: null,
    customFields: {},
    ...asked,
    title: asked.title ?? '',
    ref: toRef(context, made),
    status,
    statusName: null,
    issueType: toIssueType(context, type),
    links: [],
    createdAt: null,
    updatedAt: null,
    revision: null,
    visibility: 'restricted',
    raw: null,
  };
}

/**
 * Sends the create, once; and once more without the fields that this project's screen does not have, because the answer that
 * names them is proof that nothing was made.
 */
async function post(
  making: Making,
  fields: Readonly<Record<string, unknown>>,
  clientKey?: string,
): Promise<WireIssueRef> {
  const { context, call, type, warnings } = making;
  const attempt = async (body: unknown) => {
    const request = { method: 'POST', path: `${API}/issue`, body, schema: zWireIssueRef } as const;
    return (await send(context, call, { ...request, ...(clientKey !== undefined && { clientKey }) })).body;
  };
  try {
    return await attempt({ fields });
  } catch (error) {
    if (!isTrackerError(error, 'rejected')) throw error;
    const refused = (error.fields ?? []).filter(({ message }) => OFF_SCREEN.test(message)).map(({ path }) => path);
    const isNeeded = (name: string) => NEEDED.test(name) || (name === 'parent' && type.subtask) || !(name in fields);
    if (refused.length === 0 || refused.some(isNeeded)) throw error;
    const left = Object.fromEntries(Object.entries(fields).filter(([name]) => !refused.includes(name)));
    const missing = (await collect(typeFields(context, call, context.project, type.id)))
      .filter(({ fieldId, required, hasDefaultValue }) => required && !hasDefaultValue && !(fieldId in left))
      .map(({ fieldId, name }) => ({ path: fieldId, message: `'${name}' is required; give it in customFields` }));
    if (missing.length > 0) {
      const names = missing.map(({ path }) => path).join(', ');
      const details = { ...detailsOf(call.operation), fields: [...missing, ...(error.fields ?? [])] };
      throw new RejectedError(`jira ${call.operation}: the project wants ${names}`, details);
    }
    for (const name of refused) {
      const lost = name === 'labels' && clientKey !== undefined ? ', and findByClientKey will not find this issue' : '';
      warnings.push({
        field: CANONICAL[name] ?? `customFields.${name}`,
        message: `was left out: the project's create screen does not have it${lost}`,
      });
    }
    return attempt({ fields: left });
  }
}
