import type { CreateOptions } from '../../contracts/adapter/call-options.js';
import { checkInput } from '../../contracts/adapter/check-input.js';
import {
  type FieldWarning,
  type IssueDraft,
  type IssueWriteResult,
  zIssueDraft,
} from '../../contracts/adapter/issue-write.js';
import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import type { Issue } from '../../contracts/issue.js';
import { clientMarker } from '../../digest/client-marker.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { RejectedError } from '../../errors/rejected-error.js';
import { differences } from './differences.js';
import { CANONICAL, refusalIn, toFields, typeFor, untaken } from './fields.js';
import { fieldsOfType, isRequired } from './issue-types.js';
import { readIssue } from './issues.js';
import { toIssueType, toRef } from './map.js';
import { say } from './refusals.js';
import { API, detailsOf, type Scope, send } from './request.js';
import { takeBack } from './take-back.js';
import { moveTo } from './transitions.js';
import { issueRemoval } from './update.js';
import type { WireIssueRef, WireType } from './wire.js';
import { zIssueRef } from './wire-site.js';
import { bodyWarnings, writeBody } from './write-body.js';

/** Never left out: without them it would be another issue, or one for everybody's eyes. */
const NEEDED = ['project', 'summary', 'issuetype', 'security'];

interface Making extends Scope {
  readonly clientKey: string | undefined;
  readonly type: WireType;
  readonly warnings: FieldWarning[];
}

/**
 * Makes an issue. Jira answers with an id and a key only: the issue is moved to its status and read after it. What goes
 * wrong once the issue exists is a warning, because an error would hide that there is one.
 *
 * @internal
 */
export async function createIssue(scope: Scope, draft: IssueDraft, options?: CreateOptions): Promise<IssueWriteResult> {
  checkInput(zIssueDraft, draft, scope.operation, 'jira');
  const { clientKey } = checkCreateOptions(options, scope.operation, 'jira');
  const { body, issueType = 'task', status, customFields } = draft;
  const { fields, asked, warnings } = await toFields(scope, draft);
  for (const name of ['security', 'priority']) if (fields[name] === null) delete fields[name];
  if (body?.trim()) {
    const written = await writeBody(scope, body);
    fields.description = written.adf;
    asked.body = written.markdown;
    warnings.push(...(await bodyWarnings(body, written)));
  }
  if (clientKey !== undefined) fields.labels = [...((fields.labels as string[]) ?? []), clientMarker(clientKey)];
  const type = await typeFor(scope, issueType);
  const making: Making = { ...scope, clientKey, type, warnings };
  const made = await post(making, { ...fields, project: { key: scope.project }, issuetype: { id: type.id } });
  const moved = status && (await tried(making, 'status', () => moveTo(scope, made.id, status, customFields)));
  const [issue] = (await tried(making, 'ref', () => readIssue(scope, made.id))) ?? [];
  const told = untaken(warnings, moved?.[0]);
  if (!issue) return { issue: asSent(making, made, asked, moved ? status : 'todo'), warnings: told };
  if (draft.visibility === 'restricted' && issue.visibility === 'public') {
    throw await takeBack(scope, `issue ${made.key}`, issueRemoval(scope, made.id));
  }
  return { issue, warnings: [...told, ...(await differences(asked, issue, told))] };
}

function isNothing(value: unknown): boolean {
  return value === null || (Array.isArray(value) && value.length === 0);
}

async function tried<Value>(
  { warnings }: Making,
  field: string,
  work: () => Promise<Value>,
): Promise<[Value] | undefined> {
  try {
    return [await work()];
  } catch (error) {
    const what = field === 'ref' ? 'made, but it could not be read: the rest is as it was sent' : 'not reached';
    warnings.push({ field, message: `${what} (${isTrackerError(error) ? error.message : 'interrupted'})` });
    return undefined;
  }
}

/** What is known of an issue that exists and could not be read. Restricted, because it may be. */
function asSent(making: Making, made: WireIssueRef, asked: Partial<IssueDraft>, status: Issue['status']): Issue {
  return {
    body: null,
    priority: null,
    assignees: [],
    labels: [],
    parent: null,
    customFields: {},
    title: '',
    ...asked,
    ref: toRef(making, made),
    status,
    statusName: null,
    issueType: toIssueType(making, making.type),
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
async function post(making: Making, fields: Readonly<Record<string, unknown>>): Promise<WireIssueRef> {
  const { project, type, warnings, clientKey } = making;
  const key = clientKey === undefined ? {} : { clientKey };
  const attempt = async (body: object) =>
    (await send(making, { method: 'POST', path: `${API}/issue`, body, schema: zIssueRef, ...key })).body;
  try {
    return await attempt({ fields });
  } catch (error) {
    const { told, offScreen: refused } = refusalIn(error);
    const isNeeded = (name: string) =>
      NEEDED.includes(name) || (name === 'parent' && type.subtask) || !(name in fields);
    if (refused.length === 0 || refused.some(isNeeded)) throw error;
    const left = Object.fromEntries(Object.entries(fields).filter(([name]) => !refused.includes(name)));
    const missing = (await fieldsOfType(making, project, type.id))
      .filter((field) => isRequired(field) && !(field.fieldId in left))
      .map(({ fieldId, name }) => ({ path: fieldId, message: `'${name}' is required` }));
    if (missing.length > 0) {
      const what = `the project wants ${missing.map(({ path }) => path).join(', ')}; give it in customFields`;
      throw new RejectedError(say(making, what), { ...detailsOf(making), fields: [...missing, ...told] });
    }
    for (const name of refused.filter((each) => !isNothing(fields[each]))) {
      const field = CANONICAL[name] ?? `customFields.${name}`;
      const lost = name === 'labels' && clientKey !== undefined ? '; findByClientKey will not find this issue' : '';
      warnings.push({ field, message: `left out: the project's create screen does not have it${lost}` });
    }
    return attempt({ fields: left });
  }
}
