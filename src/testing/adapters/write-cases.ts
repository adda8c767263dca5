import type { IssueDraft, IssueWriteResult } from '../../contracts/adapter/issue-write.js';
import { unheldFields } from '../../contracts/adapter/unheld-fields.js';
import type { Issue } from '../../contracts/issue.js';
import { ISSUE_STATUSES, type IssueStatus } from '../../contracts/issue-status.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { expectEqual, expectTrue } from '../stores/assert.js';
import { type AdapterCase, adapterCase, type WholeHarness } from './adapter-case.js';
import { labelsOf } from './list-cases.js';
import { all, expectRefused, faultOf, idsOf, isSameRef, isUnsupported, made, settledPart } from './steps.js';

const CREATES = ['issues.create'];
const UPDATES = ['issues.create', 'issues.update'];
/** What a case of statuses needs. */
export const STATUSES = ['issues.create', 'issues.transition', 'directory.statuses'];

const BAD_DRAFTS: readonly [draft: object, path: string][] = [
  [{}, 'title'],
  [{ title: ' ' }, 'title'],
  [{ title: 'A', labels: ['a', ' '] }, 'labels[1]'],
  [{ title: 'A', priority: 9 }, 'priority'],
  [{ title: 'A', status: 'opened' }, 'status'],
  [{ title: 'A', issueType: 'incident' }, 'issueType'],
  [{ title: 'A', colour: 'red' }, 'colour'],
];

/** The statuses that the tracker's workflow has. */
export async function statusesOf({ adapter }: WholeHarness): Promise<IssueStatus[]> {
  return [...new Set((await all(adapter.directory.statuses())).map(({ status }) => status))];
}

/** A draft that says something in every field that trackers commonly have. */
export async function fullDraft(harness: WholeHarness): Promise<IssueDraft> {
  const { directory } = harness.adapter;
  const people = directory.users === undefined ? [] : await all(directory.users());
  const kinds = directory.issueTypes === undefined ? [] : await all(directory.issueTypes());
  const [kind = 'bug'] = kinds.some(({ issueType }) => issueType === 'bug') ? [] : kinds.map((one) => one.issueType);
  return {
    title: 'Everything at once',
    body: 'The first paragraph.\n\nThe second one.',
    issueType: kind,
    priority: 1,
    assignees: people.slice(0, 1).map(({ id }) => id),
    labels: labelsOf(harness),
  };
}

/** Checks that a result warns of what the tracker does not hold, and of nothing else. */
function expectHonest(asked: Partial<IssueDraft>, { issue, warnings }: IssueWriteResult, what: string): void {
  const unheld = unheldFields(asked, issue).map(({ field }) => field);
  const warned = [...new Set(warnings.map(({ field }) => field))];
  expectEqual(warned.toSorted(), unheld.toSorted(), `${what}: fields warned of, and fields that are not as asked`);
  for (const { field, message } of warnings)
    expectTrue(message.trim() !== '', `${what}: the warning of ${field} says why`);
}

/** Checks that a status nothing stands for is refused with a list of those that there are. */
export async function expectChoices(
  harness: WholeHarness,
  call: (status: IssueStatus) => Promise<unknown>,
): Promise<void> {
  const there = await all(harness.adapter.directory.statuses());
  const missing = ISSUE_STATUSES.filter((status) => !there.some((state) => state.status === status));
  for (const status of missing) {
    const { problems } = await faultOf(call(status), 'invalid_input', `the status ${status}`);
    const problem = problems.find(({ path }) => path === 'status');
    expectTrue(problem !== undefined, `the status ${status}: the problem is at status`);
    const isNamed = there.some(({ name, status: meaning }) =>
      [name, meaning].some((word) => problem?.message.includes(word)),
    );
    expectTrue(isNamed, `the status ${status}: the choices are listed; found ${JSON.stringify(problem?.message)}`);
  }
}

/** An issue for a few, or nothing where the tracker has no such thing. */
export async function madeForFew(harness: WholeHarness): Promise<Issue | undefined> {
  const making = made(harness, { title: 'For a few', visibility: 'restricted' });
  return (await isUnsupported(making)) ? undefined : making;
}

/** Checks that an issue is for a few, as it was handed out and as it is. */
export async function expectForFew({ adapter }: WholeHarness, issue: Issue, what: string): Promise<void> {
  const { visibility } = await adapter.issues.get(issue.ref.id);
  expectEqual([issue.visibility, visibility], ['restricted', 'restricted'], `${what}: its visibility, and by get`);
}

