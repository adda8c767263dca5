import { isTrackerError } from '../../errors/is-tracker-error.js';
import { type AzureCall, itemPath } from './context.js';
import { readItem } from './issues.js';
import { type WireItem, zWireItem } from './wire.js';

/** @internal */
export const JSON_PATCH = { 'content-type': 'application/json-patch+json' } as const;

/** So often is a work item read again that changed between reading and writing it. */
const MAX_READINGS = 3;

/** An operation of JSON Patch. @internal */
export interface PatchOperation {
  readonly op: 'add' | 'replace' | 'remove' | 'test';
  readonly path: string;
  readonly value?: unknown;
}

/** @internal */
export function setField(name: string, value: unknown): PatchOperation {
  return { op: 'add', path: `/fields/${name}`, value };
}

/**
 * Changes a work item, if it still is as it was read: places in lists and the text of tags come from that reading.
 *
 * @throws ConflictError when it was changed meanwhile.
 *
 * @internal
 */
export async function patchItem(
  call: AzureCall,
  { id, rev }: Pick<WireItem, 'id' | 'rev'>,
  operations: readonly PatchOperation[],
  clientKey?: string,
): Promise<WireItem> {
  const { body } = await call.send({
    method: 'PATCH',
    path: itemPath(call, String(id)),
    search: { $expand: 'relations' },
    headers: JSON_PATCH,
    body: [{ op: 'test', path: '/rev', value: rev }, ...operations],
    schema: zWireItem,
    ...(clientKey !== undefined && { clientKey }),
  });
  return body;
}

/**
 * Reads a work item and changes it by what it is. Where it changed in between nothing was written, so it is read again.
 *
 * @param change - Writes, from what was read.
 * @param isOnlyOnce - Whether the caller said which revision it has to be.
 *
 * @internal
 */
export async function readAndChange<Result>(
  call: AzureCall,
  id: string,
  field: string,
  change: (before: WireItem) => Promise<Result>,
  isOnlyOnce = false,
): Promise<Result> {
  for (let reading = 1; ; reading++) {
    const before = await readItem(call, id, field);
    try {
      return await change(before);
    } catch (error) {
      const isStale = isTrackerError(error, 'conflict') && error.context.httpStatus === 412;
      if (isOnlyOnce || reading === MAX_READINGS || !isStale) throw error;
    }
  }
}
