import { type Json, PROJECT, SERVER, TYPES } from './fixtures.js';

/** A work item as it is kept. Times are in microseconds: more than JSON's dates hold, and less than Azure DevOps' seven digits. */
export interface Stored {
  readonly id: number;
  rev: number;
  fields: Json;
  formats: Record<string, string>;
  relations: Relation[];
  changed: number;
  readonly created: number;
  isDeleted: boolean;
  readonly project: string;
}

export interface Relation {
  readonly rel: string;
  readonly url: string;
  readonly attributes: Json;
}

export interface StoredComment extends Json {
  readonly id: number;
  readonly workItemId: number;
  text: string;
  format?: string;
  isDeleted?: boolean;
}

export interface Site {
  readonly items: Map<number, Stored>;
  readonly comments: Map<number, StoredComment>;
  readonly subscriptions: Map<string, Json>;
  readonly uploads: Map<string, { readonly name: string; readonly bytes: Uint8Array }>;
  /** Every tag, in the case it was first written in. */
  readonly tags: Map<string, string>;
  types: readonly Json[];
  /** Whether tags that are added join those that are there. */
  readonly addJoins: boolean;
  clock: number;
  /** The next time, 1.000437 s later. */
  tick(): number;
  /** Puts a work item there, as somebody else would. */
  seed(fields?: Json, changes?: Partial<Stored>): number;
  /** Somebody changes a work item. */
  touch(id: number, fields?: Json): void;
}

const BEGIN = Date.UTC(2026, 2, 10, 8) * 1000;

/** With as many digits as there are, as Azure DevOps writes them: `08:00:01.08Z`. */
export function timeText(micros: number): string {
  const fraction = String(micros % 1_000_000)
    .padStart(6, '0')
    .replace(/0+$/, '');
  return `${new Date(Math.floor(micros / 1000)).toISOString().slice(0, 19)}${fraction && `.${fraction}`}Z`;
}

export function createSite(changes: Partial<Pick<Site, 'types' | 'addJoins'>> = {}): Site {
  const site: Site = {
    items: new Map(),
    comments: new Map(),
    subscriptions: new Map(),
    uploads: new Map(),
    tags: new Map(),
    types: TYPES,
    addJoins: true,
    clock: BEGIN,
    tick() {
      site.clock += 1_000_437;
      return site.clock;
    },
    seed(fields = {}, more = {}) {
      const id = site.items.size + 1;
      const at = site.tick();
      site.items.set(id, {
        id,
        rev: 1,
        fields: {
          'System.Title': `Widget ${id} wobbles`,
          'System.State': 'New',
          'System.WorkItemType': 'Task',
          'System.Description': `<div>It wobbles.</div><div>Tighten screw ${id}.</div>`,
          'Microsoft.VSTS.Common.Priority': 2,
          'System.Tags': 'needs triage; ui',
          'Custom.Risk': 'high',
          ...fields,
        },
        formats: {},
        relations: [],
        created: at,
        changed: at,
        isDeleted: false,
        project: PROJECT,
        ...more,
      });
      for (const tag of String(fields['System.Tags'] ?? 'needs triage; ui').split('; '))
        site.tags.set(tag.toLowerCase(), tag);
      return id;
    },
    touch(id, fields = {}) {
      const item = site.items.get(id);
      if (!item) return;
      Object.assign(item.fields, fields);
      item.rev += 1;
      item.changed = site.tick();
    },
    ...changes,
  };
  return site;
}

/** A work item as it is shown. */
export function shown(
  { id, rev, fields, formats, relations, changed, created, project }: Stored,
  expand: string | null,
): Json {
  const present = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined && value !== ''));
  const parent = relations.find(({ rel }) => rel === 'System.LinkTypes.Hierarchy-Reverse');
  return {
    id,
    rev,
    fields: {
      'System.AreaPath': project,
      'System.TeamProject': project,
      'System.IterationPath': project,
      'System.Reason': 'New',
      'System.CommentCount': 0,
      ...present,
      'System.CreatedDate': timeText(created),
      'System.ChangedDate': timeText(changed),
      ...(parent && { 'System.Parent': Number(parent.url.split('/').at(-1)) }),
    },
    ...(Object.keys(formats).length > 0 && { multilineFieldsFormat: formats }),
    ...(/relations|all/i.test(expand ?? '') && relations.length > 0 && { relations }),
    url: `${SERVER}/_apis/wit/workItems/${id}`,
  };
}

/** What Azure DevOps lets through: no scripts, no handlers, no comments. */
export function sanitise(html: string): string {
  return html
    .replaceAll(/<!--[\s\S]*?-->/g, '')
    .replaceAll(/<script\b[\s\S]*?<\/script>/gi, '')
    .replaceAll(/\son\w+\s*=\s*(?:"[^"]*"|'[^']*'|[^\s>]+)/gi, '');
}