/** The rules of creating issues. */
export const createCases: readonly AdapterCase[] = [
  adapterCase(
    'create/title-only',
    'a title is enough, and there is nothing to warn of',
    CREATES,
    async ({ adapter }) => {
      const { issue, warnings } = await adapter.issues.create({ title: 'Only a title' });
      expectEqual([issue.title, issue.body, warnings], ['Only a title', null, []], 'title, body and warnings');
    },
  ),
  adapterCase('create/as-get', 'create gives the issue as get does afterwards', CREATES, async (harness) => {
    const { issue } = await harness.adapter.issues.create(await fullDraft(harness));
    expectEqual(issue, await harness.adapter.issues.get(issue.ref.id), 'the issue by create, and by get');
  }),
  adapterCase(
    'create/holds-or-warns',
    'what the tracker does not hold is warned of, field by field',
    CREATES,
    async (harness) => {
      const draft = await fullDraft(harness);
      expectHonest(draft, await harness.adapter.issues.create(draft), 'a full draft');
      for (const issueType of ['task', 'story', 'chore'] as const) {
        const asked = { title: `A ${issueType}`, issueType, priority: null, labels: [], body: null };
        const created = harness.adapter.issues.create(asked);
        // A kind that nothing stands for may be refused as well.
        if (await isUnsupported(created, 'issueType')) continue;
        expectHonest(asked, await created, asked.title);
      }
    },
  ),
  adapterCase('create/status', 'an issue is created in each status there is', [...STATUSES], async (harness) => {
    for (const status of await statusesOf(harness)) {
      const { issue, warnings } = await harness.adapter.issues.create({ title: `Born ${status}`, status });
      expectEqual([issue.status, warnings], [status, []], 'status and warnings of the new issue');
      expectEqual((await harness.adapter.issues.get(issue.ref.id)).status, status, 'the status by get');
    }
  }),
  adapterCase(
    'create/unmapped-status',
    'a status that nothing stands for is refused, with the choices',
    STATUSES,
    async (harness) => {
      const { issues } = harness.adapter;
      const before = idsOf(await all(issues.list())).length;
      await expectChoices(harness, (status) => issues.create({ title: 'Never made', status }));
      await harness.settle?.();
      expectEqual(idsOf(await all(issues.list())).length, before, 'the number of issues afterwards');
    },
  ),
  adapterCase(
    'create/odd-labels',
    'labels come back as they were given, or there is a warning',
    CREATES,
    async ({ adapter }) => {
      for (const label of ['two words', 'a,b', '50%20off', 'Grün 😀', 'a:b/c']) {
        const asked = { title: 'With an odd label', labels: [label] };
        try {
          expectHonest(asked, await adapter.issues.create(asked), `the label ${JSON.stringify(label)}`);
        } catch (error) {
          if (!isTrackerError(error, 'invalid_input')) throw error;
        }
      }
    },
  ),
  adapterCase('create/parent', 'an issue is part of another, or there is a warning', CREATES, async (harness) => {
    const parent = await made(harness);
    const result = await harness.adapter.issues.create({ title: 'A part', issueType: 'subtask', parent: parent.ref });
    const isHeld = isSameRef(result.issue.parent, parent.ref);
    const isWarned = result.warnings.some(({ field }) => field === 'parent');
    expectTrue(isHeld !== isWarned, `the parent is held or warned of; held: ${isHeld}, warned of: ${isWarned}`);
  }),
  adapterCase('create/restricted', 'what is meant for few is never shown to all', CREATES, async (harness) => {
    const issue = await madeForFew(harness);
    if (issue) await expectForFew(harness, issue, 'the new issue');
  }),
  adapterCase(
    'create/bad-draft',
    'a draft that breaks the contract is refused before anything is sent',
    CREATES,
    async (harness) => {
      for (const [draft, path] of BAD_DRAFTS) {
        const call = () => harness.adapter.issues.create(draft as IssueDraft);
        await expectRefused(harness, call, path, `the draft ${JSON.stringify(draft)}`);
      }
    },
  ),
];

