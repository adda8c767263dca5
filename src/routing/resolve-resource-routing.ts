import type { ResourceRoute, ResourceRouting } from '../contracts/resource-routing.js';
import { normalizeProvider } from './normalize-provider.js';
import { RESOURCE_ROUTING_MAP } from './resource-routing-map.js';

const UNAVAILABLE: ResourceRouting = /* @__PURE__ */ Object.freeze({
  externalResourceType: null,
  externalResourceId: null,
});

/**
 * The resource that a snapshot of this provider belongs to. Pure: no I/O, nothing changed, one look-up.
 *
 * Both parts are null for a provider outside the map, and for a credential that is missing, null, blank, or neither text
 * nor a safe integer: routing degrades, publishing goes on.
 *
 * @param provider - In any spelling; normalised here.
 * @param credentials - Read for the one key that the map names, own properties only.
 * @param map - Instead of {@link RESOURCE_ROUTING_MAP}: the same rows and more.
 *
 * @example
 * ```ts
 * resolveResourceRouting('Jira', { project_key: 'ACME' });
 * // { externalResourceType: 'jira_project', externalResourceId: 'ACME' }
 * ```
 *
 * @public
 */
export function resolveResourceRouting(
  provider: string,
  credentials: Readonly<Record<string, unknown>>,
  map: Readonly<Record<string, ResourceRoute>> = RESOURCE_ROUTING_MAP,
): ResourceRouting {
  const name = normalizeProvider(provider);
  const route = Object.hasOwn(map, name) ? map[name] : undefined;
  if (route === undefined || !Object.hasOwn(credentials, route.credentialKey)) return UNAVAILABLE;
  const value = credentials[route.credentialKey];
  const id = typeof value === 'string' ? value.trim() : Number.isSafeInteger(value) ? String(value) : '';
  return id === '' ? UNAVAILABLE : { externalResourceType: route.externalResourceType, externalResourceId: id };
}
