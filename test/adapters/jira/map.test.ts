import { describe, expect, it } from 'vitest';
import { toUtc } from '../../../src/adapters/jira/map.js';
import { issueSchema } from '../../../src/contracts/issue.js';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { adf, DOING, DONE, type Json, putIssue, REJECTED, REVIEW, TODO, timeIn } from './site.js';
import { subject } from './subject.js';

const WORKFLOW = { statuses: [TODO, DOING, REVIEW, DONE, REJECTED], transitions: [] };

async function mapped(fields: Json, options = {}, changes = {}) {
  const { jira, site } = subject(options, { workflow: WORKFLOW, ...changes });
  const { id } = putIssue(site, fields);
  return jira.issues.get(id);
}

describe('an issue', () => {
  it('has everything in its place', async () => {
    const { jira, site } = subject({ customFields: ['customfield_10016', 'duedate', 'nothing'] }, { zone: '+0530' });
    const parent = putIssue(site, { issuetype: '10000' });
    const { id } = putIssue(site, {
      summary: 'Widget wobbles',
      description: adf('It wobbles.'),
      issuetype: '10003',
      status: DOING.id,
      priority: 'High',
      assignee: 'acc-tom',
      labels: ['zebra', 'needs%20triage', clientMarker('wp-1'), 'ui', '100%'],
      parent: parent.id,
      customfield_10016: 5,
      duedate: '2026-04-01',
    });
    const issue = await jira.issues.get(id);
    expect(issue).toEqual({
      ref: {
        system: 'jira',
        workspace: 'acme.atlassian.net',
        id,
        key: 'ACME-2',
        url: 'https://acme.atlassian.net/browse/ACME-2',
      },
      title: 'Widget wobbles',
      body: expect.stringMatching(/^It wobbles\.\n?$/),
      status: 'in_progress',
      statusName: 'In Progress',
      issueType: 'bug',
      priority: 1,
      assignees: ['acc-tom'],
      labels: ['100%', 'needs triage', 'ui', 'zebra'],
      parent: {
        system: 'jira',
        workspace: 'acme.atlassian.net',
        id: parent.id,
        key: 'ACME-1',
        url: 'https://acme.atlassian.net/browse/ACME-1',
      },
      links: [],
      customFields: { customfield_10016: 5, duedate: '2026-04-01', nothing: null },
      createdAt: '2026-03-10T09:00:02.000Z',
      updatedAt: '2026-03-10T09:00:02.000Z',
      revision: null,
      visibility: 'public',
      raw: null,
    });
    expect((await issueSchema['~standard'].validate(issue)).issues).toBe(undefined);
  });

  it('survives fields that are null or hidden', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    server.intercept((request) => {
      if (request.method !== 'GET') return undefined;
      const status = { id: '1', name: 'Open', statusCategory: { key: 'new' } };
      const times = { created: '2026-03-10T09:00:00.000+0000', updated: '2026-03-10T10:00:00.000+0000' };
      const fields = {
        summary: ' ',
        status,
        issuetype: { id: '2', name: 'Task' },
        priority: null,
        assignee: null,
        ...times,
      };
      return Response.json({ id, key: 'ACME-1', fields });
    });
    expect(await jira.issues.get(id)).toMatchObject({
      title: 'ACME-1',
      body: null,
      priority: null,
      assignees: [],
      labels: [],
      parent: null,
      links: [],
      createdAt: '2026-03-10T09:00:00.000Z',
    });
  });

  it.each([
    [TODO, 'todo'],
    [DOING, 'in_progress'],
    [REVIEW, 'in_progress'],
    [DONE, 'done'],
    [REJECTED, 'done'],
  ] as const)('%j is %s by its category, whatever language its name is in', async (status, expected) => {
    const issue = await mapped({ status: status.id });
    expect(issue).toMatchObject({ status: expected, statusName: status.name });
  });

  it('takes an unknown category for something to be done', async () => {
    const odd = { id: '1', name: 'Odd', category: 'undefined' } as const;
    expect(await mapped({ status: '1' }, {}, { workflow: { statuses: [odd], transitions: [] } })).toMatchObject({
      status: 'todo',
    });
  });

  it('lets the host say what a status or a resolution means', async () => {
    const statusMap = { 'in review': 'in_review', "Won't Do": 'canceled', Duplicate: 'canceled' };
    expect((await mapped({ status: REVIEW.id }, { statusMap })).status).toBe('in_review');
    expect((await mapped({ status: REJECTED.id }, { statusMap })).status).toBe('canceled');
    expect((await mapped({ status: DONE.id, resolution: 'Duplicate' }, { statusMap })).status).toBe('canceled');
    expect((await mapped({ status: DONE.id, resolution: 'Fixed' }, { statusMap })).status).toBe('done');
  });

  it('of an open category is never closed by a name, nor one of the closed category opened', async () => {
    const statusMap = {
      'in review': 'done',
      "Won't Do": 'canceled',
      Done: 'blocked',
      'To Do': 'in_progress',
      Later: 'blocked',
    };
    for (const resolution of ["Won't Do", 'Later']) {
      expect((await mapped({ status: DOING.id, resolution }, { statusMap })).status).toBe('in_progress');
    }
    expect((await mapped({ status: REVIEW.id }, { statusMap })).status).toBe('in_progress');
    expect((await mapped({ status: DONE.id }, { statusMap })).status).toBe('done');
    expect((await mapped({ status: DONE.id, resolution: 'To Do' }, { statusMap })).status).toBe('done');
    // Within a category a name refines, or says more.
    expect((await mapped({ status: TODO.id }, { statusMap })).status).toBe('in_progress');
  });

  it.each([
    ['10000', 'epic'],
    ['10001', 'story'],
    ['10002', 'task'],
    ['10003', 'bug'],
    ['10004', 'subtask'],
  ])('of type %s is a %s', async (issuetype, expected) => {
    expect((await mapped({ issuetype })).issueType).toBe(expected);
  });

  it('of a type of their own is told by its level, unless the host says', async () => {
    const types = [
      { id: '1', name: 'Initiative', subtask: false, hierarchyLevel: 2 },
      { id: '2', name: 'Unteraufgabe', subtask: true, hierarchyLevel: -1 },
      { id: '3', name: 'Spike', subtask: false, hierarchyLevel: 0 },
    ];
    const of = async (issuetype: string, options = {}) => (await mapped({ issuetype }, options, { types })).issueType;
    expect([await of('1'), await of('2'), await of('3')]).toEqual(['epic', 'subtask', 'task']);
    expect(await of('3', { typeMap: { spike: 'chore' } })).toBe('chore');
  });

  it('has the priority that its name stands for', async () => {
    for (const [at, priority] of ['Highest', 'High', 'Medium', 'Low', 'Lowest'].entries()) {
      expect((await mapped({ priority })).priority).toBe(at);
    }
    expect((await mapped({ priority: 'Blocker' })).priority).toBe(null);
    expect((await mapped({ priority: 'Blocker' }, { priorityMap: { blocker: 0 } })).priority).toBe(0);
  });

  it('has the own words of type and priority where the host asks for them', async () => {
    const customFields = ['issuetype', 'priority'];
    const issue = await mapped({ issuetype: '10001', priority: 'Lowest' }, { customFields });
    expect(issue).toMatchObject({
      issueType: 'story',
      priority: 4,
      customFields: { issuetype: { id: '10001', name: 'Story' }, priority: { name: 'Lowest' } },
    });
  });

  it('with a security level is restricted', async () => {
    expect((await mapped({ security: '10200' })).visibility).toBe('restricted');
  });
});

