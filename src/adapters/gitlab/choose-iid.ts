import { clientMarker, unmarkBody } from '../../digest/client-marker.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { askHost } from './ask-host.js';
import { type GitlabCall, invalid, issuePath } from './context.js';
import { type WireIssue, zWireIssue } from './wire.js';

/** What GitLab's database takes. */
const MAX_IID = 2_147_483_647;

/**
 * The number that the host gives to what is made under a client key; `undefined` where GitLab shall count.
 *
 * @internal
 */
export async function chosenIid(call: GitlabCall, clientKey: string | undefined): Promise<number | undefined> {
  const { iidOf } = call;
  if (clientKey === undefined || !iidOf) return undefined;
  const iid: unknown = await askHost(call, { name: 'iidOf', path: 'clientKey', ask: () => iidOf(clientKey) });
  if (iid === undefined || (Number.isInteger(iid) && Number(iid) > 0 && Number(iid) <= MAX_IID)) return iid as number;
  throw invalid(call, 'clientKey', `iidOf gives no number from 1 to ${MAX_IID} for it`);
}

/** The issue of a number, if it was made under this client key. @internal */
export async function issueAt(call: GitlabCall, iid: number, clientKey: string): Promise<WireIssue | undefined> {
  try {
    const { body } = await call.send({ path: issuePath(call, String(iid)), schema: zWireIssue });
    return isMarked(body, clientMarker(clientKey)) ? body : undefined;
  } catch (error) {
    if (isTrackerError(error, 'not_found')) return undefined;
    throw error;
  }
}

/** @internal */
export function isMarked({ description }: Pick<WireIssue, 'description'>, marker: string): boolean {
  return unmarkBody(description ?? null).marker === marker;
}
