/**
 * One row of the routing table: what a provider's resource is called on the wire, and which credential holds its id.
 *
 * @public
 */
export interface ResourceRoute {
  /** The locked wire value, such as `jira_project`. */
  readonly externalResourceType: string;
  /** The credential that holds the resource's id, such as `project_key`. */
  readonly credentialKey: string;
}

/**
 * The resource that a snapshot belongs to. Both parts or neither: null means "resolved, unavailable".
 *
 * @public
 */
export type ResourceRouting =
  | {
      /** The locked wire value, such as `jira_project`. */
      readonly externalResourceType: string;
      /** The resource's id at its tracker, trimmed. */
      readonly externalResourceId: string;
    }
  | { readonly externalResourceType: null; readonly externalResourceId: null };
