import { describe, expect, it } from 'vitest';
import { LINK_TYPES, type LinkType } from '../../../src/contracts/issue-link.js';
import { faultOf, scene } from './scene.js';
import { idOf, OTHER_TEAM, TEAM, UNKNOWN } from './state.js';

const to = (type: LinkType, id: string, workspace = TEAM) => ({
  type,
  target: { system: 'linear', workspace, id, key: null, url: null },
});

describe('links', () => {
  it('are relations in their direction, and the parent', async () => {
    const { server, linear } = scene();
    const [one, two] = [server.seed().id, server.seed().id];
    const made: Record<string, unknown> = {};
    for (const type of LINK_TYPES) {
      await linear.links.add(one, to(type, two));
      made[type] = [...server.state.relations.values()].map(({ issue, type: name }) => [
        issue === one ? 'one' : 'two',
        name,
      ]);
      if (type === 'child_of') expect(server.state.issues.get(one)?.parent).toBe(two);
      if (type === 'parent_of') expect(server.state.issues.get(two)?.parent).toBe(one);
      await linear.links.remove(one, to(type, two));
      expect([
        server.state.relations.size,
        server.state.issues.get(one)?.parent,
        server.state.issues.get(two)?.parent,
      ]).toEqual([0, null, null]);
    }
    expect(made).toEqual({
      blocks: [['one', 'blocks']],
      blocked_by: [['two', 'blocks']],
      relates_to: [['one', 'related']],
      duplicates: [['one', 'duplicate']],
      parent_of: [],
      child_of: [],
    });
  });

  it('are told with those of other teams, sub-issues and all that is on further pages', async () => {
    const { server, linear } = scene();
    const one = server.seed();
    const foreign = server.seed({ team: OTHER_TEAM });
    for (let nth = 0; nth < 120; nth++) server.seed({ parent: one.id });
    server.seed({ parent: one.id, trashed: true, archivedAt: 1 });
    for (let nth = 0; nth < 8; nth++) {
      const other = nth === 0 ? foreign : server.seed();
      server.state.relations.set(idOf(0x4f, nth), {
        id: idOf(0x4f, nth),
        issue: one.id,
        relatedIssue: other.id,
        type: 'blocks',
      });
    }
    const links = await linear.links.list(one.id);
    expect(links.filter(({ type }) => type === 'parent_of')).toHaveLength(120);
    expect(links.filter(({ type }) => type === 'blocks')).toHaveLength(8);
    expect(links[0]?.target).toMatchObject({ workspace: OTHER_TEAM, id: foreign.id, key: 'OPS-1' });
    // One that is on the second page of the relations is found, too.
    for (let nth = 10; nth < 120; nth++) {
      server.state.relations.set(idOf(0x4f, nth), {
        id: idOf(0x4f, nth),
        issue: one.id,
        relatedIssue: foreign.id,
        type: 'similar',
      });
    }
    const last = server.seed();
    server.state.relations.set(idOf(0x4f, 999), {
      id: idOf(0x4f, 999),
      issue: one.id,
      relatedIssue: last.id,
      type: 'blocks',
    });
    await linear.links.remove(one.id, to('blocks', last.id));
    expect(server.state.relations.has(idOf(0x4f, 999))).toBe(false);
  });

  it('that are there are not made again, from either side', async () => {
    const { server, linear, inputs } = scene();
    const [one, two] = [server.seed().id, server.seed().id];
    await linear.links.add(one, to('relates_to', two));
    await linear.links.add(two, to('relates_to', one));
    await linear.links.add(one, to('blocks', two));
    await linear.links.add(two, to('blocked_by', one));
    expect(inputs('CreateRelation')).toHaveLength(2);
  });

  it('leave a child with the parent that it has', async () => {
    const { server, linear } = scene();
    const [one, two, three] = [server.seed().id, server.seed().id, server.seed().id];
    await linear.links.add(one, to('child_of', two));
    expect((await faultOf(linear.links.add(one, to('child_of', three)))).code).toBe('conflict');
    expect((await faultOf(linear.links.add(three, to('parent_of', one)))).code).toBe('conflict');
    await linear.links.remove(one, to('child_of', three));
    expect(server.state.issues.get(one)?.parent).toBe(two);
  });

  it('begin in the own team, and stay within Linear', async () => {
    const { server, linear } = scene();
    const foreign = server.seed({ team: OTHER_TEAM }).id;
    const one = server.seed().id;
    for (const type of LINK_TYPES) {
      expect((await faultOf(linear.links.add(foreign, to(type, one)))).code).toBe('not_found');
      expect((await faultOf(linear.links.remove(foreign, to(type, one)))).code).toBe('not_found');
    }
    expect((await faultOf(linear.links.list(foreign))).code).toBe('not_found');
    const elsewhere = { ...to('blocks', one), target: { ...to('blocks', one).target, system: 'jira' } };
    expect(await faultOf(linear.links.add(one, elsewhere))).toMatchObject({ problems: [{ path: 'target.system' }] });
    expect((await faultOf(linear.links.add(one, to('blocks', UNKNOWN)))).code).toBe('not_found');
    await linear.links.add(one, to('blocks', foreign, OTHER_TEAM));
    expect((await linear.links.list(one)).map(({ target }) => target.workspace)).toEqual([OTHER_TEAM]);
  });
});
