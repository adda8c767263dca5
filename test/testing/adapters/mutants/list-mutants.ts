import type { ListIssuesQuery } from '../../../../src/contracts/adapter/issue-query.js';
import { createCursorCodec } from '../../../../src/digest/cursor.js';
import { ConflictError, isTrackerError } from '../../../../src/index.js';
import { issues, type Mutants, mapped, paged, shown, wrong } from './mutant.js';

const context = { operation: 'test', attempts: 0 };
const withoutCursor = ({ cursor: _, ...query }: ListIssuesQuery): ListIssuesQuery => query;

export const listMutants: Mutants = {
  'list/every-issue-once': [
    // The last of a page comes again on the next one.
    issues(({ list }) => ({
      list: async function* (query, call) {
        let last: readonly never[] = [];
        for await (const { items, cursor } of list(query, call)) {
          yield { items: [...last, ...items], cursor };
          last = wrong(items.slice(-1));
        }
      },
    })),
    // A walk by page number, from which something is moved away.
    issues(({ list }) => ({
      list: (query, call) =>
        paged(list(query, call), ({ items, cursor }, nth) => ({ items: nth === 1 ? items.slice(1) : items, cursor })),
    })),
  ],
  // By page number, over an order that changes.
  'list/changed-while-walked': issues(({ list }) => ({
    list: async function* (query = {}, call) {
      const { pageSize = 50 } = query;
      for (let page = 1; ; page++) {
        const everything = [];
        for await (const { items } of list({ ...withoutCursor(query), pageSize: 50 }, call)) everything.push(...items);
        const isLast = page * pageSize >= everything.length;
        yield {
          items: everything.slice((page - 1) * pageSize, page * pageSize),
          cursor: isLast ? null : String(page),
        };
        if (isLast) return;
      }
    },
  })),
  'list/page-size': issues(({ list }) => ({
    list: ({ pageSize, ...query } = {}, call) =>
      list({ ...query, ...(pageSize && { pageSize: Math.min(pageSize + 1, 51) }) }, call),
  })),
  'list/resume': [
    // Begins again.
    issues(({ list }) => ({
      list: async function* (query = {}, call) {
        if (query.cursor !== undefined) await list(query, call).next();
        yield* list(withoutCursor(query), call);
      },
    })),
    // Goes on one page too far.
    issues(({ list }) => ({
      list: (query = {}, call) =>
        paged(list(query, call), (page, nth) =>
          query.cursor !== undefined && nth === 0 && page.cursor !== null ? undefined : page,
        ),
    })),
  ],
  'list/foreign-cursor': issues(({ list }) => {
    // A cursor that brings its own query along, in place of the caller's.
    const cursors = createCursorCodec('any');
    return {
      list: async function* (query = {}, call) {
        const found = query.cursor === undefined ? undefined : cursors.open(query.cursor, 'issues.list');
        const asked: ListIssuesQuery = found === undefined ? query : JSON.parse(found);
        for await (const { items, cursor } of list(asked, call)) {
          yield { items, cursor: cursor && cursors.seal(JSON.stringify({ ...asked, cursor })) };
        }
      },
    };
  }),
  'list/damaged-cursor': [
    issues(({ list }) => ({
      list: (query = {}, call) => list(query.cursor === '' ? withoutCursor(query) : query, call),
    })),
    issues(({ list }, { serve }) => ({
      list: async function* (query = {}, call) {
        if (query.cursor !== undefined) await serve(call?.signal, () => {});
        yield* list(query, call);
      },
    })),
  ],
  'list/updated-since': [
    // After, and not at.
    issues(({ list }) => ({
      list: ({ updatedSince, ...query } = {}, call) => {
        const later = new Date(Date.parse(updatedSince ?? '') + 1);
        return list(
          { ...query, ...(updatedSince && { updatedSince: Number.isNaN(+later) ? updatedSince : later.toJSON() }) },
          call,
        );
      },
    })),
    // Some more, to be safe.
    issues(({ list }) => ({
      list: ({ updatedSince, ...query } = {}, call) => {
        const earlier = new Date(Date.parse(updatedSince ?? '') - 60_000);
        return list(
          { ...query, ...(updatedSince && { updatedSince: Number.isNaN(+earlier) ? updatedSince : earlier.toJSON() }) },
          call,
        );
      },
    })),
  ],
  'list/updated-since-order': issues(({ list }) => ({
    list: (query, call) =>
      paged(list(query, call), ({ items, cursor }) => ({
        items: query?.updatedSince ? items.toReversed() : items,
        cursor,
      })),
  })),
  'list/labels': [
    // Any of them.
    issues(({ list }) => ({
      list: ({ labels = [], ...query } = {}, call) =>
        labels.length < 2 || labels.includes('')
          ? list({ ...query, labels }, call)
          : paged(list(query, call), ({ items, cursor }) => ({
              items: items.filter((issue) => issue.labels.some((label) => labels.includes(label))),
              cursor,
            })),
    })),
    issues(({ list }) => ({
      list: ({ labels = [], ...query } = {}, call) => list({ ...query, labels: labels.slice(0, 1) }, call),
    })),
  ],
  'list/rare-label': issues(({ list }) => ({
    // An empty page is taken for the end.
    list: (query, call) =>
      paged(list(query, call), (page) => (page.items.length > 0 ? page : { ...page, cursor: null })),
  })),
  'list/state': [
    issues(({ list }) => ({
      list: (query = {}, call) => list(query.state === 'open' ? { ...query, state: 'all' } : query, call),
    })),
    issues(({ list }) => ({ list: (query, call) => list({ state: 'open', ...query }, call) })),
  ],
  'list/canonical': [
    shown((issue) => ({ ...issue, labels: issue.labels.toReversed() })),
    shown((issue) => ({ ...issue, labels: [...issue.labels, ...issue.labels] })),
    shown((issue) => ({ ...issue, ref: { ...issue.ref, workspace: 'elsewhere' } })),
    shown((issue) => ({ ...issue, ref: { ...issue.ref, url: '/issues/1' } })),
    shown((issue) => ({ ...issue, updatedAt: '2026-03-10T10:00:00+01:00' })),
    shown((issue) => ({ ...issue, createdAt: '2026-03-10' })),
    shown((issue) => ({ ...issue, assignees: wrong([null]) })),
    shown((issue) => ({ ...issue, colour: 'red' })),
  ],
  'list/raw': [
    shown((issue) => ({ ...issue, raw: null })),
    issues(({ list }) => ({ list: (query, call) => list({ ...query, raw: true }, call) })),
    issues(({ get }) => ({ get: (id, call) => get(id, { ...call, raw: true }) })),
  ],
  'list/bad-query': [
    issues(({ list }) => ({
      list: (query = {}, call) =>
        list(query.pageSize ? { ...query, pageSize: Math.min(query.pageSize, 50) } : query, call),
    })),
    issues(({ list }) => ({
      list: ({ updatedSince, labels, state, cursor, pageSize, raw } = {}, call) => {
        const known = { updatedSince, labels, state, cursor, pageSize, raw };
        return list(Object.fromEntries(Object.entries(known).filter(([, value]) => value !== undefined)), call);
      },
    })),
  ],
  'list/abort-between': issues(({ list }) => ({
    // Everything is read before the first page is shown.
    list: async function* (query, call) {
      const pages = [];
      for await (const page of list(query, call)) pages.push(page);
      yield* pages;
    },
  })),
  'ids/complete': [
    issues(({ ids }) => ({ ids: (query, call) => paged(ids(query, call), (page) => ({ ...page, cursor: null })) })),
    issues(({ ids }) => ({ ids: (query, call) => mapped(ids(query, call), (id) => `#${id}`) })),
    // As many APIs list them, unless they are asked for closed ones too.
    issues(({ ids }, tracker) => ({
      ids: (query, call) =>
        paged(ids(query, call), ({ items, cursor }) => ({
          items: items.filter((id) => tracker.issues.get(id)?.state !== 'Closed'),
          cursor,
        })),
    })),
  ],
  'search/text': [
    issues(({ list, search }) => ({
      search: (query, call) => (query.text === 'zanzibarite' ? list({}, call) : search(query, call)),
    })),
    issues(({ search }) => ({
      search: (query, call) => paged(search(query, call), () => ({ items: [], cursor: null })),
    })),
  ],
  'search/bad-query': [
    issues(({ search }) => ({
      search: ({ text = '*', ...query }, call) => search(query.native ? query : { text, ...query }, call),
    })),
    issues(({ search }) => ({
      search: (query, call) => search(query.text && query.native ? { native: query.native } : query, call),
    })),
  ],
  'get/same-as-listed': shown((issue) => ({ ...issue, body: null })),
  'get/unknown': [
    issues(({ get }) => ({
      get: (id, call) =>
        get(id, call).catch((error: unknown) => {
          throw isTrackerError(error, 'not_found') ? new ConflictError('no', { context }) : error;
        }),
    })),
  ],
  'get/odd-id': issues(({ get }) => ({
    get: (id, call) => get(/^\s*1/.test(id) ? String(Number.parseInt(id, 10)) : id, call),
  })),
};
