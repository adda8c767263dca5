// What must not compile. Each expectation fails the check by itself when the error goes away.
import {
  buildSnapshot,
  createPublishClient,
  type ExternalRef,
  type Issue,
  isTrackerError,
  type ResourceRouting,
  type TrackerAdapter,
  type TrackerFault,
} from '@spec-kitty/tracker';
import { issue, least } from './adapter.js';

// @ts-expect-error a status is one of the contract's six words
export const status: Issue = { ...issue, status: 'open' };

// @ts-expect-error there is no priority 7
export const priority: Issue = { ...issue, priority: 7 };

// @ts-expect-error absence is null, never undefined
export const body: Issue = { ...issue, body: undefined };

// @ts-expect-error a misspelt key is seen
export const ref: ExternalRef = { system: 'a', workspace: 'b', id: 'c', key: null, url: null, link: null };

// @ts-expect-error an adapter lists issues
export const listless: TrackerAdapter = { ...least, issues: { get: least.issues.get } };

// @ts-expect-error what a tracker may lack has to be asked for
export const unasked = least.issues.create({ title: 'x' });

// @ts-expect-error an issue cannot be edited in place
issue.labels.push('b');

// @ts-expect-error the routing pair is atomic
export const half: ResourceRouting = { externalResourceType: 'jira_project', externalResourceId: null };

// @ts-expect-error receipts are required: without them an edit could be dropped as a duplicate
createPublishClient({ serverUrl: 'https://saas.example' });

// @ts-expect-error a snapshot needs a doctrine
buildSnapshot({
  provider: 'jira',
  workspace: 'w',
  credentials: {},
  project: { uuid: null, slug: null },
  issues: [],
  mappings: [],
  checkpoint: { cursor: null, updatedSince: null },
});

// @ts-expect-error a misspelt code is seen
isTrackerError(undefined, 'ratelimited');

export function forgetful(fault: TrackerFault): string {
  switch (fault.code) {
    case 'store':
      return 'store';
    default:
      // @ts-expect-error sixteen codes are left
      return fault satisfies never;
  }
}
