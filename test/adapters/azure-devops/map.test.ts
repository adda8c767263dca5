import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { issueSchema } from '../../../src/contracts/issue.js';
import { type Json, MONA, SERVER, TYPES, type, WORKSPACE, ZOE } from './fixtures.js';
import { scene } from './scene.js';
import { timeText } from './site.js';

async function read(fields: Json, options: Parameters<typeof scene>[0] = {}, more: Json = {}) {
  const { azure, site } = scene(options);
  site.seed(fields, more);
  return azure.issues.get('1');
}

describe('a work item', () => {
  it('becomes an issue', async () => {
    const { azure, site } = scene({ customFields: ['Custom.Risk', 'Custom.None'] });
    const link = (rel: string, id: number) => ({ rel, url: `${SERVER}/_apis/wit/workItems/${id}`, attributes: {} });
    site.seed(
      { 'System.AssignedTo': ZOE, 'System.Tags': 'ui; Api;ui ;; sk-0123456789abcdef0123456789abcdef' },
      {
        relations: [
          link('System.LinkTypes.Hierarchy-Reverse', 7),
          link('System.LinkTypes.Dependency-Forward', 8),
          link('System.LinkTypes.Dependency-Reverse', 9),
          link('System.LinkTypes.Duplicate-Reverse', 10),
          link('System.LinkTypes.Duplicate-Forward', 11),
          link('System.LinkTypes.Hierarchy-Forward', 12),
          link('Microsoft.VSTS.Common.TestedBy-Forward', 13),
          { rel: 'Hyperlink', url: 'https://x.example/workItems/14', attributes: {} },
          { rel: 'ArtifactLink', url: 'vstfs:///Git/Commit/1', attributes: {} },
        ],
      },
    );
    const issue = await azure.issues.get('1');
    const target = (id: number) => ({
      system: 'azure_devops',
      workspace: WORKSPACE,
      id: String(id),
      key: `#${id}`,
      url: `${SERVER}/_workitems/edit/${id}`,
    });
    expect(issue).toEqual({
      ref: { ...target(1), url: `${SERVER}/Widget%20W%C3%B6rks/_workitems/edit/1` },
      title: 'Widget 1 wobbles',
      body: 'It wobbles.\\\nTighten screw 1.',
      status: 'todo',
      statusName: 'New',
      issueType: 'task',
      priority: 2,
      assignees: ['Zoe@acme.test'],
      labels: ['Api', 'ui'],
      parent: target(7),
      links: [
        { type: 'blocks', target: target(8) },
        { type: 'blocked_by', target: target(9) },
        { type: 'duplicates', target: target(10) },
        { type: 'parent_of', target: target(12) },
      ],
      customFields: { 'Custom.Risk': 'high' },
      createdAt: '2026-03-10T08:00:01.000437Z',
      updatedAt: '2026-03-10T08:00:01.000437Z',
      revision: '1',
      visibility: 'public',
      raw: null,
    });
    expect((await issueSchema['~standard'].validate(issue)).issues).toBeUndefined();
  });

  it.each([
    ['New', 'todo'],
    ['Active', 'in_progress'],
    ['Resolved', 'in_review'],
    ['Closed', 'done'],
    ['Removed', 'canceled'],
    ['Unheard of', 'todo'],
  ])('in %s is %s, by its category', async (state, status) => {
    expect(await read({ 'System.State': state })).toMatchObject({ status, statusName: state });
  });

  it('is what a name says, as far as its category lets it', async () => {
    const statusMap = { active: 'blocked', Closed: 'canceled', Removed: 'in_progress', New: 'done' } as const;
    const statusOf = async (state: string) => (await read({ 'System.State': state }, { statusMap })).status;
    expect([await statusOf('Active'), await statusOf('Closed')]).toEqual(['blocked', 'canceled']);
    // Closed is closed, and open is open.
    expect([await statusOf('Removed'), await statusOf('New')]).toEqual(['canceled', 'todo']);
  });

  it.each([
    ['Bug', 'bug'],
    ['Epic', 'epic'],
    ['Feature', 'epic'],
    ['User Story', 'story'],
    ['Risk', 'task'],
    ['Unheard of', 'task'],
  ])('of the type %s is %s', async (name, issueType) => {
    expect((await read({ 'System.WorkItemType': name })).issueType).toBe(issueType);
    expect((await read({ 'System.WorkItemType': name }, { typeMap: { [name]: 'chore' } })).issueType).toBe('chore');
  });

  it('is known by the reference name of its type, which is not translated', async () => {
    const { azure, site } = scene();
    const states = [
      ['新建', 'Proposed'],
      ['已关闭', 'Completed'],
    ] as const;
    site.types = [type('任务', states, { referenceName: 'Microsoft.VSTS.WorkItemTypes.Task' })];
    site.seed({ 'System.WorkItemType': '任务', 'System.State': '已关闭' });
    expect(await azure.issues.get('1')).toMatchObject({ issueType: 'task', status: 'done', statusName: '已关闭' });
  });

  it('has the states that its type is asked for, where the list of types has none', async () => {
    const { azure, site, server } = scene();
    site.types = TYPES.map(({ states, ...rest }) => ({ ...rest, hiddenStates: states }));
    site.seed({ 'System.State': 'Closed' });
    expect((await azure.issues.get('1')).status).toBe('done');
    expect(server.calls()).toContain('GET /_apis/wit/workitemtypes/User%20Story/states');
  });

  it('is read with types that were changed meanwhile, and they are read once', async () => {
    const { azure, site, server } = scene();
    site.seed();
    await azure.issues.get('1');
    await azure.issues.get('1');
    const readings = () => server.calls().filter((call) => call.endsWith('/workitemtypes')).length;
    expect(readings()).toBe(1);
    site.types = [
      type('Task', [
        ['New', 'Proposed'],
        ['Parked', 'Resolved'],
      ]),
    ];
    site.touch(1, { 'System.State': 'Parked' });
    expect((await azure.issues.get('1')).status).toBe('in_review');
    expect(readings()).toBe(2);
  });

  it.each([
    ['Zoë Doe <zoe@acme.test>', ['zoe@acme.test']],
    [MONA, ['mona@acme.test']],
    [{ displayName: 'Build', id: 'abc' }, ['abc']],
    [{ displayName: 'Nobody' }, []],
    ['', []],
    [undefined, []],
  ])('is assigned to %j as %j', async (person, assignees) => {
    expect((await read({ 'System.AssignedTo': person })).assignees).toEqual(assignees);
  });

  it.each([
    [1, undefined, 1],
    [4, undefined, 4],
    [0, undefined, null],
    [7, undefined, null],
    [undefined, undefined, null],
    [3, { 3: 0 }, 0],
  ] as const)('of priority %j with the map %j is %j', async (value, priorityMap, priority) => {
    const options = priorityMap ? { priorityMap } : {};
    expect((await read({ 'Microsoft.VSTS.Common.Priority': value }, options)).priority).toBe(priority);
  });

  it('that is a bug says in its steps what it says, else where nobody looks', async () => {
    const bug = { 'System.WorkItemType': 'Bug', 'System.Description': '<p>unseen</p>' };
    expect((await read({ ...bug, 'Microsoft.VSTS.TCM.ReproSteps': '<p>steps</p>' })).body).toBe('steps');
    expect((await read(bug)).body).toBe('unseen');
    expect((await read({ ...bug, 'System.WorkItemType': 'Task' })).body).toBe('unseen');
  });

  it.each(['markdown', 'Markdown'])('in %s is as it is', async (format) => {
    const fields = { 'System.Description': 'a **b** <i>\n\n- c' };
    expect((await read(fields, {}, { formats: { 'System.Description': format } })).body).toBe('a **b** <i>\n\n- c');
  });

  it('without a title is called by its number', async () => {
    expect((await read({ 'System.Title': ' ' })).title).toBe('#1');
  });

  it('keeps times as they are, with however many digits', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4e15 }), (micros) => {
        const text = timeText(micros);
        return !/\.\d*0Z$/.test(text) && Math.abs(Date.parse(text) - Math.floor(micros / 1000)) <= 1;
      }),
    );
  });
});
