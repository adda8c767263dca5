import { describe, expect, it } from 'vitest';
import { PROJECT, SERVER } from './fixtures.js';
import { all, faultOf, scene } from './scene.js';

describe('the directory', () => {
  it('names projects, by keyset', async () => {
    const { gitlab, asked } = scene();
    expect(await all(gitlab.directory.projects())).toEqual([
      { id: '99', name: 'Acme / Tools / widgets', key: 'acme/gadgets', url: `${SERVER}/${PROJECT}` },
      { id: '278', name: 'Acme / Tools / widgets', key: PROJECT, url: `${SERVER}/${PROJECT}` },
    ]);
    expect(asked()[0]).toContain('/projects?membership=true&simple=true&with_issues_enabled=true&pagination=keyset');
  });

  it('names labels, those of the groups above included, as they are meant', async () => {
    const { gitlab, asked } = scene();
    expect(await all(gitlab.directory.labels())).toEqual(['bug', 'needs triage', 'size: s, m', 'ui']);
    expect(await all(gitlab.directory.labels({ project: '278' }))).toHaveLength(4);
    expect(asked()).toEqual([
      `GET /projects/${PROJECT}/labels?include_ancestor_groups=true&with_counts=false&per_page=100`,
      'GET /projects/278/labels?include_ancestor_groups=true&with_counts=false&per_page=100',
    ]);
  });

  it('names people by the id that assignees take', async () => {
    const { gitlab } = scene();
    expect(await all(gitlab.directory.users())).toEqual([
      { id: '7', name: 'Mona Doe', email: null },
      { id: '8', name: 'Zoe Doe', email: 'zoe@acme.test' },
      { id: '9', name: 'Adam Doe', email: null },
    ]);
  });

  it('names statuses: open and closed, and what the map adds', async () => {
    const { gitlab, server } = scene({ statusMap: { 'workflow::dev': 'in_progress' } });
    expect(await all(gitlab.directory.statuses())).toEqual([
      { id: 'opened', name: 'opened', status: 'todo' },
      { id: 'closed', name: 'closed', status: 'done' },
      { id: 'workflow::dev', name: 'workflow::dev', status: 'in_progress' },
    ]);
    expect(server.requests).toHaveLength(0);
  });

  it.each(['projects', 'labels', 'users', 'statuses', 'issueTypes'] as const)(
    'takes no key of a query that %s ignores',
    async (part) => {
      const { gitlab, server } = scene();
      const ask = (query: object) => faultOf(all<unknown>(gitlab.directory[part](query)));
      expect(await ask({ projct: 'x' })).toMatchObject({ code: 'invalid_input', problems: [{ path: 'projct' }] });
      if (part === 'projects')
        expect(await ask({ project: PROJECT })).toMatchObject({ problems: [{ path: 'project' }] });
      if (part === 'statuses' || part === 'issueTypes') {
        expect(await ask({ project: 'zz' })).toMatchObject({ problems: [{ path: 'project' }] });
        expect(await ask({ cursor: 'x' })).toMatchObject({ problems: [{ path: 'cursor' }] });
        expect((await all<unknown>(gitlab.directory[part]({ project: PROJECT }))).length).toBeGreaterThan(1);
      }
      expect(server.requests).toHaveLength(0);
    },
  );

  it('names the types of issue, with their fields', async () => {
    const { gitlab } = scene({ typeMap: { ticket: 'chore' } });
    const types = await all(gitlab.directory.issueTypes());
    expect(types.map(({ id, issueType }) => [id, issueType])).toEqual([
      ['issue', 'task'],
      ['task', 'subtask'],
      ['incident', 'bug'],
      ['ticket', 'chore'],
      ['test_case', 'task'],
      ['requirement', 'story'],
    ]);
    expect(types[0]?.fields.filter(({ required }) => required)).toEqual([
      { id: 'title', name: 'title', required: true, custom: false },
    ]);
  });
});
