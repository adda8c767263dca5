import { describe, expect, it } from 'vitest';
import type { LinkType } from '../../../src/contracts/issue-link.js';
import { fault } from './server.js';
import { putIssue } from './site.js';
import { bodiesTo, faultOf, subject } from './subject.js';

async function pair(options = {}) {
  const made = subject(options);
  const [a, b] = [putIssue(made.site), putIssue(made.site)];
  const refs = { a: (await made.jira.issues.get(a.id)).ref, b: (await made.jira.issues.get(b.id)).ref };
  made.server.requests.length = 0;
  return { ...made, ...refs };
}

describe('links', () => {
  it.each([
    ['blocks', { type: '10000', inward: 'a', outward: 'b' }, 'blocked_by'],
    ['blocked_by', { type: '10000', inward: 'b', outward: 'a' }, 'blocks'],
    ['relates_to', { type: '10003', inward: 'a', outward: 'b' }, 'relates_to'],
    // Its other end has no word: the duplicate carries it.
    ['duplicates', { type: '10002', inward: 'a', outward: 'b' }, undefined],
  ] as const)('%s point the right way', async (type, { inward, outward, ...rest }, inverse) => {
    const { jira, site, a, b } = await pair();
    await jira.links.add(a.id, { type, target: b });
    const at = { a: a.id, b: b.id };
    expect(site.links).toMatchObject([{ ...rest, inward: at[inward], outward: at[outward] }]);
    expect(await jira.links.list(a.id)).toEqual([{ type, target: b }]);
    expect(await jira.links.list(b.id)).toEqual(inverse ? [{ type: inverse, target: a }] : []);
    expect((await jira.issues.get(a.id)).links).toEqual([{ type, target: b }]);
  });

  it('that exist are added without being sent again, from either end', async () => {
    const { jira, server, a, b } = await pair();
    await jira.links.add(a.id, { type: 'relates_to', target: b });
    await jira.links.add(a.id, { type: 'relates_to', target: b });
    await jira.links.add(b.id, { type: 'relates_to', target: a });
    expect(await bodiesTo(server, /issueLink$/)).toHaveLength(1);
  });

  it('are removed by what they say, and may be gone', async () => {
    const { jira, site, a, b } = await pair();
    await jira.links.add(a.id, { type: 'blocks', target: b });
    await jira.links.add(a.id, { type: 'relates_to', target: b });
    await jira.links.remove(b.id, { type: 'blocked_by', target: a });
    expect(await jira.links.list(a.id)).toEqual([{ type: 'relates_to', target: b }]);
    await jira.links.remove(b.id, { type: 'blocked_by', target: a });
    expect(site.links).toHaveLength(1);
  });

  it('gone in the meantime count as removed', async () => {
    const { jira, site, server, a, b } = await pair();
    await jira.links.add(a.id, { type: 'blocks', target: b });
    server.intercept(({ method }) => {
      if (method === 'DELETE') site.links.splice(0);
      return undefined;
    });
    await jira.links.remove(a.id, { type: 'blocks', target: b });
    expect(site.links).toEqual([]);
  });

  it('that stand are not removed, whatever a "not found" says', async () => {
    const { jira, server, a, b } = await pair();
    await jira.links.add(a.id, { type: 'blocks', target: b });
    server.intercept(({ method }) => (method === 'DELETE' ? fault(404, ['No issue link with this id.']) : undefined));
    expect(await faultOf(jira.links.remove(a.id, { type: 'blocks', target: b }))).toMatchObject({
      code: 'permission',
      message: expect.stringContaining('it is still there'),
    });
  });

  it('that have no word here are not said to be removed', async () => {
    const { jira, site, a, b } = await pair();
    site.links.push({ id: '1', type: '10001', inward: a.id, outward: b.id });
    expect(await faultOf(jira.links.remove(a.id, { type: 'relates_to', target: b }))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'type', message: expect.stringContaining("of the type 'Cloners'") }],
    });
    expect(await faultOf(jira.links.remove(a.id, { type: 'parent_of', target: b }))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'type', message: expect.stringContaining('linkTypeMap') }],
    });
    // Beside one that has a word, that one is meant.
    await jira.links.add(a.id, { type: 'blocks', target: b });
    await jira.links.remove(a.id, { type: 'blocks', target: b });
    expect(site.links).toMatchObject([{ id: '1' }]);
  });

  it('of a duplicate are removed at the duplicate', async () => {
    const { jira, site, a, b } = await pair();
    await jira.links.add(a.id, { type: 'duplicates', target: b });
    expect(await faultOf(jira.links.remove(b.id, { type: 'duplicates', target: a }))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'type', message: expect.stringContaining('at the duplicate') }],
    });
    expect(site.links).toHaveLength(1);
  });

  it('are added only where Jira has nothing to say to it', async () => {
    const { jira, server, a, b } = await pair();
    server.intercept(({ method }) => (method === 'POST' ? Response.json({ unrelated: true }) : undefined));
    expect(await faultOf(jira.links.add(a.id, { type: 'blocks', target: b }))).toMatchObject({
      code: 'ambiguous_write',
    });
    expect(await faultOf(jira.links.add(a.id, { type: 'blocks', target: b }, { clientKey: '' }))).toMatchObject({
      code: 'invalid_input',
    });
  });

  it('are of the types that the host maps', async () => {
    const { jira, site, a, b } = await pair({ linkTypeMap: { Cloners: 'parent_of', Depends: 'blocked_by' } });
    site.linkTypes = [...site.linkTypes, { id: '7', name: 'Depends', inward: 'is needed by', outward: 'needs' }];
    await jira.links.add(a.id, { type: 'child_of', target: b });
    await jira.links.add(a.id, { type: 'blocked_by', target: b });
    expect(site.links).toMatchObject([
      { type: '10001', inward: b.id, outward: a.id },
      { type: '7', inward: a.id, outward: b.id },
    ]);
    expect(await jira.links.list(b.id)).toEqual([
      { type: 'parent_of', target: a },
      { type: 'blocks', target: a },
    ]);
  });

  it('of a type that nobody mapped are left out', async () => {
    const { jira, site, a, b } = await pair();
    site.links.push({ id: '1', type: '10001', inward: a.id, outward: b.id });
    expect(await jira.links.list(a.id)).toEqual([]);
  });

  it.each(['parent_of', 'child_of'] as LinkType[])(
    '%s are refused with the choices, where no type stands for it',
    async (type) => {
      const { jira, site, a, b } = await pair();
      const found = await faultOf(jira.links.add(a.id, { type, target: b }));
      expect(found).toMatchObject({
        code: 'invalid_input',
        problems: [{ path: 'type', message: expect.stringContaining("'Blocks', 'Cloners', 'Duplicate', 'Relates'") }],
      });
      expect(site.links).toEqual([]);
    },
  );

  it('go to issues of this site only', async () => {
    const { jira, server, a, b } = await pair();
    const elsewhere = { ...b, workspace: 'other.atlassian.net' };
    expect(await faultOf(jira.links.add(a.id, { type: 'blocks', target: elsewhere }))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path: 'target' }],
    });
    expect(await faultOf(jira.links.add(a.id, { type: 'likes', target: b } as never))).toMatchObject({
      code: 'invalid_input',
    });
    expect(server.requests).toHaveLength(0);
  });
});
