import { CATEGORIES, issue, type Json, LABELS_FIELD, PRIORITIES, PROJECT_ID, STATUSES, TRACKERS } from './fixtures.js';

/** An issue with its times, which Redmine keeps in microseconds and shows in seconds. */
export interface Stored {
  readonly json: Json;
  readonly created: number;
  updated: number;
}

/** What a Redmine holds. */
export interface Tables {
  readonly issues: Map<number, Stored>;
  readonly journals: Map<number, { readonly issue: number; readonly json: Json }>;
  readonly relations: Map<number, Json>;
  readonly attachments: Map<number, { readonly issue: number; readonly json: Json }>;
  readonly uploads: Map<string, { readonly id: number; readonly bytes: Uint8Array; readonly name: string }>;
  /** Puts an issue there, as somebody else would. */
  seed(changes?: Json, updated?: number): number;
  /** Somebody changes an issue. */
  touch(id: number): void;
  /** The issue as it is shown, without what `include` may name. */
  render(stored: Stored): Json;
  /** Writes fields by the names of the API, and gives the details of the journal's entry. */
  change(stored: Stored, fields: Json): Json[];
  remove(id: number): void;
  /** The issues that a query selects, in its order. */
  select(search: URLSearchParams, isOfProject: boolean): Stored[];
  nextId(): number;
  /** The server's time. */
  now(): string;
}

const BEGIN = Date.UTC(2026, 2, 10, 8) * 1000;
const iso = (micros: number) => new Date(Math.floor(micros / 1e6) * 1000).toISOString().replace('.000Z', 'Z');
const PLAIN = ['subject', 'start_date', 'due_date', 'done_ratio', 'estimated_hours', 'is_private'];
const CHOICES: Readonly<
  Record<string, readonly [name: string, from: readonly { readonly id: number; readonly name: string }[]]>
> = {
  status_id: ['status', STATUSES],
  tracker_id: ['tracker', TRACKERS],
  priority_id: ['priority', PRIORITIES.map(({ id, name }) => ({ id, name }))],
  category_id: ['category', CATEGORIES.map(({ id, name }) => ({ id, name }))],
  assigned_to_id: ['assigned_to', [5, 6].map((id) => ({ id, name: `User ${id}` }))],
  fixed_version_id: ['fixed_version', [{ id: 3, name: '1.0' }]],
};

