import { clientMarker } from '../../../../src/digest/client-marker.js';
import {
  ConflictError,
  InvalidInputError,
  type IssueDraft,
  isTrackerError,
  NotFoundError,
} from '../../../../src/index.js';
import { issues, type Mutants, mutant, onlyOnce, wrong } from './mutant.js';

const context = { operation: 'test', attempts: 0 };
const gone = new NotFoundError('gone', { context });

/** The draft without some fields. */
const without = (draft: IssueDraft, ...names: readonly (keyof IssueDraft)[]) =>
  Object.fromEntries(Object.entries(draft).filter(([name]) => !names.includes(wrong(name)))) as unknown as IssueDraft;

export const conflictForNotFound = (error: unknown) => {
  throw isTrackerError(error, 'not_found') ? new ConflictError('no', { context }) : error;
};

/** An error with other problems. */
export const reworded = (error: unknown) => {
  if (!isTrackerError(error, 'invalid_input')) throw error;
  throw new InvalidInputError([{ path: 'status', message: 'cannot be set' }], { context });
};

export const createMutants: Mutants = {
  'create/title-only': [
    issues(({ create }) => ({
      create: async (draft, call) => {
        const { issue, warnings } = await create(draft, call);
        return { issue: { ...issue, body: issue.body ?? '' }, warnings };
      },
    })),
    issues(({ create }) => ({
      create: async (draft, call) => {
        const { issue, warnings } = await create(draft, call);
        const more = draft.priority === undefined ? [{ field: 'priority', message: 'there is none' }] : [];
        return { issue, warnings: [...warnings, ...more] };
      },
    })),
  ],
  'create/as-get': issues(({ create }) => ({
    // The draft, and not what the tracker made of it.
    create: async (draft, call) => {
      const { issue, warnings } = await create(draft, call);
      return { issue: { ...issue, ...draft, labels: draft.labels?.toReversed() ?? [] }, warnings };
    },
  })),
  'create/holds-or-warns': [
    issues(({ create }) => ({ create: (draft, call) => create(without(draft, 'assignees'), call) })),
    issues(({ create }) => ({ create: (draft, call) => create(without(draft, 'priority'), call) })),
    issues(({ create }) => ({ create: async (draft, call) => ({ ...(await create(draft, call)), warnings: [] }) })),
    issues(({ create }) => ({
      create: async (draft, call) => {
        const { issue, warnings } = await create(draft, call);
        const more = draft.assignees?.length ? [{ field: 'assignees', message: 'perhaps not all' }] : [];
        return { issue, warnings: [...warnings, ...more] };
      },
    })),
  ],
  'create/status': issues(({ create }) => ({
    create: async (draft, call) => {
      const { issue, warnings } = await create(draft.status === 'done' ? without(draft, 'status') : draft, call);
      const more = draft.status === 'done' ? [{ field: 'status', message: 'is the first one' }] : [];
      return { issue, warnings: [...warnings, ...more] };
    },
  })),
  'create/unmapped-status': [
    issues(({ create }) => ({
      create: (draft, call) => create(draft.status === 'blocked' ? { ...draft, status: 'todo' } : draft, call),
    })),
    issues(({ create }) => ({
      create: (draft, call) =>
        create(draft, call).catch((error) => (draft.status === 'blocked' ? reworded(error) : Promise.reject(error))),
    })),
    issues(({ create }) => ({
      create: async (draft, call) => {
        if (draft.status === 'blocked') await create(without(draft, 'status'), call);
        return create(draft, call);
      },
    })),
  ],
  'create/odd-labels': issues(({ create }) => ({
    create: (draft, call) =>
      create(
        draft.labels ? { ...draft, labels: draft.labels.map((label) => label.replace(/(?<=\S) (?=\S)/g, '-')) } : draft,
        call,
      ),
  })),
  'create/parent': issues(({ create }) => ({
    create: (draft, call) => create(without(draft, 'parent'), call),
  })),
  'create/restricted': issues(({ create }) => ({
    create: async (draft, call) => {
      const { issue } = await create(without(draft, 'visibility'), call);
      const isAsked = draft.visibility !== undefined;
      return { issue, warnings: isAsked ? [{ field: 'visibility', message: 'there is none' }] : [] };
    },
  })),
  'create/bad-draft': [
    issues(({ create }) => ({
      create: (draft, call) => create(draft.title?.trim() === '' ? { ...draft, title: 'Untitled' } : draft, call),
    })),
    issues(({ create }) => ({
      create: (draft, call) => create(without(draft, wrong('colour')), call),
    })),
    issues(({ create }, { serve }) => ({
      create: async (draft, call) => {
        await serve(call?.signal, () => {});
        return create(draft, call);
      },
    })),
  ],
};

