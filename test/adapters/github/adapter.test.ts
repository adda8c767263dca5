import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  createGithubAdapter,
  type GithubAdapter,
  type GithubOptions,
  type GithubReader,
} from '../../../src/adapters/github/index.js';
import type { TrackerAdapter } from '../../../src/contracts/adapter/tracker-adapter.js';
import { CANARY } from './fixtures.js';
import { operations } from './operations.js';

const good = { owner: 'acme', repo: 'widgets', token: CANARY } as const;

/** `issues.list` and so on: every method that is there. */
function methodsOf(adapter: TrackerAdapter): string[] {
  return Object.entries(adapter)
    .flatMap(([name, member]) => {
      if (typeof member === 'function') return [name];
      return typeof member === 'object' && name !== 'traits'
        ? Object.keys(member).map((method) => `${name}.${method}`)
        : [];
    })
    .sort();
}

const READING = [
  'body.activeNodes',
  'body.render',
  'comments.findByClientKey',
  'comments.list',
  'directory.issueTypes',
  'directory.labels',
  'directory.projects',
  'directory.statuses',
  'directory.users',
  'issues.findByClientKey',
  'issues.get',
  'issues.ids',
  'issues.list',
  'issues.search',
  'limits',
  'links.list',
  'testConnection',
  'webhooks.list',
];
const WRITING = [
  'comments.add',
  'comments.delete',
  'comments.update',
  'issues.create',
  'issues.transition',
  'issues.update',
  'links.add',
  'links.remove',
  'webhooks.register',
  'webhooks.unregister',
];

describe('the adapter', () => {
  it('has what GitHub has, and nothing that it has not', () => {
    expect(methodsOf(createGithubAdapter(good))).toEqual([...READING, ...WRITING].sort());
  });

  it('that only reads has no method that writes', () => {
    expect(methodsOf(createGithubAdapter({ ...good, readOnly: true }))).toEqual(READING);
    expect(methodsOf(createGithubAdapter({ ...good, readOnly: false }))).toHaveLength(28);
  });

  it('has a type that says the same', () => {
    expectTypeOf(createGithubAdapter(good)).toEqualTypeOf<GithubAdapter>();
    expectTypeOf(createGithubAdapter({ ...good, readOnly: false })).toEqualTypeOf<GithubAdapter>();
    expectTypeOf(createGithubAdapter({ ...good, readOnly: true })).toEqualTypeOf<GithubReader>();
    // Who does not know whether it may write has to ask.
    expectTypeOf(createGithubAdapter({ ...good } as GithubOptions)).toEqualTypeOf<GithubReader>();
    expectTypeOf<GithubAdapter>().toExtend<TrackerAdapter>();
    expectTypeOf<GithubReader['issues']>().not.toHaveProperty('create');
    expectTypeOf<GithubAdapter['issues']>().not.toHaveProperty('delete');
    expectTypeOf<GithubAdapter['webhooks']>().not.toHaveProperty('renew');
    expectTypeOf<GithubAdapter['issues']['create']>().parameter(0).toExtend<{ readonly title: string }>();
  });

  it('has each of its methods among the operations that are tried against every fault', () => {
    const tried = new Set(operations.map(({ name }) => name.split(' ')[0]));
    expect(methodsOf(createGithubAdapter(good)).filter((name) => !tried.has(name))).toEqual([]);
  });
});
