import { describe, expect, it } from 'vitest';
import type { LinkType } from '../../../src/contracts/issue-link.js';
import { WORKSPACE } from './fixtures.js';
import { faultOf, scene } from './scene.js';
import { bodiesOf } from './server.js';

const to = (type: LinkType, id: number, workspace = WORKSPACE, system = 'azure_devops') => {
  return { type, target: { system, workspace, id: String(id), key: null, url: null } };
};
const OPPOSITES = [
  ['blocks', 'System.LinkTypes.Dependency-Forward', 'blocked_by'],
  ['blocked_by', 'System.LinkTypes.Dependency-Reverse', 'blocks'],
  ['relates_to', 'System.LinkTypes.Related', 'relates_to'],
  ['parent_of', 'System.LinkTypes.Hierarchy-Forward', 'child_of'],
  ['child_of', 'System.LinkTypes.Hierarchy-Reverse', 'parent_of'],
  ['duplicates', 'System.LinkTypes.Duplicate-Reverse', undefined],
] as const;

function linked() {
  const given = scene();
  for (let n = 0; n < 4; n++) given.site.seed();
  const typesOf = async (id: string) =>
    (await given.azure.links.list(id)).map(({ type, target }) => `${type} ${target.id}`);
  return { ...given, typesOf };
}

describe('a link', () => {
  it.each(OPPOSITES)('%s is %s, and %s from the other side', async (type, rel, opposite) => {
    const { azure, server, typesOf } = linked();
    await azure.links.add('1', to(type, 2));
    const [document] = (await bodiesOf(server, 'PATCH')) as { value: { rel: string } }[][];
    expect(document?.[1]?.value.rel).toBe(rel);
    expect([await typesOf('1'), await typesOf('2')]).toEqual([[`${type} 2`], opposite ? [`${opposite} 1`] : []]);
    await azure.links.add('1', to(type, 2));
    expect((await bodiesOf(server, 'PATCH')).length).toBe(1);
    await azure.links.remove('1', to(type, 2));
    expect([await typesOf('1'), await typesOf('2')]).toEqual([[], []]);
    await azure.links.remove('1', to(type, 2));
  });

  it('is taken off by its place, and no other in its stead when places moved', async () => {
    const { azure, site, server, typesOf } = linked();
    for (const id of [2, 3, 4]) await azure.links.add('1', to('relates_to', id));
    let isMoved = false;
    server.intercept((request) => {
      if (request.method !== 'PATCH' || isMoved) return undefined;
      isMoved = true;
      site.items.get(1)?.relations.shift();
      site.touch(1);
      return undefined;
    });
    await azure.links.remove('1', to('relates_to', 3));
    expect(await typesOf('1')).toEqual(['relates_to 4']);
  });

  it('to a second parent is refused: a work item has one', async () => {
    const { azure, typesOf } = linked();
    await azure.links.add('1', to('child_of', 2));
    expect(await faultOf(azure.links.add('1', to('child_of', 3)))).toMatchObject({ code: 'conflict' });
    // From the other side it is Azure DevOps that says so.
    expect(await faultOf(azure.links.add('3', to('parent_of', 1)))).toMatchObject({ code: 'conflict' });
    expect(await typesOf('1')).toEqual(['child_of 2']);
  });

  it.each([
    [to('blocks', 2, 'dev.azure.com/other'), 'target.workspace'],
    [to('blocks', 2, WORKSPACE, 'jira'), 'target.workspace'],
    [{ ...to('blocks', 2), target: { ...to('blocks', 2).target, id: '2?x' } }, 'target.id'],
  ])('that leads elsewhere is refused: %j', async (relation, path) => {
    const { azure, server } = linked();
    for (const call of [azure.links.add('1', relation), azure.links.remove('1', relation)]) {
      expect(await faultOf(call)).toMatchObject({ code: 'invalid_input', problems: [{ path }] });
    }
    expect(server.requests).toEqual([]);
  });
});
