import * as z from 'zod/mini';
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

// A record leaves `__proto__` out in silence; nothing here is dropped in silence, so such an object is refused.
const zFieldOwners = z.pipe(
  z.unknown().check(
    z.refine((owners) => !Object.hasOwn(Object(owners), '__proto__'), {
      error: 'must not have a field named __proto__',
    }),
  ),
  z.record(z.string(), z.enum(FIELD_OWNERS)),
);

export const zDoctrine = schemaFor<Doctrine>()(
  z.strictObject({ mode: z.enum(DOCTRINE_MODES), fieldOwners: zFieldOwners }),
);
