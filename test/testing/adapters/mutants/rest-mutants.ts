import type { IssueRelation, LinkType } from '../../../../src/contracts/issue-link.js';
import { ConflictError, isTrackerError, NotFoundError } from '../../../../src/index.js';
import { type Mutant, type Mutants, mapped, mutant, onlyOnce, paged, wrong } from './mutant.js';

const context = { operation: 'test', attempts: 0 };
const gone = new NotFoundError('gone', { context });

/** A link that is taken for one of another type. */
const mistaken = (type: LinkType, as: LinkType): Mutant =>
  mutant(({ links }) => {
    const other = (relation: IssueRelation) => (relation.type === type ? { ...relation, type: as } : relation);
    return {
      links: {
        add: (id, relation, call) => links.add(id, other(relation), call),
        remove: (id, relation, call) => links.remove(id, other(relation), call),
      },
    };
  });

export const commentMutants: Mutants = {
  'comments/in-order': [
    mutant(({ comments }) => ({
      comments: {
        list: (id, query, call) =>
          paged(comments.list(id, query, call), ({ items, cursor }) => ({ items: items.toReversed(), cursor })),
      },
    })),
    mutant(({ comments }) => ({
      comments: {
        list: (id, query, call) => paged(comments.list(id, query, call), (page) => ({ ...page, cursor: null })),
      },
    })),
    mutant(({ comments }) => ({
      comments: { add: async (...args) => ({ ...(await comments.add(...args)), author: null }) },
    })),
    mutant(({ comments }) => ({
      comments: {
        list: (id, query, call) =>
          mapped(comments.list(id, query, call), (comment) => ({
            ...comment,
            body: comment.body.split('\n')[0] ?? '',
          })),
      },
    })),
  ],
  'comments/resume': [
    mutant(({ comments }) => ({
      comments: {
        list: async function* (id, query = {}, call) {
          if (query.cursor !== undefined) await comments.list(id, query, call).next();
          yield* comments.list(id, {}, call);
        },
      },
    })),
    mutant(({ comments }) => ({
      comments: { list: (id, query, call) => comments.list(id, query?.cursor === '' ? {} : query, call) },
    })),
  ],
  'comments/update': [
    mutant(({ comments }) => ({
      comments: {
        update: async (id, comment, body, call) => {
          await comments.delete(id, comment, call);
          return comments.add(id, body, call);
        },
      },
    })),
    mutant(({ comments }) => ({
      comments: {
        update: async (id, comment, body, call) => ({ ...(await comments.update(id, comment, 'Lost.', call)), body }),
      },
    })),
    // By its own id, which is the tracker's and not the issue's.
    mutant(({ comments }, tracker) => ({
      comments: {
        update: async (id, comment, body, call) =>
          comments.update(tracker.comments.get(comment)?.issue ?? id, comment, body, call),
      },
    })),
    // Writes, and then looks.
    mutant(({ comments }, tracker) => ({
      comments: {
        update: async (id, comment, body, call) => {
          const kept = tracker.comments.get(comment);
          if (kept && kept.issue !== id) kept.text = body;
          return comments.update(id, comment, body, call);
        },
      },
    })),
  ],
  'comments/delete': [
    // By its own id, which is the tracker's and not the issue's.
    mutant(({ comments }, tracker) => ({
      comments: {
        delete: async (id, comment, call) => comments.delete(tracker.comments.get(comment)?.issue ?? id, comment, call),
      },
    })),
    mutant(({ comments }) => {
      const guard = onlyOnce(gone);
      return {
        comments: {
          delete: async (id, comment, call) => {
            await comments.delete(id, comment, call);
            guard(comment);
          },
        },
      };
    }),
    mutant(({ comments }) => ({ comments: { delete: async (id, _, call) => comments.delete(id, '', call) } })),
  ],
  'comments/restricted': [
    mutant(({ comments }) => ({
      comments: { add: (id, body, { visibility: _, ...call } = {}) => comments.add(id, body, call) },
    })),
    mutant(({ comments }) => ({
      comments: {
        list: (id, query, call) =>
          mapped(comments.list(id, query, call), (comment) => ({ ...comment, visibility: 'public' })),
      },
    })),
    mutant(({ comments }) => ({
      comments: { update: async (...args) => ({ ...(await comments.update(...args)), visibility: 'public' }) },
    })),
  ],
  'comments/unknown-issue': [
    mutant(({ comments }) => ({
      comments: {
        list: async function* (id, query, call) {
          if (id === '4711') yield { items: [], cursor: null };
          else yield* comments.list(id, query, call);
        },
      },
    })),
    mutant(({ comments }) => ({
      comments: {
        add: (...args) =>
          comments.add(...args).catch((error: unknown) => {
            throw isTrackerError(error, 'not_found') ? new ConflictError('no', { context }) : error;
          }),
      },
    })),
  ],
  'comments/blank': mutant(({ comments }) => ({
    comments: { add: (id, body, call) => comments.add(id, body.trim() || '(empty)', call) },
  })),
};

