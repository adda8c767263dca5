import type { IssueMapping } from '../contracts/issue-mapping.js';
import type { Page } from '../contracts/page.js';

/**
 * The identity of a mapping. Many to many: a work package may map to several issues and an issue to several work
 * packages.
 *
 * @public
 */
export type MappingIdentity = Pick<IssueMapping, 'wpId' | 'system' | 'workspace' | 'externalId'>;

/**
 * Which mappings to list from a store.
 *
 * @public
 */
export interface MappingStoreQuery {
  /** Only mappings of this work package. */
  readonly wpId?: string;
  /** Only mappings to this tracker. */
  readonly system?: string;
  /** Only mappings to this workspace. */
  readonly workspace?: string;
  /**
   * Where to go on: the `cursor` of an earlier page of the same query. Another query's, or a text that is no cursor,
   * is refused.
   */
  readonly cursor?: string;
  /** Mappings per page at the most, an integer from 1 to 1000. Default 100. */
  readonly limit?: number;
}

/**
 * Which work package is which issue. A host backs it with its own database.
 *
 * Values cross this boundary by copy, both ways. Absence is `undefined`, never an error. Records are keyed by all four
 * parts of their identity, each as it is.
 *
 * @public
 */
export interface MappingStore {
  /** One mapping, or `undefined`. */
  get(mapping: MappingIdentity): Promise<IssueMapping | undefined>;
  /** Mappings in the order of the identities, `undefined` where there is none. */
  getMany(mappings: readonly MappingIdentity[]): Promise<readonly (IssueMapping | undefined)[]>;
  /** Inserts or replaces a mapping. */
  put(mapping: IssueMapping): Promise<void>;
  /** Inserts or replaces mappings, all or none. When one identity comes twice, the later one stays. */
  putMany(mappings: readonly IssueMapping[]): Promise<void>;
  /** Deletes a mapping. Deleting one that is not there succeeds. */
  delete(mapping: MappingIdentity): Promise<void>;
  /**
   * Mappings ordered by the UTF-8 bytes of work package, system, workspace and external id, in that order. The cursor
   * marks an identity, not a position: what is put or deleted while paging neither repeats nor hides another mapping. It
   * may be used again.
   *
   * Throws InvalidInputError for a limit out of range and for a cursor that is not this query's.
   */
  list(query?: MappingStoreQuery): Promise<Page<IssueMapping>>;
}
