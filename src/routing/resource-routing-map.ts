import type { ResourceRoute } from '../contracts/resource-routing.js';

/**
 * Which resource of a provider a snapshot is routed to, and which credential names it. Keyed by normalised provider.
 *
 * The values are contract strings, not labels: changing one needs a versioned migration
 * (`docs/contract/README.md`). A new provider is one new row. Hosts extend the table for themselves by handing
 * `resolveResourceRouting` a map of their own: `{ ...RESOURCE_ROUTING_MAP, youtrack: { … } }`.
 *
 * @public
 */
export const RESOURCE_ROUTING_MAP: Readonly<Record<string, ResourceRoute>> = /* @__PURE__ */ Object.freeze({
  jira: /* @__PURE__ */ Object.freeze({ externalResourceType: 'jira_project', credentialKey: 'project_key' }),
  linear: /* @__PURE__ */ Object.freeze({ externalResourceType: 'linear_team', credentialKey: 'team_id' }),
});
