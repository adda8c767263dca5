import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toIssue } from '../../../src/adapters/github/map.js';
import { type WireIssue, zWireIssue } from '../../../src/adapters/github/wire.js';
import { issueSchema } from '../../../src/contracts/issue.js';
import { markBody } from '../../../src/digest/client-marker.js';
import { compareUtf8 } from '../../../src/digest/utf8-order.js';
import { issue, type Json, label, user } from './fixtures.js';
import { type Maps, naming } from './naming.js';

const map = (changes: Json = {}, workspace = 'acme/widgets', maps: Maps = {}) =>
  toIssue(zWireIssue.parse(issue(12, changes)), naming(workspace, maps), false);

describe('an issue', () => {
  it('comes over whole', () => {
    expect(map()).toEqual({
      ref: {
        system: 'github',
        workspace: 'acme/widgets',
        id: '12',
        key: '#12',
        url: 'https://github.com/acme/widgets/issues/12',
      },
      title: 'Widget 12 wobbles',
      body: 'It wobbles.\r\n\r\n- [ ] tighten screw 12',
      status: 'todo',
      statusName: 'open',
      issueType: 'task',
      priority: null,
      assignees: ['adam', 'zoe'],
      labels: ['needs triage', 'ui'],
      parent: null,
      links: [],
      customFields: {},
      createdAt: '2026-02-01T08:00:00Z',
      updatedAt: '2026-03-01T08:00:00Z',
      revision: null,
      visibility: 'public',
      raw: null,
    });
  });

  it.each([
    ['open', null, 'todo', 'open'],
    ['open', 'reopened', 'todo', 'open'],
    ['closed', null, 'done', 'closed'],
    ['closed', undefined, 'done', 'closed'],
    ['closed', 'completed', 'done', 'completed'],
    ['closed', 'not_planned', 'canceled', 'not_planned'],
    ['closed', 'duplicate', 'canceled', 'duplicate'],
    ['closed', 'a_later_word', 'done', 'a_later_word'],
  ])('that is %s with reason %s is %s, in its own words %s', (state, state_reason, status, statusName) => {
    expect(map({ state, state_reason })).toMatchObject({ status, statusName });
  });

  it.each([
    ['Bug', [], 'bug'],
    ['Feature', [], 'story'],
    ['User Story', [], 'story'],
    ['Task', ['bug'], 'task'],
    ['EPIC', [], 'epic'],
    ['Sub-task', [], 'subtask'],
    ['chore', [], 'chore'],
    ['Spike', [], 'task'],
    ['Spike', ['BUG'], 'bug'],
    ['constructor', [], 'task'],
    [null, ['Bug'], 'bug'],
    [null, ['debug', 'bugfix'], 'task'],
  ])('of type %s with labels %j is a %s', (name, labels, issueType) => {
    const type = name === null ? null : { id: 410, node_id: 'IT_kwDN', name, description: null, is_enabled: true };
    expect(map({ type, labels })).toMatchObject({ issueType });
  });

  it('has a type that typeMap names, before the usual meaning', () => {
    const typed = (name: string, maps: Maps) =>
      map({ type: { id: 1, node_id: 'IT', name, description: null } }, 'acme/widgets', maps).issueType;
    expect(typed('Spike', { typeMap: { spike: 'chore' } })).toBe('chore');
    expect(typed('Feature', { typeMap: { Feature: 'epic' } })).toBe('epic');
    expect(typed('Feature', { typeMap: { Spike: 'chore' } })).toBe('story');
  });

  const statusMap = { 'In Progress': 'in_progress', 'in review': 'in_review', Stuck: 'blocked', Won: 'done' } as const;

  it.each<[string, string | null, string[], string, string]>([
    ['open', null, ['ui'], 'todo', 'open'],
    ['open', null, ['ui', 'in progress'], 'in_progress', 'in progress'],
    ['open', 'reopened', ['STUCK'], 'blocked', 'STUCK'],
    // Several: the one that stands first in the map.
    ['open', null, ['Stuck', 'in review', 'In Progress'], 'in_progress', 'In Progress'],
    // The state comes first: an open issue is not done, a closed one not in progress.
    ['open', null, ['Won'], 'todo', 'open'],
    ['closed', 'completed', ['In Progress'], 'done', 'completed'],
    ['closed', 'not_planned', ['Won'], 'canceled', 'not_planned'],
  ])('that is %s (%s) with the labels %j is %s, in its own words %s', (state, state_reason, labels, status, name) => {
    const mapped = map({ state, state_reason, labels }, 'acme/widgets', { statusMap });
    expect(mapped).toMatchObject({ status, statusName: name });
    // What is a status is no longer a label.
    expect(mapped.labels).toEqual(labels.filter((label) => label === 'ui'));
  });

  it('has the priority of the label that stands first in the map', () => {
    const priorityOf = (...labels: string[]) => {
      const mapped = map({ labels }, 'acme/widgets', { priorityMap: { P0: 0, P1: 1, 'nice to have': 4 } });
      return [mapped.priority, mapped.labels];
    };
    expect(priorityOf('ui', 'p1')).toEqual([1, ['ui']]);
    expect(priorityOf('P1', 'P0', 'Nice To Have')).toEqual([0, []]);
    expect(priorityOf('P2')).toEqual([null, ['P2']]);
  });

  it('hides the marker of a client key', () => {
    const marker = markBody(null, 'WP01');
    expect(map({ body: markBody('Text', 'WP01') }).body).toBe('Text');
    expect(map({ body: marker }).body).toBeNull();
    expect(map({ body: `${marker}\n\nsomebody added this` }).body).toBe('somebody added this');
  });

  it('has its labels and people once each, in byte order, from either form of a label', () => {
    const mixed = map({
      labels: [label('zeta'), 'Alpha', label('\u{1f600}'), '\uff5e', { name: null }, {}, label('zeta'), ''],
      assignees: [user('Zed'), null, user('amy'), user('Zed')],
    });
    expect(mixed.labels).toEqual(['Alpha', 'zeta', '\uff5e', '\u{1f600}']);
    expect(mixed.assignees).toEqual(['Zed', 'amy']);
  });

  it('without a body, people or author is still an issue', () => {
    expect(map({ body: null, assignees: null, user: null })).toMatchObject({ body: null, assignees: [] });
    expect(map({ body: '' }).body).toBe('');
  });

  it('names its parent, here or in another repository', () => {
    const parentOf = (parent_issue_url: string | null, workspace?: string) =>
      map({ parent_issue_url }, workspace).parent;
    expect(parentOf('https://api.github.com/repos/acme/widgets/issues/3')).toEqual({
      system: 'github',
      workspace: 'acme/widgets',
      id: '3',
      key: '#3',
      url: 'https://github.com/acme/widgets/issues/3',
    });
    expect(parentOf('https://api.github.com/repos/acme/plans/issues/4')).toEqual({
      system: 'github',
      workspace: 'acme/plans',
      id: '4',
      key: '#4',
      url: 'https://github.com/acme/plans/issues/4',
    });
    // Under the repository's old name, and under another spelling, the parent still joins with its own issue.
    expect(parentOf('https://api.github.com/repos/acme/widgets/issues/3', 'acme/gadgets')?.workspace).toBe(
      'acme/gadgets',
    );
    expect(parentOf('https://api.github.com/repos/Acme/Widgets/issues/3')?.workspace).toBe('acme/widgets');
    expect(parentOf('https://api.github.com/repositories/42/issues/3')).toBeNull();
    expect(parentOf(null)).toBeNull();
  });

  it('is total: whatever passes the wire check is a canonical issue, sorted', () => {
    const name = fc.string({ unit: 'binary' });
    const changes = fc.record(
      {
        title: name.filter((text) => text.trim() !== ''),
        body: fc.option(name),
        state: fc.constantFrom('open', 'closed'),
        state_reason: fc.option(fc.oneof(fc.constantFrom('completed', 'not_planned', 'duplicate'), name)),
        labels: fc.array(fc.oneof(name, fc.record({ name: fc.option(name) }))),
        assignees: fc.option(fc.array(fc.option(fc.record({ login: name })))),
        type: fc.option(fc.record({ name })),
        parent_issue_url: fc.option(fc.oneof(fc.webUrl(), name)),
        repository_url: fc.option(fc.oneof(fc.webUrl(), name)),
        html_url: fc.oneof(fc.webUrl(), name),
      },
      { requiredKeys: [] },
    );
    fc.assert(
      fc.property(changes, (some) => {
        const wire: WireIssue = zWireIssue.parse(issue(7, some));
        const mapped = toIssue(wire, naming('acme/widgets'), true);
        expect(issueSchema['~standard'].validate(mapped)).not.toHaveProperty('issues');
        expect(mapped.raw).toBe(wire);
        for (const list of [mapped.labels, mapped.assignees]) {
          expect(list.every((one, at) => at === 0 || compareUtf8(list[at - 1] ?? '', one) < 0)).toBe(true);
        }
      }),
    );
  });
});