export const linkMutants: Mutants = {
  'links/direction': [
    mistaken('blocked_by', 'blocks'),
    mistaken('parent_of', 'relates_to'),
    mistaken('child_of', 'parent_of'),
    mistaken('duplicates', 'relates_to'),
    // Links are listed from the side that made them only.
    mutant(({ links }, tracker) => ({
      links: {
        list: async (id, call) =>
          (await links.list(id, call)).filter(
            ({ target }) => !tracker.links.some(({ to, from }) => to === id && from === target.id),
          ),
      },
    })),
  ],
  'links/add-twice': mutant(({ links }, tracker) => ({
    links: {
      add: async (id, relation, call) => {
        await links.add(id, relation, call);
        const last = tracker.links.find(({ from, to }) => from === id && to === relation.target.id);
        const isNew = tracker.links.length > 0 && tracker.links.at(-1) === last;
        if (last && isNew && call === undefined && !fresh.has(last)) fresh.add(last);
        else if (last && call === undefined) tracker.links.push({ ...last });
      },
    },
  })),
  'links/remove': [
    mutant(({ links }) => {
      const guard = onlyOnce(gone);
      return {
        links: {
          remove: async (id, relation, call) => {
            await links.remove(id, relation, call);
            guard(id, relation);
          },
        },
      };
    }),
    // What was added from the other side stays.
    mutant(({ links }, tracker) => ({
      links: {
        remove: async (id, relation, call) => {
          const isOurs = tracker.links.some(({ from, to }) => from === id && to === relation.target.id);
          if (isOurs || call !== undefined || relation.type !== 'blocked_by') await links.remove(id, relation, call);
        },
      },
    })),
  ],
  'links/remove-only': mutant(({ links }) => ({
    links: {
      remove: async (id, relation, call) => {
        for (const link of await links.list(id, call))
          if (link.type === relation.type) await links.remove(id, link, call);
        await links.remove(id, relation, call);
      },
    },
  })),
  'links/bad-relation': [
    mutant(({ links }) => ({
      links: {
        add: (id, relation, call) =>
          links.add(id, relation.type === wrong('likes') ? { ...relation, type: 'relates_to' } : relation, call),
      },
    })),
    mutant(({ links }) => ({
      links: {
        add: async (id, relation, call) => {
          await links.list(id, call);
          return links.add(id, relation, call);
        },
      },
    })),
  ],
};

const fresh = new WeakSet<object>();

export const fileMutants: Mutants = {
  'attachments/bytes': [
    mutant(({ attachments }) => ({
      attachments: { add: (id, draft, call) => attachments.add(id, { ...draft, name: encodeURI(draft.name) }, call) },
    })),
    mutant(({ attachments }, tracker) => ({
      attachments: {
        list: async (id, call) => {
          const own = await attachments.list(id, call);
          const all = await Promise.all([...tracker.issues.keys()].map((issue) => attachments.list(issue, call)));
          return own.length > 0 ? own : all.flat();
        },
      },
    })),
    mutant(({ attachments }) => ({
      attachments: { add: async (...args) => ({ ...(await attachments.add(...args)), type: null }) },
    })),
  ],
  'attachments/stream': mutant(({ attachments }) => ({
    attachments: {
      add: async (id, draft, call) => {
        const { content } = draft;
        if (content instanceof Uint8Array) return attachments.add(id, draft, call);
        // Only what comes first.
        const { value = new Uint8Array() } = await content.getReader().read();
        return attachments.add(id, { ...draft, content: value }, call);
      },
    },
  })),
  'attachments/unknown-issue': mutant(({ attachments }) => ({
    attachments: {
      add: (...args) =>
        attachments.add(...args).catch((error: unknown) => {
          throw isTrackerError(error, 'not_found') ? new ConflictError('no', { context }) : error;
        }),
    },
  })),
  'backlinks/upsert': [
    mutant(({ backlinks }) => ({
      backlinks: { upsert: (id, link, call) => backlinks.upsert(id, { ...link, key: link.url }, call) },
    })),
    mutant(({ backlinks }, tracker) => ({
      backlinks: {
        upsert: async (id, link, call) => {
          if (call === undefined) tracker.backlinks.delete(id);
          await backlinks.upsert(id, link, call);
        },
      },
    })),
  ],
  'backlinks/remove': [
    mutant(({ backlinks }) => {
      const guard = onlyOnce(gone);
      return {
        backlinks: {
          remove: async (id, key, call) => {
            await backlinks.remove(id, key, call);
            guard(id, key);
          },
        },
      };
    }),
    mutant(({ backlinks }) => ({ backlinks: { remove: (id, _, call) => backlinks.remove(id, '', call) } })),
    mutant((_, tracker) => ({
      backlinks: { remove: (id, _key, call) => tracker.serve(call?.signal, () => void tracker.backlinks.delete(id)) },
    })),
  ],
};

