import type { Issue } from '../../contracts/issue.js';
import { expectEqual } from '../stores/assert.js';
import { type AdapterCase, adapterCase } from './adapter-case.js';
import { faultOf, isUnsupported, made, settledPart } from './steps.js';
import { expectChoices, expectForFew, fullDraft, madeForFew, STATUSES, statusesOf } from './write-cases.js';

/** The rules of moving issues from one status to another. */
export const transitionCases: readonly AdapterCase[] = [
  adapterCase(
    'transition/every-status',
    'an issue gets to each status there is, and stays there',
    STATUSES,
    async (harness) => {
      const { issues } = harness.adapter;
      const { ref } = await made(harness);
      const statuses = await statusesOf(harness);
      for (const status of [...statuses, ...statuses.toReversed()]) {
        const { issue, warnings } = await issues.transition(ref.id, status);
        expectEqual([issue.status, warnings], [status, []], 'status and warnings after the transition');
        expectEqual(await issues.get(ref.id), issue, 'the issue by get, and by transition');
        expectEqual((await issues.transition(ref.id, status)).issue.status, status, 'the status after a repetition');
      }
    },
  ),
  adapterCase(
    'transition/unmapped-status',
    'a status that nothing stands for is refused, with the choices',
    STATUSES,
    async (harness) => {
      const issue = await made(harness);
      await expectChoices(harness, (status) => harness.adapter.issues.transition(issue.ref.id, status));
      expectEqual(await harness.adapter.issues.get(issue.ref.id), issue, 'the issue afterwards');
    },
  ),
  adapterCase(
    'transition/unknown',
    'a transition of what is not there is a NotFoundError',
    STATUSES,
    async ({ adapter, unknownId = '987654321' }) => {
      await faultOf(adapter.issues.transition(unknownId, 'todo'), 'not_found', `a transition of ${unknownId}`);
    },
  ),
  adapterCase(
    'transition/only-status',
    'a transition touches the status and nothing else',
    STATUSES,
    async (harness) => {
      const { issues } = harness.adapter;
      const { issue: before } = await issues.create(await fullDraft(harness));
      for (const to of await statusesOf(harness)) {
        let moved: Issue | undefined;
        // A kind of issue may lack a status that another has.
        const moving = issues.transition(before.ref.id, to).then(({ issue }) => {
          moved = issue;
        });
        if ((await isUnsupported(moving, 'status')) || !moved) continue;
        const after = settledPart(moved);
        const { status, statusName } = after;
        // Where a label says the status, it comes and goes.
        const labels = after.labels.filter((label) => before.labels.includes(label));
        expectEqual({ ...after, labels }, { ...settledPart(before), status, statusName }, `the issue in ${to}`);
      }
    },
  ),
  adapterCase('transition/restricted', 'what is for few stays so when it is moved', STATUSES, async (harness) => {
    const issue = await madeForFew(harness);
    if (!issue) return;
    for (const status of await statusesOf(harness)) {
      const result = await harness.adapter.issues.transition(issue.ref.id, status);
      await expectForFew(harness, result.issue, `in ${status}`);
    }
  }),
];