export const clientKeyMutants: Mutants = {
  'client-key/issue': [
    issues(({ create, findByClientKey }) => ({
      // Keys without case.
      create: (draft, call) =>
        create(draft, call?.clientKey ? { ...call, clientKey: call.clientKey.toLowerCase() } : call),
      findByClientKey: (key, call) => findByClientKey(key.toLowerCase(), call),
    })),
    issues(({ create, findByClientKey }) => ({
      // Remembers, instead of asking the tracker.
      findByClientKey: async (key, call) => (key === 'suite/wp-1' ? undefined : findByClientKey(key, call)),
      create,
    })),
    issues(({ findByClientKey }) => ({
      findByClientKey: async (key, call) => (key.trim() === '' ? undefined : findByClientKey(key, call)),
    })),
    issues(({ findByClientKey, list }) => ({
      // Asks first, checks later.
      findByClientKey: async (key, call) => {
        await list({}, call).next();
        return findByClientKey(key, call);
      },
    })),
  ],
  'client-key/hidden': [
    issues(({ create }) => ({
      create: (draft, call) =>
        create(
          call?.clientKey ? { ...draft, labels: [...(draft.labels ?? []), clientMarker(call.clientKey)] } : draft,
          call,
        ),
    })),
    issues(({ create }, tracker) => ({
      create: async (draft, call) => {
        const result = await create(draft, call);
        const kept = tracker.issues.get(result.issue.ref.id);
        if (kept && call?.clientKey) kept.body += `\n(${call.clientKey})\n`;
        return result;
      },
    })),
    issues(({ create }) => ({
      create: (draft, call) =>
        create(call?.clientKey ? { ...draft, body: draft.body ?? 'Made by a host.' } : draft, call),
    })),
  ],
  'client-key/survives': issues(({ update }, tracker) => ({
    update: async (id, patch, call) => {
      const result = await update(id, patch, call);
      const kept = tracker.issues.get(id);
      if (kept && patch.body !== undefined) kept.body = patch.body;
      return result;
    },
  })),
  'client-key/idempotent': mutant(() => ({ traits: { createIsIdempotent: true } })),
  'client-key/comment': [
    mutant(({ comments }) => ({
      comments: {
        findByClientKey: async (id, key, call) =>
          (await comments.findByClientKey(id, key, call)) ??
          (key === 'suite/wp-1' ? comments.findByClientKey('1', key, call) : undefined),
      },
    })),
    mutant(({ comments }) => ({
      comments: {
        add: (id, body, call) => comments.add(id, call?.clientKey ? `${body}\n${call.clientKey}` : body, call),
      },
    })),
    mutant(({ comments }, tracker) => ({
      comments: {
        update: async (id, comment, body, call) => {
          const updated = await comments.update(id, comment, body, call);
          const kept = tracker.comments.get(comment);
          if (kept) kept.text = body;
          return updated;
        },
      },
    })),
    mutant(({ comments }) => ({
      comments: { add: (id, body, { clientKey: _, ...call } = {}) => comments.add(id, body, call) },
    })),
    mutant(({ comments }) => ({
      comments: {
        findByClientKey: async (id, key, call) => (key === '' ? undefined : comments.findByClientKey(id, key, call)),
      },
    })),
  ],
  'client-key/attachment': [
    mutant(({ attachments }) => ({
      attachments: { findByClientKey: async (id, _, call) => (await attachments.list(id, call)).at(-1) },
    })),
    mutant(({ attachments }) => ({
      attachments: { findByClientKey: async (id, _, call) => void (await attachments.list(id, call)) },
    })),
    mutant(({ attachments }) => ({
      attachments: {
        findByClientKey: async (id, key, call) => (key === '' ? undefined : attachments.findByClientKey(id, key, call)),
      },
    })),
  ],
  'client-key/link': [
    mutant(({ links }) => ({ links: { findByClientKey: async (id, _, call) => (await links.list(id, call))[0] } })),
    mutant(({ links }) => ({ links: { findByClientKey: async (id, _, call) => void (await links.list(id, call)) } })),
    mutant(({ links }) => ({
      links: {
        findByClientKey: async (id, key, call) => (key === '' ? undefined : links.findByClientKey(id, key, call)),
      },
    })),
  ],
};

