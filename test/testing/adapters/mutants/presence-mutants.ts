import { NotFoundError, UnsupportedError } from '../../../../src/index.js';
import { harnessOf, issues, type Mutants, mutant, wrong } from './mutant.js';

const context = { operation: 'test', attempts: 0 };
const unsupported = async () => {
  throw new UnsupportedError('not here', { context });
};

export const presenceMutants: Mutants = {
  'presence/names': [
    mutant(() => ({ provider: wrong('Fake Tracker') })),
    mutant(() => ({ workspace: wrong(' ') })),
    mutant(() => ({ traits: { updatedSinceStepMs: 0 } })),
    mutant(() => ({ traits: { indexLagMs: Number.NaN } })),
  ],
  'presence/nothing-empty': [
    () => {
      const harness = harnessOf();
      return { ...harness, adapter: { ...harness.adapter, backlinks: wrong({}) } };
    },
    mutant(() => ({ links: wrong(null) })),
    mutant(() => ({ comments: { delete: wrong('none') } })),
  ],
  'presence/supported': [
    mutant(() => ({ links: { add: unsupported } })),
    mutant(() => ({ attachments: { findByClientKey: unsupported } })),
    mutant(() => ({
      webhooks: { health: async () => Promise.reject(new NotFoundError('no such hook', { context })) },
    })),
  ],
  'presence/read-only': [
    () => ({ ...harnessOf(), readOnly: () => harnessOf().adapter }),
    () => {
      const harness = harnessOf();
      const { webhooks: _, ...rest } = harness.readOnly?.() ?? harness.adapter;
      return { ...harness, readOnly: () => rest };
    },
  ],
  'presence/abort': [
    issues(({ get }) => ({ get: (id) => get(id) })),
    issues(({ findByClientKey }) => ({
      findByClientKey: async (key, call) => {
        const found = await findByClientKey(key);
        call?.signal?.throwIfAborted();
        return found;
      },
    })),
    mutant(({ comments }) => ({
      comments: {
        add: (...args) =>
          comments.add(...args).catch((cause: unknown) => Promise.reject(new Error('aborted', { cause }))),
      },
    })),
  ],
  'connection/report': [
    mutant(({ testConnection }) => ({
      testConnection: async (call) => ({ ...(await testConnection(call)), account: '' }),
    })),
    mutant(({ testConnection }) => ({
      testConnection: async (call) => ({ ...(await testConnection(call)), warnings: wrong([null]) }),
    })),
  ],
  'limits/report': [
    mutant((_, tracker) => ({
      limits: () => {
        tracker.serve(undefined, () => {});
        return { limits: [] };
      },
    })),
    mutant(() => ({ limits: () => ({ limits: [{ scope: 'core', limit: 1, remaining: -1, resetAt: null }] }) })),
    mutant(() => ({
      limits: () => ({ limits: [{ scope: 'core', limit: 1, remaining: 1, resetAt: '2026-03-10 09:00' }] }),
    })),
  ],
};