export function createTables(): Tables {
  const issues: Tables['issues'] = new Map();
  const journals: Tables['journals'] = new Map();
  const relations: Tables['relations'] = new Map();
  const attachments: Tables['attachments'] = new Map();
  let clock = BEGIN;
  let lastId = 500;
  // 0.6 s: some issues share a second.
  const tick = () => {
    clock += 600_437;
    return clock;
  };

  function change({ json }: Stored, fields: Json): Json[] {
    const details: Json[] = [];
    const note = (name: string, old_value: unknown, new_value: unknown) => {
      if (JSON.stringify(old_value ?? null) !== JSON.stringify(new_value ?? null)) {
        details.push({
          property: 'attr',
          name,
          old_value: String(old_value ?? ''),
          new_value: String(new_value ?? ''),
        });
      }
    };
    for (const [field, value] of Object.entries(fields)) {
      if (PLAIN.includes(field)) {
        note(field, json[field], value);
        json[field] = value === '' ? null : value;
      }
      if (field === 'description') {
        // As a browser sends it, and as it comes back.
        const text = value ? String(value).replace(/\r?\n/g, '\r\n') : value;
        note(field, json[field], text);
        json[field] = text;
      }
      if (field === 'parent_issue_id') {
        note('parent_id', (json.parent as Json | undefined)?.id, value);
        if (value) json.parent = { id: Number(value) };
        else delete json.parent;
      }
      if (field === 'custom_fields') {
        const held = new Map(((json.custom_fields ?? []) as Json[]).map((each) => [each.id, each]));
        for (const { id, value: wanted } of value as Json[]) {
          held.set(id, { id, name: id === LABELS_FIELD ? 'Labels' : 'Colour', multiple: true, value: wanted });
          note(`cf_${id}`, undefined, wanted);
        }
        json.custom_fields = [...held.values()];
      }
      const [name, from] = CHOICES[field] ?? [];
      if (name === undefined || from === undefined) continue;
      const found = from.find(({ id }) => id === Number(value));
      note(field, (json[name] as Json | undefined)?.id, found?.id);
      // Null is no value for who it is assigned to: it is passed over.
      if (found) json[name] = found;
      else if (value === '' || (value === null && field !== 'assigned_to_id')) delete json[name];
    }
    return details;
  }

  function remove(id: number): void {
    issues.delete(id);
    for (const [key, { issue_id, issue_to_id }] of relations) {
      if (issue_id === id || issue_to_id === id) relations.delete(key);
    }
    for (const { json } of [...issues.values()]) {
      if ((json.parent as Json | undefined)?.id === id) remove(Number(json.id));
    }
  }

  function select(search: URLSearchParams, isOfProject: boolean): Stored[] {
    const value = (name: string) => search.get(name) ?? undefined;
    const of = (stored: Stored, name: string) => (stored.json[name] as Json | undefined)?.id;
    const tests: ((stored: Stored) => boolean)[] = [];
    const status = value('status_id') ?? 'open';
    if (status !== '*') {
      tests.push((stored) => {
        const { id, is_closed } = stored.json.status as (typeof STATUSES)[number];
        return status === 'open'
          ? !is_closed
          : status === 'closed'
            ? is_closed
            : status.split('|').includes(String(id));
      });
    }
    // Issues of subprojects belong to a project, unless the query says otherwise.
    if (isOfProject && value('subproject_id') === '!*') tests.push((stored) => of(stored, 'project') === PROJECT_ID);
    const since = /^>=(.+)$/.exec(value('updated_on') ?? '')?.[1];
    // Really behind the second before.
    if (since) tests.push(({ updated }) => updated > Date.parse(since) * 1000 - 1e6);
    const [, begin, end] = /^><(.+)\|(.+)$/.exec(value('updated_on') ?? '') ?? [];
    if (begin && end) {
      tests.push(({ updated }) => updated > Date.parse(begin) * 1000 - 1e6 && updated <= Date.parse(end) * 1000);
    }
    const ids = value('issue_id');
    const least = /^>=(\d+)$/.exec(ids ?? '')?.[1];
    if (least) tests.push(({ json }) => Number(json.id) >= Number(least));
    else if (ids) tests.push(({ json }) => ids.split(',').includes(String(json.id)));
    for (const name of ['tracker', 'category']) {
      const wanted = value(`${name}_id`);
      if (wanted && isOfProject) tests.push((stored) => wanted.split('|').includes(String(of(stored, name))));
    }
    const label = /^=(.*)$/.exec(value(`cf_${LABELS_FIELD}`) ?? '')?.[1];
    if (label) {
      tests.push(({ json }) => {
        const field = ((json.custom_fields ?? []) as Json[]).find(({ id }) => id === LABELS_FIELD);
        return label.split('|').some((each) => ((field?.value ?? []) as string[]).includes(each));
      });
    }
    for (const name of ['subject', 'description']) {
      const wanted = /^~(.*)$/.exec(value(name) ?? '')?.[1];
      if (wanted)
        tests.push(({ json }) =>
          String(json[name] ?? '')
            .toLowerCase()
            .includes(wanted.toLowerCase()),
        );
    }
    const found = [...issues.values()].filter((stored) => tests.every((test) => test(stored)));
    const sort = value('sort');
    const idOf = ({ json }: Stored) => Number(json.id);
    if (sort === 'updated_on,id') return found.sort((a, b) => a.updated - b.updated || idOf(a) - idOf(b));
    return found.sort((a, b) => (sort === 'id' ? 1 : -1) * (idOf(a) - idOf(b)));
  }

  return {
    issues,
    journals,
    relations,
    attachments,
    uploads: new Map(),
    change,
    remove,
    select,
    seed(changes = {}, updated) {
      const id = Math.max(0, ...issues.keys()) + 1;
      const at = tick();
      issues.set(id, { json: issue(id, changes), created: updated ?? at, updated: updated ?? at });
      return id;
    },
    touch(id) {
      const stored = issues.get(id);
      if (stored) stored.updated = tick();
    },
    render: ({ json, created, updated }) => ({ ...json, created_on: iso(created), updated_on: iso(updated) }),
    nextId: () => ++lastId,
    now: () => iso(tick()),
  };
}
