import { acceptor } from './acceptor.js';
import { type Doctrine, zDoctrine } from './doctrine.js';
import { zNotBlank } from './external-ref.js';
import type { Issue } from './issue.js';
import type { IssueMapping } from './issue-mapping.js';
import { listOf } from './list-of.js';
import { optional, strictObject } from './objects.js';
import { zOneOf } from './one-of.js';
import { objectOf, zPlainObject } from './plain-object.js';
import type { ProjectIdentity } from './project-identity.js';
import type { ResourceRoute } from './resource-routing.js';
import { type SyncCheckpoint, zSyncCheckpoint } from './sync-checkpoint.js';
import { unless, zTextOrNull } from './text.js';

/**
 * What a snapshot is built from.
 *
 * @public
 */
export interface SnapshotInput {
  /** The tracker, in any spelling. */
  readonly provider: string;
  /** The adapter's workspace, not blank. */
  readonly workspace: string;
  /** Read for routing only; nothing of it appears in the snapshot. */
  readonly credentials: Readonly<Record<string, unknown>>;
  /** The ownership policy. */
  readonly doctrine: Doctrine;
  /** The host's project. */
  readonly project: ProjectIdentity;
  /** The issues of this provider and workspace, in any order. */
  readonly issues: readonly Issue[];
  /** The mappings of this provider and workspace, in any order. */
  readonly mappings: readonly IssueMapping[];
  /** How far the pull has come. */
  readonly checkpoint: SyncCheckpoint;
  /** Which key the snapshot names: the contract's (default) or one of its content. */
  readonly idempotency?: 'contract' | 'content';
  /** What happens to issues that their tracker marks as restricted. Default `refuse`: an error that names them. */
  readonly restricted?: 'refuse' | 'omit' | 'include';
  /** The routing table, in place of `RESOURCE_ROUTING_MAP`. */
  readonly routes?: Readonly<Record<string, ResourceRoute>>;
}

const nullableText = zTextOrNull;

const ROUTES = 'expected rows of { externalResourceType, credentialKey }, neither blank';
const isRoute = acceptor(strictObject({ externalResourceType: zNotBlank, credentialKey: zNotBlank }));
const areRoutes = (routes: object) => Object.values(routes).every(isRoute);

/** Everything but the insides of issues and mappings, which are checked one by one for speed. */
export const zSnapshotInput = strictObject({
  provider: zNotBlank,
  workspace: zNotBlank,
  credentials: zPlainObject,
  doctrine: zDoctrine,
  project: strictObject({ uuid: nullableText, slug: nullableText }),
  issues: listOf<unknown>(),
  mappings: listOf<unknown>(),
  checkpoint: zSyncCheckpoint,
  idempotency: optional(zOneOf(['contract', 'content'])),
  restricted: optional(zOneOf(['refuse', 'omit', 'include'])),
  routes: optional(objectOf<ResourceRoute>().check(unless(areRoutes, ROUTES))),
});
