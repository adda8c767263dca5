import { describe, expect, it } from 'vitest';
import type { DirectoryUser } from '../../../src/contracts/adapter/directory-group.js';
import type { Page } from '../../../src/contracts/page.js';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { DOING, LONG_WORKFLOW, putIssue, user } from './site.js';
import { faultOf, itemsOf, pagesOf, subject } from './subject.js';

describe('the directory', () => {
  it('lists projects', async () => {
    const { jira } = subject();
    expect((await itemsOf(jira.directory.projects()))[0]).toEqual({
      id: '10000',
      name: 'Project ACME',
      key: 'ACME',
      url: 'https://acme.atlassian.net/browse/ACME',
    });
    expect((await itemsOf(jira.directory.projects())).map(({ key }) => key)).toEqual(['ACME', 'BETA', 'GAMA']);
  });

  it('lists labels as people gave them', async () => {
    const { jira, site } = subject();
    putIssue(site, { labels: ['ui', 'needs%20triage', clientMarker('x')] });
    expect(await itemsOf(jira.directory.labels())).toEqual(['needs triage', 'ui']);
  });

  it('lists users through windows that are empty, as far as Jira shows them', async () => {
    const { jira, site, server } = subject();
    site.users.push(...Array.from({ length: 1200 }, (_, at) => ({ ...user(`u${at}`), active: at < 50 || at >= 950 })));
    const pages: Page<DirectoryUser>[] = [];
    const walk = async () => {
      for await (const page of jira.directory.users()) pages.push(page);
    };
    // Somebody stands in the last window: what is behind it does not pass for nothing.
    expect(await faultOf(walk())).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('the first 1000 users'),
    });
    expect(pages.map(({ items }) => items.length)).toEqual([53, 0, 0, 0, 0, 0, 0, 0, 0, 47]);
    expect(pages.at(-1)?.cursor).not.toBe(null);
    const users = pages.flatMap(({ items }) => items);
    expect(users.slice(0, 3)).toEqual([
      { id: 'acc-mia', name: 'MIA', email: 'mia@acme.example' },
      { id: 'acc-tom', name: 'TOM', email: 'tom@acme.example' },
      { id: 'acc-ada', name: 'ADA', email: null },
    ]);
    expect(server.requests).toHaveLength(10);
    expect(new URL(server.requests[3]?.url ?? '').search).toBe('?project=ACME&query=&startAt=300&maxResults=100');
  });

  it('lists users to the end where there are fewer', async () => {
    const { jira } = subject();
    const pages = await pagesOf(jira.directory.users());
    expect(pages.map(({ items }) => items.length)).toEqual([3, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
    expect(pages.at(-1)?.cursor).toBe(null);
  });

  it('reads the list that it asked for, whatever stands beside it', async () => {
    const { jira, server } = subject();
    const type = { id: '1', name: 'Task' };
    server.intercept(({ url }) => {
      // As Jira's own description has it.
      if (url.includes('issuetypes?'))
        return Response.json({ createMetaIssueType: [], issueTypes: [type], total: 1, maxResults: 100 });
      return Response.json({ results: [], fields: [{ fieldId: 'summary', name: 'S', required: true }], total: 1 });
    });
    expect(await itemsOf(jira.directory.issueTypes())).toMatchObject([{ name: 'Task', fields: [{ id: 'summary' }] }]);
  });

  it('takes a page that does not say whether there are more for none', async () => {
    const { jira, server } = subject();
    server.intercept(() => Response.json({ values: ['ui'], maxResults: 1 }));
    expect(await faultOf(jira.directory.labels())).toMatchObject({ code: 'contract', problems: [{ path: 'total' }] });
  });

  it('lists the statuses of all workflows, each once', async () => {
    const { jira } = subject({ statusMap: { 'In Review': 'in_review' } }, { workflow: LONG_WORKFLOW });
    expect(await pagesOf(jira.directory.statuses())).toEqual([
      {
        items: [
          { id: '10100', name: 'To Do', status: 'todo' },
          { id: DOING.id, name: 'In Progress', status: 'in_progress' },
          { id: '10102', name: 'In Review', status: 'in_review' },
          { id: '10103', name: 'Done', status: 'done' },
        ],
        cursor: null,
      },
    ]);
  });

  it('lists issue types with all of their fields, over pages of both', async () => {
    const { jira } = subject({}, { required: ['customfield_10020'] });
    const pages = await pagesOf(jira.directory.issueTypes());
    expect(pages.map(({ items }) => items.map(({ issueType }) => issueType))).toEqual([
      ['epic', 'story'],
      ['task', 'bug'],
      ['subtask'],
    ]);
    const [epic] = pages[0]?.items ?? [];
    expect(epic?.fields).toHaveLength(12);
    expect(epic?.fields.find(({ id }) => id === 'customfield_10020')).toEqual({
      id: 'customfield_10020',
      name: 'Team',
      required: true,
      custom: true,
    });
    // It has a default.
    expect(epic?.fields.find(({ id }) => id === 'project')?.required).toBe(false);
    const rest = await itemsOf(jira.directory.issueTypes({ cursor: pages[0]?.cursor ?? '' }));
    expect(rest.map(({ name }) => name)).toEqual(['Task', 'Bug', 'Sub-task']);
  });

  it('looks into another project, by an id that stays one segment', async () => {
    const { jira, server } = subject();
    await itemsOf(jira.directory.statuses({ project: 'BETA' }));
    expect(server.calls()).toEqual(['GET /project/BETA/statuses']);
    expect(await faultOf(jira.directory.statuses({ project: '..' }))).toMatchObject({ code: 'invalid_input' });
    expect(await faultOf(jira.directory.statuses({ project: 'NONE' }))).toMatchObject({ code: 'not_found' });
  });

  it('refuses what a listing does not know', async () => {
    const { jira, server } = subject();
    const { directory, issues } = jira;
    for (const [pages, path] of [
      [directory.labels({ project: 'BETA' }), 'project'],
      [directory.projects({ project: 'BETA' }), 'project'],
      [directory.statuses({ cursor: 'x' }), 'cursor'],
      [directory.users({ name: 'Ada' } as never), 'name'],
      [directory.issueTypes({ type: '1' } as never), 'type'],
      [issues.ids({ labels: ['ui'] } as never), 'labels'],
    ] as const) {
      expect(await faultOf(pages)).toMatchObject({ code: 'invalid_input', problems: [{ path }] });
    }
    expect(server.requests).toHaveLength(0);
  });

  it('refuses a cursor of another list', async () => {
    const { jira } = subject();
    const { value } = await jira.directory.issueTypes().next();
    const cursor = value?.cursor ?? '';
    expect(await faultOf(jira.directory.issueTypes({ cursor, project: 'BETA' }))).toMatchObject({
      code: 'invalid_input',
    });
    expect(await faultOf(jira.directory.projects({ cursor }))).toMatchObject({ code: 'invalid_input' });
  });

  it('names a page that is not as agreed', async () => {
    const { jira, server } = subject();
    server.intercept(() => Response.json({ values: [{ id: 1 }], isLast: true }));
    expect(await faultOf(jira.directory.projects())).toMatchObject({
      code: 'contract',
      problems: [{ path: 'values[0].id' }, { path: 'values[0].key' }, { path: 'values[0].name' }],
    });
  });
});
