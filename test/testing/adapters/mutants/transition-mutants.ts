import { issues, type Mutants } from './mutant.js';
import { conflictForNotFound, reworded } from './write-mutants.js';

export const transitionMutants: Mutants = {
  'transition/every-status': [
    issues(({ transition }) => ({
      transition: (id, status, call) => transition(id, status === 'in_review' ? 'in_progress' : status, call),
    })),
    // The issue as it was before.
    issues(({ get, transition }) => ({
      transition: async (id, status, call) => {
        const issue = status === 'blocked' ? undefined : await get(id, call);
        const { warnings, issue: after } = await transition(id, status, call);
        return { issue: { ...after, statusName: issue?.statusName ?? null }, warnings };
      },
    })),
  ],
  'transition/unmapped-status': [
    issues(({ transition }) => ({
      transition: (id, status, call) => transition(id, status === 'blocked' ? 'todo' : status, call),
    })),
    issues(({ transition }) => ({
      transition: (id, status, call) => transition(id, status, call).catch(reworded),
    })),
  ],
  'transition/unknown': issues(({ transition }) => ({
    transition: (id, status, call) => transition(id, status, call).catch(conflictForNotFound),
  })),
  'transition/only-status': [
    // A label says the status, and the others go.
    issues(({ transition, update }) => ({
      transition: async (id, status, call) => {
        const { issue } = await transition(id, status, call);
        return issue.labels.length > 0 ? update(id, { labels: [] }, call) : { issue, warnings: [] };
      },
    })),
    issues(({ transition, update }) => ({
      transition: async (id, status, call) => {
        const { issue, warnings } = await transition(id, status, call);
        return issue.assignees.length > 0 ? update(id, { assignees: [] }, call) : { issue, warnings };
      },
    })),
  ],
  'transition/restricted': issues(({ transition }, tracker) => ({
    transition: async (id, status, call) => {
      const result = await transition(id, status, call);
      const kept = tracker.issues.get(id);
      if (kept) kept.restricted = false;
      return result;
    },
  })),
};
