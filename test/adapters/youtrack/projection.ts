import type { Json } from './fixtures.js';

/** What `fields` asks for: names, each with what is asked for below it. */
export type Selection = ReadonlyMap<string, Selection>;

/** Reads `id,project(id,shortName)`. */
export function parseFields(text: string): Selection {
  let at = 0;
  const level = (): Selection => {
    const found = new Map<string, Selection>();
    while (at < text.length && text[at] !== ')') {
      const name = /^[$\w]+/.exec(text.slice(at))?.[0] ?? '';
      if (name === '') throw new Error(`fields: nothing at ${at} of ${text}`);
      at += name.length;
      let below: Selection = new Map();
      if (text[at] === '(') {
        at++;
        below = level();
        if (text[at] !== ')') throw new Error(`fields: a bracket is open in ${text}`);
        at++;
      }
      found.set(name, below);
      if (text[at] === ',') at++;
    }
    return found;
  };
  const all = level();
  if (at < text.length) throw new Error(`fields: a bracket too many in ${text}`);
  return all;
}

export interface ProjectionRules {
  /** Told of a name that the entity does not have: YouTrack itself is silent. */
  readonly unknown: (what: string) => void;
  /** How many entries a collection inside an answer has at the most. */
  readonly nestedTop: number;
}

/** An entity as YouTrack answers it: its `$type`, its `id`, and what was asked for. A member may be made when it is asked for. */
export function project(entity: unknown, selection: Selection, rules: ProjectionRules): unknown {
  if (typeof entity === 'function') return project(entity(), selection, rules);
  if (Array.isArray(entity)) return entity.slice(0, rules.nestedTop).map((one) => project(one, selection, rules));
  if (typeof entity !== 'object' || entity === null) return entity;
  const members = entity as Json;
  const answer: Json = { $type: members.$type };
  if (members.id !== undefined) answer.id = members.id;
  for (const [name, below] of selection) {
    if (name in members) answer[name] = project(members[name], below, rules);
    else if (!OF_SOME.has(name)) rules.unknown(`${String(members.$type)} has no ${name}`);
  }
  return answer;
}

/** Members that the values of some kinds of fields have and others have not, and kinds of projects' fields. */
const OF_SOME = new Set([
  'name',
  'isResolved',
  'minutes',
  'text',
  'bundle',
  'values',
  'possibleEvents',
  'ordinal',
  'archived',
]);
