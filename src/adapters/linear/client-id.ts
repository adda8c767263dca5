import { checkCreateOptions } from '../../contracts/adapter/write-input.js';
import { sha256Hex } from '../../digest/sha256.js';
import type { LinearCall } from './context.js';
import { isUuid } from './options.js';
import { knownTeam } from './team.js';

/**
 * The id of what is made under a client key: a UUID out of a SHA-256, in the form of version 4, which Linear takes. The same
 * for the same key, so that a second create is refused and the first one found.
 *
 * @param holder - The id of what it is made in, a team or an issue. Linear's ids are one space for all of its customers, and
 * two of them may well use the same keys.
 *
 * @internal
 */
export function clientId(kind: 'issue' | 'comment' | 'attachment', holder: string, clientKey: string): string {
  return toUuid(sha256Hex(JSON.stringify(['spec-kitty', kind, holder, clientKey])));
}

/** An id for what is made without a key, so that at least one call makes it once. @internal */
export function randomId({ ports }: Pick<LinearCall, 'ports'>): string {
  const digit = () => Math.floor(ports.random() * 16).toString(16);
  return toUuid(Array.from({ length: 32 }, digit).join(''));
}

function toUuid(hex: string): string {
  const variant = '89ab'[Number.parseInt(hex[16] ?? '0', 16) % 4];
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `${variant}${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join('-');
}

/** The id of the issue that a client key makes. @internal */
export async function issueIdOf(call: LinearCall, clientKey: string): Promise<string> {
  const { workspace } = call;
  return clientId('issue', isUuid(workspace) ? workspace : (await knownTeam(call)).id, clientKey);
}

/** A client key to look for: what is no key for a write is none for a search, and an absent one is as bad as a blank one. @internal */
export function expectKey({ operation }: LinearCall, clientKey: string): string {
  checkCreateOptions({ clientKey: clientKey ?? '' }, operation, 'linear');
  return clientKey;
}
