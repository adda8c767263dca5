import { describe, expect, it } from 'vitest';
import type { JiraOptions } from '../../../src/adapters/jira/index.js';
import type { IssueStatus } from '../../../src/contracts/issue-status.js';
import {
  adf,
  DOING,
  DONE,
  type Json,
  LONG_WORKFLOW,
  OPEN_WORKFLOW,
  putIssue,
  REJECTED,
  REVIEW,
  type Status,
  TODO,
  type Transition,
  type Workflow,
} from './site.js';
import { bodiesTo, faultOf, subject } from './subject.js';

interface Move {
  readonly to: IssueStatus;
  readonly from?: Status;
  readonly options?: Partial<JiraOptions>;
  /** Statuses in which another issue of the same type stands. */
  readonly peopled?: readonly Status[];
  readonly fields?: Json;
}

function stage(workflow: Workflow, { from = TODO, options, peopled = [], fields }: Omit<Move, 'to'>) {
  const made = subject(options, { workflow });
  for (const status of peopled) putIssue(made.site, { status: status.id });
  const issue = putIssue(made.site, { status: from.id, ...fields });
  made.server.requests.length = 0;
  const hops = async () =>
    (await bodiesTo(made.server, new RegExp(`/${issue.id}/transitions$`))).map(
      ({ transition }) => (transition as Json).id,
    );
  return { ...made, issue, hops };
}

const move = async (workflow: Workflow, { to, ...how }: Move) => {
  const at = stage(workflow, how);
  const result = await at.jira.issues.transition(at.issue.id, to);
  return { ...result, hops: await at.hops(), server: at.server };
};

const refused = async (workflow: Workflow, { to, ...how }: Move) => {
  const at = stage(workflow, how);
  const fault = await faultOf(at.jira.issues.transition(at.issue.id, to));
  return { fault, hops: await at.hops(), status: at.issue.fields.status };
};

const CANCEL = { "Won't Do": 'canceled' } as const;
const SELECTED: Status = { id: '10105', name: 'Selected for Development', category: 'new' };
const TESTING: Status = { id: '10106', name: 'Testing', category: 'indeterminate' };

function workflow(
  statuses: readonly Status[],
  ...ways: readonly (readonly [Status, Status, Transition['fields']?])[]
): Workflow {
  const transitions = ways.map(([from, to, fields], at): Transition => {
    return { id: String(at + 1), name: `To ${to.name}`, from: [from.id], to: to.id, ...(fields && { fields }) };
  });
  return { statuses, transitions };
}

describe('one transition', () => {
  it('is chosen by where it ends, never by its place or name', async () => {
    const { issue, warnings, hops } = await move(OPEN_WORKFLOW, { to: 'done' });
    expect(issue).toMatchObject({ status: 'done', statusName: 'Done' });
    expect(warnings).toEqual([]);
    expect(hops).toEqual(['31']);
  });

  it('is not made when the issue is there already', async () => {
    const { issue, hops, server } = await move(OPEN_WORKFLOW, { to: 'in_progress', from: DOING });
    expect(issue.status).toBe('in_progress');
    expect(hops).toEqual([]);
    expect(server.calls().some((call) => call.includes('transitions'))).toBe(false);
  });

  it('is made although an old resolution, or a word that contradicts, says that the issue is there', async () => {
    const flow = workflow([DOING, REVIEW, REJECTED], [DOING, REJECTED], [REVIEW, REJECTED]);
    const statusMap = { ...CANCEL, 'In Review': 'canceled' } as const;
    const left = await move(flow, {
      from: DOING,
      fields: { resolution: "Won't Do" },
      to: 'canceled',
      options: { statusMap },
    });
    expect(left).toMatchObject({ issue: { status: 'canceled', statusName: "Won't Do" }, hops: ['1'] });
    const named = await move(flow, { from: REVIEW, to: 'canceled', options: { statusMap } });
    expect(named).toMatchObject({ issue: { status: 'canceled', statusName: "Won't Do" }, hops: ['2'] });
  });

  it('goes to the status that the host named, or that has our own name for it, before any other of the category', async () => {
    const statuses = [TODO, REVIEW, TESTING, DOING, DONE, REJECTED];
    const flow = workflow(statuses, [TODO, REVIEW], [TODO, TESTING], [TODO, DOING], [TODO, REJECTED], [TODO, DONE]);
    expect((await move(flow, { to: 'in_progress' })).issue.statusName).toBe('In Progress');
    expect((await move(flow, { to: 'done' })).issue.statusName).toBe('Done');
    const statusMap = { ...CANCEL, testing: 'in_progress' } as const;
    expect((await move(flow, { to: 'in_progress', options: { statusMap } })).issue.statusName).toBe('Testing');
    expect((await move(flow, { to: 'canceled', options: { statusMap } })).issue.statusName).toBe("Won't Do");
  });

  it('is not guessed at where several would do', async () => {
    const flow = workflow([TODO, REVIEW, TESTING], [TODO, REVIEW], [TODO, TESTING]);
    const { fault, hops } = await refused(flow, { to: 'in_progress' });
    expect(fault).toMatchObject({
      code: 'invalid_input',
      problems: [
        { path: 'status', message: "may be any of 'In Review', 'Testing'; say in statusMap which one is meant" },
      ],
    });
    expect(hops).toEqual([]);
  });

  it('of two to one status is the one that asks for nothing', async () => {
    const screen = { resolution: { required: true, name: 'Resolution' } };
    const flow = workflow([TODO, DONE], [TODO, DONE, screen], [TODO, DONE]);
    expect((await move(flow, { to: 'done' })).hops).toEqual(['2']);
  });

  it('to a status that no category and no word stands for is refused with the choices', async () => {
    const { fault } = await refused(OPEN_WORKFLOW, { to: 'in_review' });
    expect(fault).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'status', message: expect.stringContaining('todo, in_progress, done') }],
      context: { attempts: 0 },
    });
  });

  it('is explained where there is none', async () => {
    const { fault } = await refused(workflow([TODO, DONE]), { to: 'done' });
    expect(fault).toMatchObject({
      code: 'rejected',
      message: expect.stringContaining("'To Do', and from there no transition is open"),
    });
  });
});

