import { strictObject } from './objects.js';
import { zOneOf } from './one-of.js';
import { objectOf } from './plain-object.js';
import { schemaFor } from './schema-for.js';

/**
 * Who leads when tracker and host disagree. `split` is the legacy spelling of `split_ownership` and is sent as given.
 *
 * @public
 */
export const DOCTRINE_MODES = [
  'external_authoritative',
  'split_ownership',
  'spec_kitty_authoritative',
  'split',
] as const;

/**
 * One of {@link DOCTRINE_MODES}.
 *
 * @public
 */
export type DoctrineMode = (typeof DOCTRINE_MODES)[number];

/**
 * Who may write a field.
 *
 * @public
 */
export const FIELD_OWNERS = ['external', 'local', 'shared'] as const;

/**
 * One of {@link FIELD_OWNERS}.
 *
 * @public
 */
export type FieldOwner = (typeof FIELD_OWNERS)[number];

/**
 * The ownership policy that a snapshot was made under.
 *
 * @public
 */
export interface Doctrine {
  /** Who leads. */
  readonly mode: DoctrineMode;
  /** Owners of single fields, by field name. */
  readonly fieldOwners: Readonly<Record<string, FieldOwner>>;
}

const OWNERS: readonly unknown[] = FIELD_OWNERS;

/** Owners by field name. The first wrong one only: a map of a million would keep a server busy describing it. */
export const zFieldOwners = objectOf<FieldOwner>().check(({ value, issues }) => {
  const isProto = (field: string) => field === '__proto__';
  const wrong = Object.keys(value).find((field) => !OWNERS.includes(value[field]) || isProto(field));
  if (wrong === undefined) return;
  const message = isProto(wrong)
    ? 'is no name for a field'
    : `expected one of ${FIELD_OWNERS.join(', ')}, by field name`;
  issues.push({ code: 'custom', path: [wrong], input: undefined, message });
});

export const zDoctrine = schemaFor<Doctrine>()(
  strictObject({ mode: zOneOf(DOCTRINE_MODES), fieldOwners: zFieldOwners }),
);
