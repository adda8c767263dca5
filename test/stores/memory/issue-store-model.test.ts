import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Issue } from '../../../src/contracts/issue.js';
import type { IssueStore } from '../../../src/stores/issue-store.js';
import { createMemoryIssueStore } from '../../../src/stores/memory/issue-store.js';
import { aRef } from '../../../src/testing/fixtures/a-ref.js';
import { anIssue } from '../../../src/testing/fixtures/an-issue.js';
import { runs } from '../../support/runs.js';

/** What an issue store is, said as simply as possible: a list that is searched and sorted. */
interface Model {
  issues: Issue[];
  /** The listing that is under way: what it has brought, and its cursor. */
  walk: { cursor: string; last: Issue } | undefined;
}

type Command = fc.AsyncCommand<Model, IssueStore>;

const identity = ({ ref: { system, workspace, id } }: Issue) => [system, workspace, id];
const isSame = (a: Issue, b: Issue) => identity(a).every((part, at) => part === identity(b)[at]);

function compare(a: Issue, b: Issue): number {
  const texts = (issue: Issue) => [identity(issue).join(':'), ...identity(issue)];
  const others = texts(b);
  for (const [at, text] of texts(a).entries()) {
    const order = Buffer.compare(Buffer.from(text), Buffer.from(others[at] ?? ''));
    if (order !== 0) return order;
  }
  return 0;
}

function put(model: Model, issue: Issue): void {
  model.issues = [...model.issues.filter((other) => !isSame(other, issue)), issue];
}

// Parts that meet, that contain the separator, and that two encodings order differently.
const issue = fc
  .record({
    system: fc.constantFrom('jira', 'a', 'a:b'),
    workspace: fc.constantFrom('acme', 'b', 'b:c', 'c'),
    id: fc.constantFrom('1', '10', '9', 'é', '\uff5e', '\u{1f600}', 'c:d', 'd'),
    title: fc.constantFrom('one', 'two', 'three'),
  })
  .map(({ title, ...ref }) => anIssue({ ref: aRef(ref), title }));

function puts(issues: readonly Issue[]): Command {
  return {
    check: () => true,
    run: async (model, store) => {
      const [only] = issues;
      await (issues.length === 1 && only ? store.put(only) : store.putMany(issues));
      for (const each of issues) put(model, each);
    },
    toString: () => `putMany(${JSON.stringify(issues.map(identity))})`,
  };
}

function deletes(target: Issue): Command {
  return {
    check: () => true,
    run: async (model, store) => {
      await store.delete(target.ref);
      model.issues = model.issues.filter((other) => !isSame(other, target));
    },
    toString: () => `delete(${JSON.stringify(identity(target))})`,
  };
}

function reads(issues: readonly Issue[]): Command {
  return {
    check: () => true,
    run: async (model, store) => {
      const expected = issues.map((wanted) => model.issues.find((other) => isSame(other, wanted)));
      expect(await store.getMany(issues.map(({ ref }) => ref))).toEqual(expected);
      for (const [at, { ref }] of issues.entries()) expect(await store.get(ref)).toEqual(expected[at]);
    },
    toString: () => `getMany(${JSON.stringify(issues.map(identity))})`,
  };
}

function listsAll(query: { system?: string; workspace?: string }): Command {
  return {
    check: () => true,
    run: async (model, store) => {
      const { system, workspace } = query;
      const expected = model.issues
        .filter(({ ref }) => (system ?? ref.system) === ref.system && (workspace ?? ref.workspace) === ref.workspace)
        .toSorted(compare);
      expect(await store.list({ ...query, limit: 1000 })).toEqual({ items: expected, cursor: null });
    },
    toString: () => `list(${JSON.stringify(query)})`,
  };
}

/** One more page of a listing that lives through all the other commands. */
function listsOn(limit: number): Command {
  return {
    check: () => true,
    run: async (model, store) => {
      const { walk } = model;
      const rest = model.issues.filter((each) => !walk || compare(each, walk.last) > 0).toSorted(compare);
      const page = await store.list({ limit: limit, ...(walk && { cursor: walk.cursor }) });
      expect(page.items).toEqual(rest.slice(0, limit));
      expect(page.cursor !== null).toBe(rest.length > limit);
      const last = page.items.at(-1);
      model.walk = page.cursor !== null && last ? { cursor: page.cursor, last } : undefined;
    },
    toString: () => `list on, ${limit}`,
  };
}

const part = (text: fc.Arbitrary<string>) => fc.option(text, { nil: undefined });
const commands = fc.commands<Model, IssueStore, false>(
  [
    fc.array(issue, { maxLength: 12 }).map((issues) => puts(issues)),
    issue.map((only) => puts([only])),
    issue.map((target) => deletes(target)),
    fc.array(issue, { maxLength: 4 }).map((issues) => reads(issues)),
    fc
      .record({ system: part(fc.constantFrom('a', 'jira')), workspace: part(fc.constantFrom('acme', 'b:c')) })
      .map(({ system, workspace }) => listsAll({ ...(system && { system }), ...(workspace && { workspace }) })),
    fc.integer({ min: 1, max: 4 }).map((limit) => listsOn(limit)),
  ],
  { maxCommands: 40, size: '+1' },
);

test('the twin behaves like the model', async () => {
  await fc.assert(
    fc.asyncProperty(commands, (steps) =>
      fc.asyncModelRun(() => ({ model: { issues: [], walk: undefined }, real: createMemoryIssueStore() }), steps),
    ),
    { numRuns: runs(100) },
  );
});
