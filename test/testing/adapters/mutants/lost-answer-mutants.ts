import { AmbiguousWriteError } from '../../../../src/errors/ambiguous-write-error.js';
import { TransportError } from '../../../../src/errors/transport-error.js';
import { losingWrongly, type Mutants } from './mutant.js';

const details = { context: { operation: 'issues.create', provider: 'fake', attempts: 1 } };
const ambiguous = (clientKey?: string) =>
  new AmbiguousWriteError('fake: the answer was lost', { ...details, clientKey });
/** What says that it can be repeated. */
const undone = () => new TransportError('fake: the connection broke', { ...details, retryable: true });

/** Adapters that meet a lost answer wrongly. */
export const lostAnswerMutants: Mutants = {
  'lost-answer/create': [
    // Sends it again.
    losingWrongly(({ issues: { create } }) => ({
      issues: {
        create: async (draft, call) => {
          await create(draft, call);
          return create(draft, call);
        },
      },
    })),
    losingWrongly(({ issues: { create } }) => ({
      issues: {
        create: async (draft, call) => {
          await create(draft, call);
          throw undone();
        },
      },
    })),
    // Without the key nobody can look it up.
    losingWrongly(({ issues: { create } }) => ({
      issues: {
        create: async (draft, call) => {
          await create(draft, call);
          throw ambiguous();
        },
      },
    })),
  ],
  'lost-answer/update': [
    losingWrongly(({ issues: { update } }) => ({
      issues: {
        update: async (id, patch, call) => {
          await update(id, patch, call);
          throw undone();
        },
      },
    })),
    // Takes a change that was not made for done.
    losingWrongly(({ issues: { get } }) => ({
      issues: { update: async (id) => ({ issue: await get(id), warnings: [] }) },
    })),
  ],
  'lost-answer/delete': [
    losingWrongly(({ issues }) => ({
      issues: {
        delete: async (id, call) => {
          await issues.delete(id, call);
          throw undone();
        },
      },
    })),
    losingWrongly(() => ({ issues: { delete: async () => {} } })),
  ],
  'lost-answer/comment': [
    losingWrongly(({ comments: { add } }) => ({
      comments: {
        add: async (id, body, call) => {
          await add(id, body, call);
          return add(id, body, call);
        },
      },
    })),
    losingWrongly(({ comments: { add } }) => ({
      comments: {
        add: async (id, body, call) => {
          await add(id, body, call);
          throw undone();
        },
      },
    })),
  ],
};
