import { type Json, MONA, PROJECT } from './fixtures.js';
import { mirrorLinks, patched, typeOf } from './patch-items.js';
import { QueryError, type Row, readQuery } from './query.js';
import { type Ask, json, Refusal, type Routes } from './route.js';
import { type Site, type Stored, type StoredComment, sanitise, shown, timeText } from './site.js';

type Operations = Parameters<typeof patched>[2];

function itemAt(site: Site, id: string | undefined): Stored {
  const item = site.items.get(Number(id));
  if (item && !item.isDeleted && item.project === PROJECT) return item;
  const what = `TF401232: Work item ${id} does not exist, or you do not have permissions to read it.`;
  throw new Refusal(404, what, 'WorkItemUnauthorizedAccessException');
}

function query({ site, search, body }: Ask): Response {
  const text = String((body as Json).query);
  let asked: ReturnType<typeof readQuery>;
  try {
    asked = readQuery(text, { '@project': PROJECT, '@me': String(MONA.uniqueName) });
  } catch (error) {
    if (error instanceof QueryError) throw new Refusal(400, error.message, 'WorkItemTrackingQueryException');
    throw error;
  }
  if (asked.hasTimes && search.get('timePrecision') !== 'true') {
    const what = 'You cannot supply a time with the date when running a query using date precision.';
    throw new Refusal(400, what, 'WorkItemTrackingQueryException');
  }
  const rowOf =
    (item: Stored): Row =>
    (field) => {
      if (field === 'System.Id') return item.id;
      if (field === 'System.ChangedDate') return item.changed;
      if (field === 'System.CreatedDate') return item.created;
      if (field === 'System.TeamProject') return item.project;
      const value = item.fields[field];
      return typeof value === 'number' ? value : value === undefined ? undefined : String(value);
    };
  const found = [...site.items.values()]
    .filter((item) => !item.isDeleted)
    .map((item) => ({ item, row: rowOf(item) }))
    .filter(({ row }) => asked.matches(row));
  found.sort((a, b) => {
    for (const { field, sign } of asked.order) {
      const difference = Number(a.row(field)) - Number(b.row(field));
      if (difference !== 0) return sign * difference;
    }
    return 0;
  });
  const top = search.get('$top');
  if (top === null && found.length > 20_000) {
    const what = 'VS402337: The number of work items returned exceeds the size limit of 20000.';
    throw new Refusal(400, what, 'WorkItemTrackingQueryResultSizeLimitExceededException');
  }
  return json({
    queryType: 'flat',
    queryResultType: 'workItem',
    asOf: timeText(site.clock),
    columns: [{ referenceName: 'System.Id', name: 'ID' }],
    workItems: found
      .slice(0, Number(top ?? 20_000))
      .map(({ item }) => ({ id: item.id, url: `x/workItems/${item.id}` })),
  });
}

function batch({ site, body }: Ask): Response {
  const { ids, $expand, errorPolicy } = body as { ids: number[]; $expand?: string; errorPolicy?: string };
  if (ids.length > 200) throw new Refusal(400, 'VS403474: You may get 200 work items at most', 'ArgumentException');
  const value = ids.map((id) => {
    const item = site.items.get(id);
    if (item && !item.isDeleted) return shown(item, $expand ?? null);
    if (errorPolicy !== 'omit') itemAt(site, String(id));
    return null;
  });
  // The order is nobody's business; that it is another one shows who relies on it.
  return json({ count: value.length, value: value.toReversed() });
}

function createItem({ site, search, body }: Ask, name = ''): Response {
  const type = typeOf(site, decodeURIComponent(name));
  if (!type) throw new Refusal(404, `VS402323: Work item type ${name} does not exist`, 'WorkItemTypeNotFoundException');
  const [first] = type.states as readonly Json[];
  const isOnlyTried = search.get('validateOnly') === 'true';
  const at = isOnlyTried ? site.clock : site.tick();
  const blank: Stored = {
    id: site.items.size + 1,
    rev: 1,
    fields: {
      'System.State': first?.name,
      'System.WorkItemType': type.name,
      'System.CreatedBy': MONA,
      // The process gives it a default.
      'Microsoft.VSTS.Common.Priority': 2,
    },
    formats: {},
    relations: [],
    created: at,
    changed: at,
    isDeleted: false,
    project: PROJECT,
  };
  const made = patched(site, blank, body as Operations, true);
  if (!isOnlyTried) {
    site.items.set(made.id, made);
    mirrorLinks(site, [], made);
  }
  return json(shown(made, search.get('$expand')));
}

