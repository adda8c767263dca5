/**
 * A provider's name in the one spelling that the wire has: trimmed, lower-case, `azure` and `azure-devops` as
 * `azure_devops`. Validates nothing: an unknown provider is legal.
 *
 * @public
 */
export function normalizeProvider(provider: string): string {
  const name = provider.trim().toLowerCase();
  return name === 'azure' || name === 'azure-devops' ? 'azure_devops' : name;
}
