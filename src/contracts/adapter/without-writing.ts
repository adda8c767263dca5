import type { TrackerAdapter } from './tracker-adapter.js';

/** The methods that change something at a tracker, by group. @internal */
export const WRITING_METHODS: Readonly<Record<string, readonly string[]>> = {
  issues: ['create', 'update', 'transition', 'delete'],
  comments: ['add', 'update', 'delete'],
  links: ['add', 'remove'],
  attachments: ['add'],
  backlinks: ['upsert', 'remove'],
  webhooks: ['register', 'unregister', 'renew'],
};

/**
 * An adapter without the methods that write, for `readOnly: true`. A group that only writes is absent.
 *
 * @public
 */
export function withoutWriting(adapter: TrackerAdapter): TrackerAdapter {
  const members = Object.entries(adapter).flatMap(([name, member]: [string, unknown]) => {
    const writing = WRITING_METHODS[name];
    if (writing === undefined || typeof member !== 'object' || member === null) return [[name, member] as const];
    const reading = Object.entries(member).filter(([method]) => !writing.includes(method));
    return reading.length === 0 ? [] : [[name, Object.fromEntries(reading)] as const];
  });
  // What is left out is optional in the interface, which the compiler cannot see by the names.
  return Object.fromEntries(members) as unknown as TrackerAdapter;
}