describe('a time', () => {
  it.each([
    ['2024-12-29T08:43:45.214+0530', '2024-12-29T03:13:45.214Z'],
    ['2024-12-29T03:43:45.214+0530', '2024-12-28T22:13:45.214Z'],
    ['2024-12-31T20:30:00.000-0930', '2025-01-01T06:00:00.000Z'],
    ['2024-02-28T12:00:00.000-1100', '2024-02-28T23:00:00.000Z'],
    ['2024-02-29T13:00:00.001-1100', '2024-03-01T00:00:00.001Z'],
    ['2024-03-01T13:59:59.999+1400', '2024-02-29T23:59:59.999Z'],
    ['2024-03-01T14:00:00.000+1400', '2024-03-01T00:00:00.000Z'],
    ['2024-12-29T08:43:45.214+0000', '2024-12-29T08:43:45.214Z'],
    ['2024-12-29T08:43:45.214Z', '2024-12-29T08:43:45.214Z'],
    ['2024-12-29T08:43:45.214+05:30', '2024-12-29T03:13:45.214Z'],
  ])('%s is %s', (time, utc) => {
    expect(toUtc(time)).toBe(utc);
  });

  it('is the same moment in any zone', () => {
    for (let minutes = -14 * 60; minutes <= 14 * 60; minutes += 15) {
      const [hours, rest] = [Math.floor(Math.abs(minutes) / 60), Math.abs(minutes) % 60];
      const zone = `${minutes < 0 ? '-' : '+'}${String(hours).padStart(2, '0')}${String(rest).padStart(2, '0')}`;
      for (const moment of ['2026-03-10T00:00:00.000Z', '2026-12-31T23:59:59.999Z', '2024-02-29T11:22:33.444Z']) {
        expect(toUtc(timeIn(zone, Date.parse(moment)))).toBe(moment);
      }
    }
  });
});