describe('the screen of a transition', () => {
  const resolution = (...names: string[]) => ({
    resolution: {
      required: true,
      name: 'Resolution',
      allowedValues: names.map((name, at) => ({ id: String(at), name })),
    },
  });

  it('is named field by field where it wants one', async () => {
    const screen = { ...resolution('Fixed'), customfield_1: { required: true, hasDefaultValue: true, name: 'Team' } };
    const { fault, hops, status } = await refused(workflow([TODO, DONE], [TODO, DONE, screen]), { to: 'done' });
    expect(fault).toMatchObject({
      code: 'rejected',
      message: expect.stringContaining("the screen of 'To Done' wants resolution"),
      fields: [{ path: 'resolution', message: "'Resolution' is required" }],
    });
    expect([hops, status]).toEqual([[], TODO.id]);
  });

  it('is filled from customFields of an update, which does not try to edit the resolution', async () => {
    const { jira, issue, site, server } = stage(workflow([TODO, DONE], [TODO, DONE, resolution('Fixed')]), {});
    const customFields = { resolution: { name: 'Fixed' }, customfield_10016: 3 };
    const result = await jira.issues.update(issue.id, { status: 'done', customFields });
    expect(result).toMatchObject({ issue: { status: 'done' }, warnings: [] });
    expect(site.issues.get(issue.id)?.fields).toMatchObject({ resolution: 'Fixed', customfield_10016: 3 });
    expect(await bodiesTo(server, /issue\/\d+$/, 'PUT')).toEqual([{ fields: { customfield_10016: 3 } }]);
  });

  const OFF = [{ field: 'customFields.resolution', message: expect.stringContaining("edit it without 'status'") }];

  it('says of a resolution that no transition took that it is not set', async () => {
    const { jira, issue } = stage(workflow([TODO, DONE], [TODO, DONE]), {});
    const change = { status: 'done', customFields: { resolution: { name: 'Fixed' } } } as const;
    expect(await jira.issues.update(issue.id, change)).toMatchObject({ issue: { status: 'done' }, warnings: OFF });
    // The issue is there already: there is no transition at all.
    expect(await jira.issues.update(issue.id, change)).toMatchObject({ warnings: OFF });
    expect(await jira.issues.create({ title: 'One', ...change })).toMatchObject({ warnings: OFF });
  });

  const TEAM = { customfield_10050: { required: true, name: 'Team' } };

  it('is filled with a field that the edit screen does not have', async () => {
    const { jira, issue, site, server } = stage(workflow([TODO, DONE], [TODO, DONE, TEAM]), {});
    const customFields = { customfield_10050: 'x', customfield_10016: 3 };
    const result = await jira.issues.update(issue.id, { title: 'Two', status: 'done', customFields });
    expect(result).toMatchObject({ issue: { title: 'Two', status: 'done' }, warnings: [] });
    expect(site.issues.get(issue.id)?.fields).toMatchObject(customFields);
    expect(await bodiesTo(server, /issue\/\d+$/, 'PUT')).toEqual([
      { fields: { summary: 'Two', ...customFields } },
      { fields: { summary: 'Two', customfield_10016: 3 } },
    ]);
  });

  it('alone holds what is to be written, so that there is no edit at all', async () => {
    const { jira, issue, server } = stage(workflow([TODO, DONE], [TODO, DONE, TEAM]), {});
    const change = { status: 'done', customFields: { customfield_10050: 'x' } } as const;
    expect(await jira.issues.update(issue.id, change)).toMatchObject({ issue: { status: 'done' }, warnings: [] });
    expect(server.calls().filter((call) => call.startsWith('P'))).toEqual([
      `PUT /issue/${issue.id}`,
      `POST /issue/${issue.id}/transitions`,
    ]);
    // The issue is there already, and has the value.
    expect(await jira.issues.update(issue.id, change)).toMatchObject({ warnings: [] });
  });

  it('is filled from a draft whose create screen lacks the field, without a warning', async () => {
    const { jira, site } = stage(workflow([TODO, DONE], [TODO, DONE, TEAM]), {});
    const customFields = { customfield_10050: 'x', customfield_10051: 'y' };
    const { issue, warnings } = await jira.issues.create({ title: 'One', status: 'done', customFields });
    expect(issue.status).toBe('done');
    expect(site.issues.get(issue.ref.id)?.fields).toMatchObject({ customfield_10050: 'x' });
    expect(warnings).toEqual([
      { field: 'customFields.customfield_10051', message: expect.stringContaining('left out') },
    ]);
  });

  it('says of a field that neither it nor the edit screen has that it is not set', async () => {
    const { jira, issue, site } = stage(workflow([TODO, DONE], [TODO, DONE, TEAM]), {});
    const customFields = { customfield_10050: 'x', customfield_10051: 'y' };
    expect(await jira.issues.update(issue.id, { status: 'done', customFields })).toMatchObject({
      issue: { status: 'done' },
      warnings: [{ field: 'customFields.customfield_10051', message: expect.stringContaining('edit screen') }],
    });
    expect(site.issues.get(issue.id)?.fields).not.toHaveProperty('customfield_10051');
    // Without a move nothing could take it.
    const edit = jira.issues.update(issue.id, { title: 'Two', customFields });
    expect(await faultOf(edit)).toMatchObject({ code: 'rejected', fields: [{}, {}] });
  });

  it('takes no field of an edit that fails for more than that', async () => {
    const { jira, issue, server } = stage(workflow([TODO, DONE], [TODO, DONE, TEAM]), {});
    const change = { status: 'done', customFields: { customfield_10050: 'x' }, title: 'x'.repeat(256) } as const;
    expect(await faultOf(jira.issues.update(issue.id, change))).toMatchObject({ code: 'rejected' });
    expect(server.calls()).toEqual([`PUT /issue/${issue.id}`]);
  });

  it.each([
    ['Markdown', 'All **done**'],
    ['a document', adf('All done')],
  ])('that wants a comment gets one (%s)', async (_, comment) => {
    const screen = { comment: { required: true, name: 'Comment' } };
    const { jira, issue, site, server } = stage(workflow([TODO, DONE], [TODO, DONE, screen]), {});
    const { fault } = await refused(workflow([TODO, DONE], [TODO, DONE, screen]), { to: 'done' });
    expect(fault.message).toContain('wants comment');
    const result = await jira.issues.update(issue.id, { status: 'done', customFields: { comment } });
    expect(result).toMatchObject({ issue: { status: 'done' }, warnings: [] });
    expect(site.comments.get(issue.id)).toMatchObject([{ body: { type: 'doc', content: [{ type: 'paragraph' }] } }]);
    expect(await bodiesTo(server, /issue\/\d+$/, 'PUT')).toEqual([]);
    const made = await jira.issues.create({ title: 'One', status: 'done', customFields: { comment } });
    expect(made).toMatchObject({ issue: { status: 'done' }, warnings: [] });
  });

  it('says nothing of a resolution that the issue has already', async () => {
    const { jira, issue } = stage(workflow([TODO, DONE], [TODO, DONE, resolution('Fixed')]), {});
    const change = { status: 'done', customFields: { resolution: { name: 'Fixed' } } } as const;
    for (let time = 0; time < 2; time++) {
      expect((await jira.issues.update(issue.id, change)).warnings).toEqual([]);
    }
  });

  it('takes the resolution of a draft with it, whose create screen has none', async () => {
    const { jira, server } = stage(workflow([TODO, DONE], [TODO, DONE, resolution('Fixed')]), {});
    const customFields = { resolution: { name: 'Fixed' } };
    const made = await jira.issues.create({ title: 'One', status: 'done', customFields });
    expect(made).toMatchObject({ issue: { status: 'done' }, warnings: [] });
    expect(await bodiesTo(server, /issue$/)).toHaveLength(1);
    expect(await bodiesTo(server, /transitions$/)).toMatchObject([{ fields: customFields }]);
  });

  it('gets the resolution that the host has a word for', async () => {
    const options = { statusMap: { Duplicate: 'canceled', Fixed: 'done' } } as const;
    const flow = workflow([TODO, DONE], [TODO, DONE, resolution('Duplicate', 'Fixed')]);
    expect(await move(flow, { to: 'done', options })).toMatchObject({ issue: { status: 'done' }, warnings: [] });
    expect(await move(flow, { to: 'canceled', options })).toMatchObject({
      issue: { status: 'canceled', statusName: 'Done' },
      warnings: [],
    });
  });

  it('closes nothing for a resolution that means something open', async () => {
    const options = { statusMap: { Later: 'blocked' } } as const;
    const { fault, hops } = await refused(workflow([TODO, DONE], [TODO, DONE, resolution('Later')]), {
      to: 'blocked',
      options,
    });
    expect(fault).toMatchObject({ code: 'invalid_input', problems: [{ path: 'status' }] });
    expect(hops).toEqual([]);
  });

  it('reopens what was resolved otherwise', async () => {
    const options = { statusMap: { Duplicate: 'canceled', Fixed: 'done' } } as const;
    const flow = workflow([TODO, DONE], [TODO, DONE, resolution('Duplicate', 'Fixed')], [DONE, TODO]);
    const result = await move(flow, { from: DONE, fields: { resolution: 'Duplicate' }, to: 'done', options });
    expect(result).toMatchObject({ issue: { status: 'done' }, warnings: [], hops: ['2', '1'] });
  });
});