export const surroundingsMutants: Mutants = {
  'directory/projects': [
    mutant(({ directory }) => ({
      directory: {
        projects: (query, call) => mapped(directory.projects(query, call), (project) => ({ ...project, id: 'one' })),
      },
    })),
    mutant(({ directory }) => ({
      directory: {
        projects: (query, call) => paged(directory.projects(query, call), () => ({ items: [], cursor: null })),
      },
    })),
  ],
  'directory/labels': mutant(({ directory }) => ({
    directory: {
      labels: (query, call) =>
        paged(directory.labels(query, call), ({ items, cursor }) => ({ items: [...items, ' '], cursor })),
    },
  })),
  'directory/users': [
    mutant(({ directory }) => ({
      directory: { users: ({ cursor: _, ...query } = {}, call) => directory.users(query, call) },
    })),
    mutant(({ directory }) => ({
      directory: { users: (query, call) => mapped(directory.users(query, call), (user) => ({ ...user, name: '' })) },
    })),
  ],
  'directory/statuses': mutant(({ directory }) => ({
    directory: {
      statuses: (query, call) =>
        mapped(directory.statuses(query, call), (state) =>
          state.name === 'Review' ? { ...state, status: wrong('review') } : state,
        ),
    },
  })),
  'directory/issue-types': mutant(({ directory }) => ({
    directory: {
      issueTypes: (query, call) =>
        mapped(directory.issueTypes(query, call), (kind) => ({ ...kind, issueType: wrong(kind.name) })),
    },
  })),
  'directory/labels-in-use': mutant(({ directory }) => ({
    directory: { labels: (query, call) => mapped(directory.labels(query, call), encodeURIComponent) },
  })),
  'body/round-trip': [
    // Unescapes what is no entity.
    mutant(({ issues }) => ({
      issues: {
        create: (draft, call) =>
          issues.create(draft.body ? { ...draft, body: draft.body.replaceAll('&amp;', '&') } : draft, call),
      },
    })),
    // Formatting is lost.
    mutant(({ issues }) => ({
      issues: {
        create: (draft, call) =>
          issues.create(draft.body ? { ...draft, body: draft.body.replace(/\]\([^)]*\)/g, ']') } : draft, call),
      },
    })),
    // Lines lose what they are indented by.
    mutant(({ issues }) => ({
      issues: {
        create: (draft, call) =>
          issues.create(draft.body ? { ...draft, body: draft.body.replace(/^ +/gm, '') } : draft, call),
      },
    })),
    // Each pass adds something.
    mutant(({ issues }) => ({
      issues: {
        create: (draft, call) =>
          issues.create(draft.body?.includes('#') ? { ...draft, body: `\n${draft.body}` } : draft, call),
      },
    })),
  ],
  'body/active-nodes': [
    mutant(() => ({ body: { activeNodes: async () => [] } })),
    mutant(({ body }) => ({
      body: {
        activeNodes: async (rendered) => [...(await body.activeNodes(rendered)), { kind: 'mention', target: 'all' }],
      },
    })),
  ],
  'webhooks/life': [
    mutant(({ webhooks }) => ({
      webhooks: {
        register: async (hook, call) => ({ ...(await webhooks.register(hook, call)), secret: hook.secret }),
      },
    })),
    mutant(({ webhooks }) => {
      const guard = onlyOnce(gone);
      return {
        webhooks: {
          unregister: async (id, call) => {
            await webhooks.unregister(id, call);
            guard(id);
          },
        },
      };
    }),
    mutant(({ webhooks }) => ({ webhooks: { unregister: (_, call) => webhooks.unregister('', call) } })),
    mutant(({ webhooks }) => ({
      webhooks: { renew: async (id, call) => ({ ...(await webhooks.renew(id, call)), id: 'new' }) },
    })),
  ],
};