function changeItem({ site, search, body }: Ask, id = ''): Response {
  const before = itemAt(site, id);
  const after = patched(site, before, body as Operations, false);
  after.rev = before.rev + 1;
  after.changed = site.tick();
  site.items.set(after.id, after);
  mirrorLinks(site, before.relations, after);
  return json(shown(after, search.get('$expand')));
}

function commentAt(site: Site, item: string | undefined, id: string | undefined): StoredComment {
  const comment = site.comments.get(Number(id));
  if (comment?.workItemId === itemAt(site, item).id && !comment.isDeleted) return comment;
  throw new Refusal(404, `VS404411: Comment ${id} does not exist`, 'CommentNotFoundException');
}

function formatOf({ search }: Ask): string | undefined {
  if (search.get('api-version') === '6.0-preview.3') return undefined;
  return search.get('format') ?? 'html';
}

const COMMENTS = /^\/_apis\/wit\/workItems\/(\d+)\/comments$/i;
const COMMENT = /^\/_apis\/wit\/workItems\/(\d+)\/comments\/(\d+)$/i;

export const ITEM_ROUTES: Routes = [
  ['POST', /^\/_apis\/wit\/wiql$/i, query],
  ['POST', /^\/_apis\/wit\/workitemsbatch$/i, batch],
  ['POST', /^\/_apis\/wit\/workitems\/\$([^/]+)$/i, createItem],
  [
    'GET',
    /^\/_apis\/wit\/workitems\/(\d+)$/i,
    ({ site, search }, id) => json(shown(itemAt(site, id), search.get('$expand'))),
  ],
  ['PATCH', /^\/_apis\/wit\/workitems\/(\d+)$/i, changeItem],
  [
    'DELETE',
    /^\/_apis\/wit\/workitems\/(\d+)$/i,
    ({ site }, id) => {
      const item = itemAt(site, id);
      item.isDeleted = true;
      return json({ id: item.id, code: 200, name: item.fields['System.Title'], project: PROJECT });
    },
  ],
  [
    'POST',
    COMMENTS,
    (ask, id) => {
      const { site, body } = ask;
      const item = itemAt(site, id);
      const at = timeText(site.tick());
      const format = formatOf(ask);
      const comment: StoredComment = {
        mentions: [],
        workItemId: item.id,
        id: 5000 + site.comments.size,
        version: 1,
        text: sanitise(String((body as Json).text)),
        ...(format !== undefined && { format }),
        createdBy: MONA,
        createdDate: at,
        modifiedBy: MONA,
        modifiedDate: at,
      };
      site.comments.set(comment.id, comment);
      return json(comment);
    },
  ],
  [
    'GET',
    COMMENTS,
    ({ site, search }, id) => {
      const item = itemAt(site, id);
      const sign = search.get('order') === 'asc' ? 1 : -1;
      const all = [...site.comments.values()]
        .filter(({ workItemId, isDeleted }) => workItemId === item.id && !isDeleted)
        .sort((a, b) => sign * (a.id - b.id));
      // Fewer than were asked for, so that there are pages.
      const from = Number(search.get('continuationToken') ?? 0);
      const comments = all.slice(from, from + 2);
      const next = from + 2 < all.length ? { continuationToken: String(from + 2), nextPage: 'x' } : {};
      return json({ totalCount: all.length, count: comments.length, comments, ...next });
    },
  ],
  ['GET', COMMENT, ({ site }, item, id) => json(commentAt(site, item, id))],
  [
    'PATCH',
    COMMENT,
    (ask, item, id) => {
      const { site, body } = ask;
      const comment = commentAt(site, item, id);
      const format = formatOf(ask);
      const text = sanitise(String((body as Json).text));
      Object.assign(comment, { text, modifiedDate: timeText(site.tick()), ...(format && { format }) });
      return json(comment);
    },
  ],
  [
    'DELETE',
    COMMENT,
    ({ site }, item, id) => {
      commentAt(site, item, id).isDeleted = true;
      return json(null, 204);
    },
  ],
  [
    'POST',
    /^\/_apis\/wit\/attachments$/i,
    async ({ site, search, request }) => {
      const id = `0f2aa2d7-1c9e-4b57-9b0e-${String(site.uploads.size).padStart(12, '0')}`;
      const name = search.get('fileName') ?? '';
      site.uploads.set(id, { name, bytes: new Uint8Array(await request.arrayBuffer()) });
      const url = `${new URL(request.url).origin}/_apis/wit/attachments/${id}?fileName=${encodeURIComponent(name)}`;
      return json({ id, url }, 201);
    },
  ],
];
