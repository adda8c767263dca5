import { describe, expect, it } from 'vitest';
import { ADA, BEN, DEV, FIELDS, OPS } from './fixtures.js';
import { all, faultOf, scene } from './scene.js';

describe('the directory', () => {
  it('has projects', async () => {
    const { youtrack } = scene();
    expect(await all(youtrack.directory.projects())).toEqual([
      { id: DEV.id, name: DEV.name, key: 'DEV', url: 'https://tracker.acme.test/youtrack/projects/DEV' },
      { id: OPS.id, name: OPS.name, key: 'OPS', url: 'https://tracker.acme.test/youtrack/projects/OPS' },
    ]);
  });

  it('has the names of the tags that are to be seen, each once', async () => {
    const { server, youtrack } = scene({}, { maxTop: 10 });
    for (let n = 0; n < 25; n++) server.seedTag(`tag ${n}`);
    server.seedTag('tag 3', { owner: BEN.id });
    server.seedTag('secret', { owner: BEN.id, isVisible: false });
    expect(await all(youtrack.directory.labels({ project: OPS.id }))).toEqual(
      Array.from({ length: 25 }, (_, n) => `tag ${n}`),
    );
  });

  it('has the people whom the field for assignees takes', async () => {
    const { youtrack, asked } = scene();
    expect(await all(youtrack.directory.users())).toEqual([
      { id: ADA.id, name: 'Ada L.', email: 'ada@acme.test' },
      { id: BEN.id, name: 'Ben Ö.', email: null },
    ]);
    expect(asked()).toContain('GET /admin/customFieldSettings/bundles/user/74-0/aggregatedUsers');
  });

  it('has everybody where there is no such field, without guests and those that are banned', async () => {
    const { youtrack } = scene({}, { fields: FIELDS.filter(({ $type }) => !$type.startsWith('User')) });
    expect((await all(youtrack.directory.users())).map(({ id }) => id)).toEqual(['1-2', '1-3', '1-4']);
  });

  it.each([403, 404])('has everybody where nobody may see whom the field takes (%s)', async (status) => {
    const { youtrack } = scene({}, { maxTop: 2 }, ({ url }) =>
      url.includes('aggregatedUsers') ? Response.json({ error: 'Forbidden' }, { status }) : undefined,
    );
    expect((await all(youtrack.directory.users())).map(({ id }) => id)).toEqual(['1-2', '1-3', '1-4']);
  });

  it('has states with what they fold to, also of another project', async () => {
    const { youtrack, asked } = scene({ statusMap: { 'To be discussed': 'blocked' } });
    const statuses = await all(youtrack.directory.statuses({ project: OPS.id }));
    expect(statuses.slice(0, 4)).toEqual([
      { id: '70-1', name: 'Submitted', status: 'todo' },
      { id: '70-2', name: 'Open', status: 'todo' },
      { id: '70-3', name: 'In Progress', status: 'in_progress' },
      { id: '70-4', name: 'To be discussed', status: 'blocked' },
    ]);
    expect(asked()).toEqual(['GET /admin/projects/0-8']);
  });

  it('has types with the fields of the project', async () => {
    const { youtrack } = scene();
    const types = await all(youtrack.directory.issueTypes());
    expect(types.map(({ name, issueType }) => [name, issueType])).toContainEqual(['User Story', 'story']);
    expect(types[0]?.fields).toContainEqual({ id: 'Type', name: 'Type', required: true, custom: true });
    expect(types[0]?.fields).toContainEqual({ id: 'summary', name: 'Summary', required: true, custom: false });
    expect(types[0]?.fields).toContainEqual({ id: 'Notes', name: 'Notes', required: false, custom: true });
  });

  it.each(['', '..', 'a/b', 'DEV?x'])('knows no project %j', async (project) => {
    const { youtrack, asked } = scene();
    expect(await faultOf(all(youtrack.directory.statuses({ project })))).toMatchObject({ code: 'invalid_input' });
    expect(asked()).toEqual([]);
  });
});

describe('a project by its short name', () => {
  it('is looked up where YouTrack takes only ids in a path', async () => {
    const { server, youtrack, asked } = scene({ project: 'dev' }, { takesShortNames: false });
    const { issue } = await youtrack.issues.create({ title: 'A', status: 'in_progress' });
    expect(issue.status).toBe('in_progress');
    expect(asked()).toContain('GET /admin/projects/0-7');
    await youtrack.issues.delete(issue.ref.id);
    await youtrack.issues.delete(issue.ref.id);
    expect(server.issues.size).toBe(0);
    expect((await youtrack.testConnection()).workspace).toBe('DEV');
  });

  it('that there is none of is not found', async () => {
    const { youtrack } = scene({ project: 'NOPE' }, { takesShortNames: false });
    expect(await faultOf(youtrack.issues.create({ title: 'A' }))).toMatchObject({ code: 'not_found' });
  });
});

describe('tags', () => {
  it('are the user’s own where several have the name', async () => {
    const { server, youtrack } = scene();
    const theirs = server.seedTag('ui', { owner: BEN.id });
    const own = server.seedTag('ui');
    const { issue } = await youtrack.issues.create({ title: 'A', labels: ['ui'] });
    expect(server.issues.get(issue.ref.id)?.tags).toEqual([own]);
    expect(server.issues.get(issue.ref.id)?.tags).not.toContain(theirs);
  });

  it('are another’s before one is made', async () => {
    const { server, youtrack } = scene();
    const theirs = server.seedTag('ui', { owner: BEN.id });
    server.seedTag('ui and more');
    const { issue } = await youtrack.issues.create({ title: 'A', labels: ['ui'] });
    expect(server.issues.get(issue.ref.id)?.tags).toEqual([theirs]);
    expect(server.tags.size).toBe(2);
  });

  it('that had to be made are shared with whom the host says', async () => {
    const { server, youtrack, sent } = scene({ shareTagsWith: ['3-7'] });
    await youtrack.issues.create({ title: 'A', labels: ['brand new'] });
    expect((await sent()).find(({ to }) => to === '/tags')).toEqual({
      to: '/tags',
      name: 'brand new',
      readSharingSettings: { permittedGroups: [{ id: '3-7' }] },
      tagSharingSettings: { permittedGroups: [{ id: '3-7' }] },
    });
    expect([...server.tags.values()]).toMatchObject([{ name: 'brand new', groups: ['3-7'] }]);
  });

  it('that the user does not see stay where they are', async () => {
    const { server, youtrack } = scene();
    const secret = server.seedTag('secret', { owner: BEN.id, isVisible: false });
    const id = server.seed({ tags: [secret] });
    const { issue, warnings } = await youtrack.issues.update(id, { labels: ['ui'] });
    expect([issue.labels, warnings]).toEqual([['ui'], []]);
    expect(server.issues.get(id)?.tags).toContain(secret);
  });
});