/** The rules of changing and deleting issues. */
export const updateCases: readonly AdapterCase[] = [
  adapterCase('update/only-named', 'an update touches what it names and nothing else', UPDATES, async (harness) => {
    const { issues } = harness.adapter;
    const { issue } = await issues.create(await fullDraft(harness));
    const { id } = issue.ref;
    const { issue: updated, warnings } = await issues.update(id, { title: 'A new title' });
    expectEqual(warnings, [], 'warnings');
    expectEqual(settledPart(updated), { ...settledPart(issue), title: 'A new title' }, 'the issue afterwards');
    expectEqual(await issues.get(id), updated, 'the issue by get, and by update');
    const [one] = labelsOf(harness);
    const relabelled = (await issues.update(id, { labels: [one] })).issue;
    expectEqual(settledPart(relabelled), { ...settledPart(updated), labels: [one] }, 'the issue with other labels');
  }),
  adapterCase(
    'update/holds-or-warns',
    'each field is written as asked, or there is a warning',
    UPDATES,
    async (harness) => {
      const { issues } = harness.adapter;
      const { ref } = await made(harness);
      const { title: _, ...fields } = await fullDraft(harness);
      expectHonest(fields, await issues.update(ref.id, fields), 'a full patch');
      for (const [field, value] of Object.entries(fields)) {
        expectHonest({ [field]: value }, await issues.update(ref.id, { [field]: value }), `a patch of ${field}`);
      }
    },
  ),
  adapterCase('update/clears', 'what is set to nothing is gone', UPDATES, async (harness) => {
    const { issues } = harness.adapter;
    const { issue } = await issues.create(await fullDraft(harness));
    const nothing = { body: null, labels: [], assignees: [], priority: null };
    const result = await issues.update(issue.ref.id, nothing);
    expectHonest(nothing, result, 'a patch that clears');
    const { body, labels, assignees } = await issues.get(issue.ref.id);
    expectEqual([body, labels, assignees], [null, [], []], 'body, labels and assignees afterwards');
  }),
  adapterCase('update/restricted', 'what is for few stays so when it is changed', UPDATES, async (harness) => {
    const issue = await madeForFew(harness);
    if (!issue) return;
    for (const patch of [{ title: 'For a few, still' }, { body: 'Secret.' }]) {
      const result = await harness.adapter.issues.update(issue.ref.id, patch);
      await expectForFew(harness, result.issue, `after ${JSON.stringify(patch)}`);
    }
  }),
  adapterCase('update/nothing', 'an update of nothing changes nothing', UPDATES, async (harness) => {
    const { issues } = harness.adapter;
    const { issue } = await issues.create(await fullDraft(harness));
    expectEqual(await issues.update(issue.ref.id, {}), { issue, warnings: [] }, 'the result');
    expectEqual(await issues.get(issue.ref.id), issue, 'the issue afterwards');
  }),
  adapterCase(
    'update/unknown',
    'an update of what is not there is a NotFoundError',
    UPDATES,
    async ({ adapter, unknownId = '987654321' }) => {
      await faultOf(adapter.issues.update(unknownId, { title: 'A' }), 'not_found', `an update of ${unknownId}`);
    },
  ),
  adapterCase(
    'update/bad-patch',
    'a patch that breaks the contract is refused before anything is sent',
    UPDATES,
    async (harness) => {
      const { ref } = await made(harness);
      for (const [patch, path] of BAD_DRAFTS.slice(1)) {
        const call = () => harness.adapter.issues.update(ref.id, patch);
        await expectRefused(harness, call, path, `the patch ${JSON.stringify(patch)}`);
      }
    },
  ),
  adapterCase('update/revision', 'an update of an older revision changes nothing', UPDATES, async (harness) => {
    const { issues } = harness.adapter;
    const issue = await made(harness);
    const { id } = issue.ref;
    if (issue.revision === null) {
      const patch = { title: 'Never written', expectedRevision: '1' };
      const sent = harness.sent?.();
      await faultOf(issues.update(id, patch), 'unsupported', 'a precondition at a tracker that takes none');
      expectEqual(harness.sent?.(), sent, 'requests sent for it');
    } else {
      const patch = { title: 'Changed', expectedRevision: issue.revision };
      expectEqual(
        (await issues.update(id, patch)).issue.title,
        'Changed',
        'the title of the revision that was expected',
      );
      const stale = issues.update(id, { ...patch, title: 'Never written' });
      await faultOf(stale, 'conflict', 'an update of an older revision');
    }
    expectTrue((await issues.get(id)).title !== 'Never written', 'the title is not the one that was refused');
  }),
  adapterCase('delete/gone', 'what was deleted is gone', ['issues.create', 'issues.delete'], async (harness) => {
    const { issues } = harness.adapter;
    const [gone, kept] = [await made(harness), await made(harness)];
    await issues.delete(gone.ref.id);
    await faultOf(issues.get(gone.ref.id), 'not_found', 'get of what was deleted');
    await harness.settle?.();
    const found = idsOf(await all(issues.list()));
    expectEqual(
      [found.includes(gone.ref.id), found.includes(kept.ref.id)],
      [false, true],
      'listed: the one, the other',
    );
  }),
  adapterCase('delete/twice', 'deleting what is gone succeeds', ['issues.create', 'issues.delete'], async (harness) => {
    const { issues } = harness.adapter;
    const { ref } = await made(harness);
    await issues.delete(ref.id);
    await issues.delete(ref.id);
    await issues.delete(harness.unknownId ?? '987654321');
  }),
];