describe('several transitions', () => {
  it('are planned through the statuses in which other issues stand', async () => {
    const statuses = [TODO, SELECTED, DOING, REVIEW, TESTING, DONE];
    const flow = workflow(
      statuses,
      [TODO, SELECTED],
      [TODO, DOING],
      [SELECTED, TODO],
      [DOING, TESTING],
      [TESTING, DOING],
      [DOING, REVIEW],
      [REVIEW, DONE],
    );
    const peopled = [SELECTED, DOING, REVIEW, TESTING];
    expect((await move(flow, { to: 'done', peopled })).hops).toEqual(['2', '6', '7']);
  });

  it('are made one by one where nobody shows the way and there is one only', async () => {
    const options = { statusMap: { 'In Review': 'in_review' } } as const;
    const { issue, hops } = await move(LONG_WORKFLOW, { to: 'done', options });
    expect(issue.statusName).toBe('Done');
    expect(hops).toEqual(['21', '23', '31']);
  });

  it('are not begun where the way is not known', async () => {
    const flow = workflow([TODO, SELECTED, DOING, DONE], [TODO, SELECTED], [TODO, DOING], [DOING, DONE]);
    const { fault, hops, status } = await refused(flow, { to: 'done' });
    expect(fault).toMatchObject({
      code: 'rejected',
      message: expect.stringContaining("only 'Selected for Development', 'In Progress' can be reached"),
    });
    expect([hops, status]).toEqual([[], TODO.id]);
  });

  it('are not begun towards a status that the workflow does not have', async () => {
    const { fault, hops } = await refused(OPEN_WORKFLOW, {
      to: 'blocked',
      options: { statusMap: { 'On Hold': 'blocked' } },
    });
    expect(fault).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'status', message: expect.stringContaining("'To Do', 'In Progress', 'Done'") }],
    });
    expect(hops).toEqual([]);
  });

  it('never lead through a status that is done', async () => {
    const flow = workflow([TODO, REJECTED, DOING], [TODO, REJECTED], [REJECTED, DOING]);
    const { fault, hops } = await refused(flow, { to: 'in_progress', peopled: [REJECTED] });
    expect(fault.code).toBe('rejected');
    expect(hops).toEqual([]);
  });

  it('are five at the most', async () => {
    const line = Array.from({ length: 8 }, (_, at): Status => {
      return { id: String(500 + at), name: `Step ${at}`, category: at === 7 ? 'done' : 'indeterminate' };
    });
    const flow = workflow(line, ...line.slice(1).map((to, at) => [line[at] as Status, to] as const));
    const peopled = line.slice(1, 7);
    const start = line[0] as Status;
    expect((await refused(flow, { from: start, to: 'done', peopled })).hops).toEqual([]);
    const near = line[2] as Status;
    expect((await move(flow, { from: near, to: 'done', peopled })).hops).toEqual(['3', '4', '5', '6', '7']);
    // Without anybody to show the way it goes on while the target may still be reached, and says where it stands.
    const alone = await refused(flow, { from: start, to: 'done' });
    expect(alone.fault.message).toContain("moves made before: 4, the last to 'Step 4'");
    expect(alone.hops).toHaveLength(4);
    expect(alone.fault).toMatchObject({ code: 'rejected', message: expect.stringContaining("is in 'Step 4'") });
  });

  it('that break off say how far they came', async () => {
    const { jira, issue, server } = stage(LONG_WORKFLOW, { options: { retry: { attempts: 1 } } });
    server.intercept(({ url }) => {
      return url.includes(`/${issue.id}/transitions`) && issue.fields.status === REVIEW.id
        ? new Response(null, { status: 503 })
        : undefined;
    });
    expect(await faultOf(jira.issues.transition(issue.id, 'done'))).toMatchObject({
      code: 'transport',
      retryable: true,
      message: expect.stringContaining("moves made before: 2, the last to 'In Review'"),
    });
  });

  it('are planned again when the way turns out to be another', async () => {
    const flow = workflow(
      [TODO, DOING, REVIEW, TESTING, DONE],
      [TODO, DOING],
      [DOING, REVIEW],
      [DOING, TESTING],
      [REVIEW, DONE],
      [TESTING, DONE],
    );
    const { jira, issue, server, hops } = stage(flow, { peopled: [DOING, REVIEW, TESTING] });
    // Only this issue may not go to the review.
    server.intercept(async ({ method, url }) => {
      if (method !== 'GET' || !url.includes(`/${issue.id}/transitions`) || issue.fields.status !== DOING.id)
        return undefined as never;
      const to = { id: TESTING.id, name: TESTING.name, statusCategory: { key: 'indeterminate' } };
      return Response.json({ transitions: [{ id: '3', name: 'To Testing', to }] });
    });
    await jira.issues.transition(issue.id, 'done');
    expect(await hops()).toEqual(['1', '3', '5']);
  });

  it('reach the target or end in a refusal that tells where, on workflows by chance', async () => {
    let seed = 7;
    const chance = (n: number) => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return Math.floor((seed / 2_147_483_648) * n);
    };
    const outcomes = { reached: 0, refused: 0 };
    for (let round = 0; round < 60; round++) {
      const statuses = Array.from({ length: 6 }, (_, at): Status => {
        return {
          id: String(600 + at),
          name: `S${at}`,
          category: at === 0 ? 'new' : at === 5 ? 'done' : 'indeterminate',
        };
      });
      const pick = () => statuses[chance(6)] as Status;
      const ways = Array.from({ length: 9 }, () => [pick(), pick()] as const).filter(([from, to]) => from !== to);
      const at = stage(workflow(statuses, ...ways), {
        from: statuses[0] as Status,
        peopled: statuses.filter(() => chance(2) === 0),
      });
      const ended = await at.jira.issues.transition(at.issue.id, 'done').catch((error: unknown) => error);
      const stands = statuses.find(({ id }) => id === at.issue.fields.status);
      const hops = (await at.hops()).length;
      expect(hops).toBeLessThanOrEqual(5);
      if (stands?.category === 'done') {
        outcomes.reached++;
        expect(ended).toMatchObject({ issue: { status: 'done' }, warnings: [] });
      } else {
        outcomes.refused++;
        expect(ended).toMatchObject({ code: 'rejected', message: expect.stringContaining(`'${stands?.name}'`) });
      }
    }
    expect(outcomes.reached).toBeGreaterThan(10);
    expect(outcomes.refused).toBeGreaterThan(10);
  });
});
