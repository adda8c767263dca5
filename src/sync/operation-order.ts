import { identityKey } from './identity-key.js';
import type { SyncOperation } from './sync-plan.js';

const KINDS = ['create_here', 'update_here', 'create_there', 'update_there', 'link_there', 'skip'] as const;

type Creation = Extract<SyncOperation, { kind: 'create_there' }>;

/** Operations in the order in which they are carried out: by kind, and a draft behind the draft that it is part of. @internal */
export function inOrder(operations: readonly SyncOperation[]): SyncOperation[] {
  return KINDS.flatMap((kind) => {
    const some = operations.filter((operation) => operation.kind === kind);
    return kind === 'create_there' ? parentsFirst(some as Creation[]) : some;
  });
}

function parentsFirst(creations: readonly Creation[]): Creation[] {
  const waiting = new Map(creations.map((creation) => [identityKey(creation.ref), creation]));
  const ordered: Creation[] = [];
  for (const first of creations) {
    // Up to the ancestor that waits for nobody, and down again. No recursion: a chain may be long.
    const chain: Creation[] = [];
    let next: Creation | undefined = waiting.get(identityKey(first.ref));
    while (next) {
      waiting.delete(identityKey(next.ref));
      chain.unshift(next);
      next = next.draft.parent ? waiting.get(identityKey(next.draft.parent)) : undefined;
    }
    ordered.push(...chain);
  }
  return ordered;
}
