import { describe, expect, it } from 'vitest';
import type { LinkType } from '../../../src/contracts/issue-link.js';
import { CATEGORIES, LABELS, LABELS_FIELD, PROJECT, rightsWithout } from './fixtures.js';
import { all, faultOf, scene } from './scene.js';

const link = (type: LinkType, id: string, workspace = PROJECT) => ({
  type,
  target: { system: 'redmine', workspace, id, key: `#${id}`, url: null },
});

function pair(...args: Parameters<typeof scene>) {
  const made = scene(...args);
  for (let n = 0; n < 3; n++) made.server.seed();
  const typesOf = async (id: string) => (await made.redmine.links.list(id)).map(({ type }) => type);
  return { ...made, typesOf };
}

describe('links', () => {
  it.each<[LinkType, LinkType | undefined, object]>([
    ['blocks', 'blocked_by', { issue_to_id: 2, relation_type: 'blocks' }],
    ['blocked_by', 'blocks', { issue_to_id: 2, relation_type: 'blocked' }],
    ['relates_to', 'relates_to', { issue_to_id: 2, relation_type: 'relates' }],
    ['duplicates', undefined, { issue_to_id: 2, relation_type: 'duplicates' }],
  ])('%s is a relation, and %s from the other side', async (type, back, relation) => {
    const { redmine, sent, typesOf, server } = pair();
    await redmine.links.add('1', link(type, '2'));
    expect(await sent()).toEqual([{ relation }]);
    expect([await typesOf('1'), await typesOf('2')]).toEqual([[type], back ? [back] : []]);
    if (back) await redmine.links.remove('2', link(back, '1'));
    else await redmine.links.remove('1', link(type, '2'));
    expect(server.relations.size).toBe(0);
  });

  it.each<[LinkType, string, string]>([
    ['child_of', '1', '2'],
    ['parent_of', '2', '1'],
  ])('%s is a parent', async (type, child, parent) => {
    const { redmine, server } = pair();
    await redmine.links.add('1', link(type, '2'));
    expect((await redmine.issues.get(child)).parent?.id).toBe(parent);
    await redmine.links.remove('1', link(type, '2'));
    expect(server.issues.get(Number(child))?.json.parent).toBeUndefined();
  });

  it.each<[LinkType, string, string]>([
    ['child_of', '3', '2'],
    ['parent_of', '2', '3'],
  ])('%s takes no child from its parent', async (type, issueId, target) => {
    const { redmine, sent } = pair();
    await redmine.links.add('3', link('child_of', '1'));
    await redmine.links.add('3', link('child_of', '1'));
    expect(await faultOf(redmine.links.add(issueId, link(type, target)))).toMatchObject({
      code: 'conflict',
      message: expect.stringMatching(/#3 .*#1/),
    });
    expect((await sent()).length).toBe(1);
    expect((await redmine.issues.get('3')).parent?.id).toBe('1');
  });

  it('that the right to set parents is missing for are told', async () => {
    const { redmine } = pair({}, { rights: rightsWithout('manage_subtasks') });
    expect(await faultOf(redmine.links.add('1', link('child_of', '2')))).toMatchObject({
      code: 'permission',
      missing: ['manage_subtasks'],
    });
  });

  it('of two kinds between two issues are a conflict', async () => {
    const { redmine } = pair();
    await redmine.links.add('1', link('blocks', '2'));
    expect(await faultOf(redmine.links.add('1', link('duplicates', '2')))).toMatchObject({ code: 'conflict' });
    expect(await faultOf(redmine.links.add('1', link('relates_to', '77')))).toMatchObject({ code: 'rejected' });
  });

  it('to other projects are checked, so that none leads to an issue of another server', async () => {
    const { redmine, server } = pair();
    const foreign = server.seed({ project: { id: 8, name: 'Parts' } });
    await redmine.links.add('1', link('blocks', String(foreign), 'parts'));
    expect(server.relations.size).toBe(1);
    for (const [workspace, id] of [
      ['parts', '2'],
      ['elsewhere', '2'],
      ['parts', '77'],
      ['Pa/rts', '2'],
    ] as const) {
      const error = await faultOf(redmine.links.add('1', link('relates_to', id, workspace)));
      expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path: 'target.workspace' }] });
    }
  });
});

describe('the directory', () => {
  it('has projects, people without groups, statuses', async () => {
    const { redmine } = scene();
    expect(await all(redmine.directory.projects())).toEqual([
      { id: '7', name: 'Widgets', key: 'widgets', url: 'https://acme.test/redmine/projects/widgets' },
      { id: '8', name: 'Parts', key: 'parts', url: 'https://acme.test/redmine/projects/parts' },
    ]);
    expect(await all(redmine.directory.users())).toEqual([
      { id: '5', name: 'Mona Doe', email: null },
      { id: '6', name: 'Zoe Doe', email: null },
    ]);
    expect((await all(redmine.directory.statuses())).at(-1)).toEqual({ id: '6', name: 'Rejected', status: 'canceled' });
  });

  it('has categories or values as labels', async () => {
    expect(await all(scene().redmine.directory.labels())).toEqual(CATEGORIES.map(({ name }) => name));
    const labels = { customField: LABELS_FIELD };
    expect(await all(scene({ labels }).redmine.directory.labels())).toEqual(LABELS);
    const told = scene({ labels: { ...labels, values: ['a'] } }, { isAdmin: false });
    expect(await all(told.redmine.directory.labels())).toEqual(['a']);
    const untold = scene({ labels }, { isAdmin: false });
    expect(await faultOf(all(untold.redmine.directory.labels()))).toMatchObject({
      code: 'permission',
      message: expect.stringMatching(/labels\.values/),
    });
  });

  it('has trackers with the fields that they have', async () => {
    const [bug, feature] = await all(scene().redmine.directory.issueTypes());
    expect([bug?.name, bug?.issueType, feature?.issueType]).toEqual(['Bug', 'bug', 'story']);
    const fieldsOf = (type: typeof bug) => type?.fields.filter(({ custom, required }) => custom || required);
    expect(fieldsOf(bug)).toEqual([
      { id: 'subject', name: 'subject', required: true, custom: false },
      { id: 'cf_9', name: 'Labels', required: false, custom: true },
      { id: 'cf_2', name: 'Colour', required: true, custom: true },
    ]);
    expect(fieldsOf(feature)?.map(({ id }) => id)).toEqual(['subject', 'cf_9']);
    const [plain] = await all(scene({}, { isAdmin: false }).redmine.directory.issueTypes());
    expect(fieldsOf(plain)?.map(({ id, required }) => `${id} ${required}`)).toEqual([
      'subject true',
      'cf_9 false',
      'cf_2 false',
    ]);
  });

  it('looks into other projects by name or number only', async () => {
    const { redmine } = scene();
    expect(await faultOf(all(redmine.directory.labels({ project: '../users' })))).toMatchObject({
      code: 'invalid_input',
    });
  });
});

describe('what acts in a body', () => {
  it.each(['textile', 'common_mark'] as const)('is told, in %s', async (textFormatting) => {
    const { redmine } = scene({ textFormatting });
    const markdown = 'See #12, @mona, [[Wiki]], {{toc}}, commit:abc, r34 and [this](https://host.example/a), `#13`.';
    const nodes = await redmine.body.activeNodes(await redmine.body.render(markdown));
    expect(nodes.map(({ kind, target }) => `${kind} ${target}`).sort()).toEqual([
      'link https://host.example/a',
      'mention mona',
      'reference #12',
      'reference [[Wiki]]',
      'reference commit:abc',
      'reference r34',
      'reference {{toc}}',
    ]);
  });
});
