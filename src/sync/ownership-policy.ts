import { FIELD_OWNERS, type FieldOwner } from '../contracts/doctrine.js';
import { InvalidInputError } from '../errors/invalid-input-error.js';
import type { Problem } from '../errors/problem.js';
import { type FieldPath, SYNC_FIELDS, type SyncField } from './synced-fields.js';

/**
 * Who leads when tracker and host disagree.
 *
 * @public
 */
export const OWNERSHIP_MODES = ['external_authoritative', 'split_ownership', 'spec_kitty_authoritative'] as const;

/**
 * One of {@link OWNERSHIP_MODES}.
 *
 * @public
 */
export type OwnershipMode = (typeof OWNERSHIP_MODES)[number];

/**
 * Who may write what.
 *
 * @example
 * ```ts
 * const policy: OwnershipPolicy = {
 *   mode: 'split_ownership',
 *   fieldOwners: { status: 'external', labels: 'shared', 'customFields.points': 'local' },
 *   defaultOwner: 'shared',
 * };
 * ```
 *
 * @public
 */
export interface OwnershipPolicy {
  /** `external_authoritative`: the tracker owns every field; `spec_kitty_authoritative`: the host does. */
  readonly mode: OwnershipMode;
  /** With `split_ownership`: the owners of single fields, and of single custom fields as `customFields.<name>`. */
  readonly fieldOwners?: Readonly<Partial<Record<SyncField | FieldPath, FieldOwner>>>;
  /** With `split_ownership`: the owner of all others. Default `shared`. */
  readonly defaultOwner?: FieldOwner;
}

const MEMBERS: readonly string[] = ['mode', 'fieldOwners', 'defaultOwner'];

/**
 * The policy, checked.
 *
 * @throws InvalidInputError for an unknown mode, owner or field, and for owners beside a mode that names them all.
 *
 * @internal
 */
export function checkPolicy(policy: OwnershipPolicy, operation: string): OwnershipPolicy {
  const problems = problemsOf(policy);
  if (problems.length === 0) return policy;
  throw new InvalidInputError(problems, { context: { operation, attempts: 0 } });
}

function problemsOf(policy: OwnershipPolicy): Problem[] {
  if (typeof policy !== 'object' || policy === null) return [{ path: 'policy', message: 'expected an object' }];
  const { mode, fieldOwners = {}, defaultOwner } = policy;
  const problems: Problem[] = Object.keys(policy)
    .filter((key) => !MEMBERS.includes(key))
    .map((key) => ({ path: `policy.${key}`, message: 'is not a known key; remove it' }));
  const expect = (isRight: boolean, path: string, message: string) => {
    if (!isRight) problems.push({ path: `policy.${path}`, message });
  };
  const isOwner = (owner: unknown) => (FIELD_OWNERS as readonly unknown[]).includes(owner);
  const owners = `expected one of ${FIELD_OWNERS.join(', ')}`;
  expect(OWNERSHIP_MODES.includes(mode), 'mode', `expected one of ${OWNERSHIP_MODES.join(', ')}`);
  expect(defaultOwner === undefined || isOwner(defaultOwner), 'defaultOwner', owners);
  if (typeof fieldOwners !== 'object' || fieldOwners === null) {
    return [...problems, { path: 'policy.fieldOwners', message: 'expected an object' }];
  }
  for (const [field, owner] of Object.entries(fieldOwners)) {
    const isField = (SYNC_FIELDS as readonly string[]).includes(field) || /^customFields\../s.test(field);
    const fields = `expected one of ${SYNC_FIELDS.join(', ')}, or customFields.<name>`;
    expect(isField, `fieldOwners.${field}`, fields);
    expect(isOwner(owner), `fieldOwners.${field}`, owners);
  }
  const isSplit = mode === 'split_ownership' || !OWNERSHIP_MODES.includes(mode);
  const saysOwners = defaultOwner !== undefined || Object.keys(fieldOwners).length > 0;
  expect(isSplit || !saysOwners, 'mode', 'names the owner of every field; owners of single ones need split_ownership');
  return problems;
}

/** Who may write a field. @internal */
export function ownerOf(
  { mode, fieldOwners = {}, defaultOwner = 'shared' }: OwnershipPolicy,
  path: FieldPath,
): FieldOwner {
  if (mode === 'external_authoritative') return 'external';
  if (mode === 'spec_kitty_authoritative') return 'local';
  const own = (name: string) => (Object.hasOwn(fieldOwners, name) ? fieldOwners[name as FieldPath] : undefined);
  const whole = path.startsWith('customFields.') ? own('customFields') : undefined;
  return own(path) ?? whole ?? defaultOwner;
}
