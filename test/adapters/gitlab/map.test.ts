import { describe, expect, it } from 'vitest';
import type { GitlabWords } from '../../../src/adapters/gitlab/context.js';
import { toComment, toIssue } from '../../../src/adapters/gitlab/map.js';
import type { WireIssue, WireNote } from '../../../src/adapters/gitlab/wire.js';
import { createWords } from '../../../src/contracts/adapter/word-map.js';
import { issueSchema } from '../../../src/contracts/issue.js';
import { issue, type Json, note, PROJECT, SERVER } from './fixtures.js';

const words: GitlabWords = {
  status: createWords({
    'workflow::dev': 'in_progress',
    'workflow::rev': 'in_review',
    duplicate: 'canceled',
    shipped: 'done',
  }),
  priority: createWords({ 'prio::1': 1, 'prio::3': 3 }),
  type: createWords({ 'type::bug': 'bug', incident: 'chore' }),
};
const none: GitlabWords = { status: createWords({}), priority: createWords({}), type: createWords({}) };
const read = (changes: Json = {}, known = words) =>
  toIssue({ workspace: PROJECT, words: known }, issue(5, changes) as unknown as WireIssue, (text) => text);

describe('an issue of GitLab in canonical form', () => {
  it('is whole', () => {
    expect(read()).toEqual({
      ref: { system: 'gitlab', workspace: PROJECT, id: '5', key: '#5', url: `${SERVER}/${PROJECT}/-/issues/5` },
      title: 'Widget 5 wobbles',
      body: 'It wobbles.\n\n- [ ] tighten screw 5',
      status: 'todo',
      statusName: 'opened',
      issueType: 'task',
      priority: null,
      assignees: ['8', '9'],
      labels: ['needs triage', 'ui'],
      parent: null,
      links: [],
      customFields: {},
      createdAt: '2026-02-01T08:00:00.512Z',
      updatedAt: '2026-03-01T08:00:00.128Z',
      revision: null,
      visibility: 'public',
      raw: null,
    });
  });

  it.each<[Json, string, string]>([
    [{ state: 'opened' }, 'todo', 'opened'],
    [{ state: 'closed' }, 'done', 'closed'],
    [{ state: 'closed', moved_to_id: 92_000 }, 'canceled', 'closed'],
    [{ labels: ['WORKFLOW::dev', 'ui'] }, 'in_progress', 'WORKFLOW::dev'],
    [{ labels: ['workflow::rev', 'workflow::dev'] }, 'in_progress', 'workflow::dev'],
    [{ state: 'closed', labels: ['duplicate'] }, 'canceled', 'duplicate'],
    [{ state: 'closed', labels: ['shipped'], moved_to_id: 92_000 }, 'done', 'shipped'],
    // Open or closed comes first: a label never contradicts it.
    [{ state: 'opened', labels: ['duplicate', 'shipped'] }, 'todo', 'opened'],
    [{ state: 'closed', labels: ['workflow::dev'] }, 'done', 'closed'],
  ])('%j is %s', (changes, status, statusName) => {
    expect(read(changes)).toMatchObject({ status, statusName });
  });

  it.each<[Json, string, string]>([
    [{ issue_type: 'issue' }, 'task', 'task'],
    [{ issue_type: 'task' }, 'subtask', 'subtask'],
    [{ issue_type: 'incident' }, 'bug', 'chore'],
    [{ issue_type: 'ticket' }, 'task', 'task'],
    [{ issue_type: 'test_case' }, 'task', 'task'],
    [{ issue_type: 'requirement' }, 'story', 'story'],
    [{ issue_type: 'epic' }, 'epic', 'epic'],
    [{ issue_type: 'key_result' }, 'task', 'task'],
    [{ issue_type: null }, 'task', 'task'],
    [{ issue_type: 'incident', labels: ['type::bug'] }, 'bug', 'bug'],
    [{ labels: ['bug'] }, 'task', 'task'],
  ])('%j is a %s, and a %s by the map', (changes, plain, mapped) => {
    expect([read(changes, none).issueType, read(changes).issueType]).toEqual([plain, mapped]);
  });

  it('takes the most urgent priority of its labels, and none without a map', () => {
    expect(read({ labels: ['prio::3', 'Prio::1'] }).priority).toBe(1);
    expect(read({ labels: ['prio::1'] }, none).priority).toBeNull();
  });

  it('stays an issue of ours whatever is in it', () => {
    const odd = read({
      title: '  ',
      description: '',
      labels: ['b', '\u{1f600}', '\uff5e', 'b', 'size: s%2C m'],
      assignees: null,
      created_at: '2026-02-01T10:00:00.512+02:00',
      updated_at: '2026-02-01T10:00:00+02:00',
      confidential: true,
      due_date: '2026-05-01',
      weight: 0,
      milestone: { id: 4 },
    });
    expect(odd).toMatchObject({
      title: '#5',
      body: null,
      labels: ['b', 'size: s, m', '\uff5e', '\u{1f600}'],
      assignees: [],
      createdAt: '2026-02-01T08:00:00.512Z',
      updatedAt: '2026-02-01T08:00:00.000Z',
      visibility: 'restricted',
      customFields: { due_date: '2026-05-01', weight: 0, milestone_id: 4 },
    });
    expect(issueSchema['~standard'].validate(odd)).not.toHaveProperty('issues');
  });

  it('does not show the marker of a client key', () => {
    const marker = `<!-- spec-kitty:${'0a'.repeat(16)} -->`;
    expect(read({ description: `Body\n\n${marker}\n` }).body).toBe('Body');
    expect(read({ description: marker }).body).toBeNull();
    expect(read({ description: `${marker}\n\nBody` }).body).toBe('Body');
  });
});

describe('a note of GitLab in canonical form', () => {
  const comment = (changes: Json = {}) => toComment(note(12, 'Text', changes) as unknown as WireNote, (text) => text);

  it('is whole', () => {
    expect(comment()).toEqual({
      id: '12',
      body: 'Text',
      author: '7',
      createdAt: '2026-03-02T10:00:00.120Z',
      updatedAt: '2026-03-02T10:00:00.120Z',
      visibility: 'public',
    });
  });

  it('is restricted where it is internal, under either name', () => {
    expect(comment({ internal: true }).visibility).toBe('restricted');
    expect(comment({ internal: undefined, confidential: true }).visibility).toBe('restricted');
    expect(comment({ author: null }).author).toBeNull();
  });
});