export const updateMutants: Mutants = {
  'update/only-named': [
    // What is not named is emptied.
    issues(({ update }) => ({
      update: (id, patch, call) => update(id, patch.title ? { assignees: [], ...patch } : patch, call),
    })),
    // Labels are added, not replaced.
    issues(({ get, update }) => ({
      update: async (id, patch, call) => {
        if (patch.labels?.length !== 1 || Object.keys(patch).length > 1) return update(id, patch, call);
        const before = await get(id, call);
        return update(id, { labels: [...before.labels, ...patch.labels] }, call);
      },
    })),
  ],
  'update/holds-or-warns': [
    issues(({ update }) => ({
      update: (id, { priority, ...patch }, call) =>
        update(id, priority === null ? { ...patch, priority } : patch, call),
    })),
    issues(({ update }) => ({
      update: async (id, patch, call) => {
        const { issue, warnings } = await update(id, patch, call);
        const more = patch.issueType === 'bug' ? [{ field: 'issueType', message: 'perhaps' }] : [];
        return { issue, warnings: [...warnings, ...more] };
      },
    })),
  ],
  'update/clears': issues(({ update }) => ({
    // Null is taken for absent.
    update: (id, patch, call) =>
      update(id, Object.fromEntries(Object.entries(patch).filter(([, value]) => value !== null)), call),
  })),
  'update/restricted': [
    // Says for every field what it shall be.
    issues(({ update }) => ({ update: (id, patch, call) => update(id, { visibility: 'public', ...patch }, call) })),
    issues(({ update }) => ({
      update: (id, patch, call) => update(id, patch.body ? { ...patch, visibility: 'public' } : patch, call),
    })),
  ],
  'update/nothing': issues(({ get, update }) => ({
    update: async (id, patch, call) =>
      update(id, Object.keys(patch).length === 0 ? { title: (await get(id, call)).title } : patch, call),
  })),
  'update/unknown': issues(({ update }) => ({
    update: (id, patch, call) => update(id, patch, call).catch(conflictForNotFound),
  })),
  'update/bad-patch': [
    issues(({ update }) => ({
      update: (id, patch, call) => update(id, without(wrong(patch), wrong('colour')), call),
    })),
    issues(({ get, update }) => ({
      // Reads first, checks later.
      update: async (id, patch, call) => {
        await get(id, call);
        return update(id, patch, call);
      },
    })),
  ],
  'update/revision': issues(({ update }) => ({
    update: (id, { expectedRevision: _, ...patch }, call) => update(id, patch, call),
  })),
  'delete/gone': [
    issues(({ transition }) => ({
      delete: async (id, call) => {
        await transition(id, 'canceled', call).catch(() => {});
        call?.signal?.throwIfAborted();
      },
    })),
    issues(({ delete: remove }, tracker) => ({
      delete: async (id, call) => {
        await remove(id, call);
        if (call === undefined) tracker.issues.clear();
      },
    })),
  ],
  'delete/twice': issues(({ delete: remove }) => {
    const guard = onlyOnce(gone);
    return {
      delete: async (id, call) => {
        await remove(id, call);
        guard(id);
      },
    };
  }),
};
