import { describe, expect, it } from 'vitest';
import { LINK_TYPES, type LinkType } from '../../../src/contracts/issue-link.js';
import { addIssue } from './server-state.js';
import { answering, faultOf, pageNotFound, ref, scene } from './subject.js';

const linkable = ['blocks', 'blocked_by', 'parent_of', 'child_of'] as const;
const INVERSE = { blocks: 'blocked_by', blocked_by: 'blocks', parent_of: 'child_of', child_of: 'parent_of' } as const;

/** #1 and #3 of the adapter's repository, and #1 of another. */
function arranged(options = {}) {
  const made = scene({}, options);
  return { ...made, other: addIssue(made.server.state, { title: 'Another' }) };
}

describe('links', () => {
  it.each(linkable)('of type %s are added, seen from both sides, and removed', async (type) => {
    const { github } = arranged();
    const seen = async (id: string) => (await github.links.list(id)).map((link) => [link.type, link.target.id]);
    await github.links.add('1', { type, target: ref('3') });
    expect(await seen('1')).toEqual([[type, '3']]);
    expect(await seen('3')).toEqual([[INVERSE[type], '1']]);
    // Adding what is there and removing what is gone succeed.
    await github.links.add('1', { type, target: ref('3') });
    await github.links.add('3', { type: INVERSE[type], target: ref('1') });
    expect(await seen('1')).toEqual([[type, '3']]);
    await github.links.remove('3', { type: INVERSE[type], target: ref('1') });
    expect([await seen('1'), await seen('3')]).toEqual([[], []]);
    await github.links.remove('1', { type, target: ref('3') });
  });

  it.each<[LinkType, string, object]>([
    ['blocks', 'POST /issues/3/dependencies/blocked_by', { issue_id: 3_000_000_001 }],
    ['blocked_by', 'POST /issues/1/dependencies/blocked_by', { issue_id: 3_000_000_004 }],
    ['parent_of', 'POST /issues/1/sub_issues', { sub_issue_id: 3_000_000_004 }],
    ['child_of', 'POST /issues/3/sub_issues', { sub_issue_id: 3_000_000_001 }],
  ])('of type %s are written on the right side, by id and not by number', async (type, request, body) => {
    const { github, sent, written } = arranged();
    await github.links.add('1', { type, target: ref('3') });
    expect(sent().at(-1)).toBe(request);
    expect(written()).toEqual([body]);
  });

  it('lead to other repositories', async () => {
    const { github, server } = arranged();
    await github.links.add('1', { type: 'blocked_by', target: ref('1', 'acme/plans') });
    await github.links.add('1', { type: 'child_of', target: ref('1', 'Acme/Plans') }).catch(() => {});
    expect(await github.links.list('1')).toEqual([
      {
        type: 'blocked_by',
        target: {
          system: 'github',
          workspace: 'acme/plans',
          id: '1',
          key: '#1',
          url: 'https://github.com/acme/plans/issues/1',
        },
      },
    ]);
    expect(server.state.issues[0]?.blockers.size).toBe(1);
  });

  it('are read in one request where the issue says that there are none', async () => {
    const { github, sent } = arranged();
    expect(await github.links.list('1')).toEqual([]);
    expect(sent()).toEqual(['GET /issues/1']);
  });

  it('are read over all pages', async () => {
    const { github, server, other } = arranged();
    for (let at = 0; at < 130; at++) addIssue(server.state, { title: `Part ${at}`, parent: other });
    const links = await github.links.list('3');
    expect(new Set(links.map(({ type, target }) => `${type} ${target.id}`)).size).toBe(130);
  });

  it('take no second parent: that is for who sets the parent', async () => {
    const { github, other } = arranged();
    await github.links.add('1', { type: 'child_of', target: ref('3') });
    const error = await faultOf(github.links.add('1', { type: 'child_of', target: ref('1', 'acme/plans') }));
    expect(error).toMatchObject({ code: 'rejected', message: expect.stringMatching(/only have one parent/) });
    expect((await github.links.list('1'))[0]?.target.id).toBe(String(other.number));
  });

  it.each(LINK_TYPES.filter((type) => !(linkable as readonly string[]).includes(type)))(
    'of type %s are none of GitHub’s',
    async (type) => {
      const { github, sent } = arranged();
      for (const act of [
        github.links.add('1', { type, target: ref('3') }),
        github.links.remove('1', { type, target: ref('3') }),
      ]) {
        expect(await faultOf(act)).toMatchObject({
          code: 'unsupported',
          message: expect.stringContaining(`'${type}'`),
        });
      }
      expect(sent()).toEqual([]);
    },
  );

  it('to or from what is not there are not added, and are gone', async () => {
    const { github } = arranged();
    for (const type of linkable) {
      expect(await faultOf(github.links.add('1', { type, target: ref('99') }))).toMatchObject({ code: 'not_found' });
      expect(await faultOf(github.links.add('99', { type, target: ref('1') }))).toMatchObject({ code: 'not_found' });
      await github.links.remove('1', { type, target: ref('99') });
      // Whose links cannot be seen may have any.
      expect(await faultOf(github.links.remove('99', { type, target: ref('1') }))).toMatchObject({ code: 'not_found' });
    }
  });

  it('never join a pull request', async () => {
    const { github, written } = arranged();
    expect(await faultOf(github.links.add('1', { type: 'parent_of', target: ref('2') }))).toMatchObject({
      code: 'not_found',
      message: expect.stringMatching(/pull request/),
    });
    expect(written()).toEqual([]);
  });

  it.each([
    [{ type: 'blocks', target: { ...ref('3'), system: 'gitlab' } }, 'target'],
    [{ type: 'blocks', target: ref('3', '../x') }, 'target'],
    [{ type: 'blocks', target: ref('3', 'a/b/c') }, 'target'],
    [{ type: 'blocks', target: ref('three') }, 'target.id'],
    [{ type: 'precedes', target: ref('3') }, 'type'],
  ] as const)('%j is refused at %s', async (relation, path) => {
    const { github, sent } = arranged();
    const error = await faultOf(github.links.add('1', relation as never));
    expect(error).toMatchObject({ code: 'invalid_input' });
    expect((error as unknown as { problems: object[] }).problems).toMatchObject([
      { path: expect.stringContaining(path === 'target' ? '' : path) },
    ]);
    expect(sent()).toEqual([]);
  });
});

describe('an older Enterprise Server', () => {
  it('has no links to list', async () => {
    const { github } = arranged({ isModern: false });
    expect(await github.links.list('1')).toEqual([]);
  });

  it.each(linkable)('says so, once it is certain, when one of type %s is written', async (type) => {
    const { github } = arranged({ isModern: false });
    for (const act of [
      github.links.add('1', { type, target: ref('3') }),
      github.links.remove('1', { type, target: ref('3') }),
    ]) {
      expect(await faultOf(act)).toMatchObject({
        code: 'unsupported',
        message: expect.stringMatching(/this server has no (sub_issues|dependencies\/blocked_by)/),
      });
    }
    // An issue that is not there is another matter.
    expect(await faultOf(github.links.add('99', { type, target: ref('1') }))).toMatchObject({ code: 'not_found' });
  });

  it('has no parents, which a new issue is told as a warning and an old one as an error', async () => {
    const { github } = arranged({ isModern: false });
    const { warnings } = await github.issues.create({ title: 'Part', parent: ref('1') });
    expect(warnings).toEqual([{ field: 'parent', message: expect.stringMatching(/this server has no sub_issues/) }]);
    expect(await faultOf(github.issues.update('3', { parent: ref('1') }))).toMatchObject({ code: 'unsupported' });
  });

  it('has no issue types', async () => {
    const { github } = arranged({ isModern: false });
    const { issue, warnings } = await github.issues.create({ title: 'Bug', issueType: 'bug' });
    expect([issue.issueType, warnings.map(({ field }) => field)]).toEqual(['task', ['issueType']]);
  });
});

describe('a right that is missing', () => {
  it('is not taken for a link that is gone', async () => {
    const { github, server } = arranged();
    await github.links.add('1', { type: 'blocked_by', target: ref('3') });
    const { handle } = server;
    Object.assign(server, {
      handle: (request: Request) =>
        request.method === 'DELETE'
          ? Promise.resolve(Response.json({ message: 'Not Found' }, { status: 404 }))
          : handle(request),
    });
    expect(await faultOf(github.links.remove('1', { type: 'blocked_by', target: ref('3') }))).toMatchObject({
      code: 'permission',
      message: 'github links.remove: not deleted: it is still there, and the right to delete it may be missing',
    });
    expect(await github.links.list('1')).toHaveLength(1);
  });

  it.each(linkable)(
    'is not taken for one of type %s that is gone, nor is a server that knows no path',
    async (type) => {
      const made = arranged();
      await made.github.links.add('1', { type, target: ref('3') });
      answering(made, pageNotFound);
      const error = await faultOf(made.github.links.remove('1', { type, target: ref('3') }));
      expect(error).toMatchObject({ code: 'not_found' });
    },
  );

  it('is not taken for one that is gone, where the issue is there and its list is not to be read', async () => {
    const made = arranged();
    await made.github.links.add('1', { type: 'blocked_by', target: ref('3') });
    answering(made, ({ url }) => (/\/issues\/3$|\/dependencies\//.test(url) ? pageNotFound() : undefined));
    const error = await faultOf(made.github.links.remove('1', { type: 'blocked_by', target: ref('3') }));
    expect(error).toMatchObject({ code: 'not_found' });
  });

  it('is not taken for a list that is empty, where the issue counts what is in it', async () => {
    const made = arranged();
    await made.github.links.add('1', { type: 'blocked_by', target: ref('3') });
    answering(made, ({ url }) => (url.includes('/dependencies/') ? pageNotFound() : undefined));
    expect(await faultOf(made.github.links.list('1'))).toMatchObject({ code: 'not_found' });
  });
});

describe('an issue that is linked', () => {
  /** An adapter before a fake whose answers are changed. */
  function changing(change: (text: string) => string) {
    const made = arranged();
    const { handle } = made.server;
    Object.assign(made.server, {
      handle: async (request: Request) => {
        const answer = await handle(request);
        return new Response(change(await answer.text()), answer);
      },
    });
    return made;
  }

  it('by an address without its repository’s name is asked for', async () => {
    const byId = (text: string) =>
      text.replace(
        /"parent_issue_url":"[^"]*"/g,
        '"parent_issue_url":"https://api.github.com/repositories/7/issues/1"',
      );
    const { github, server } = changing(byId);
    const [, , plan, one] = server.state.issues;
    Object.assign(one ?? {}, { parent: plan });
    expect(await github.links.list('3')).toMatchObject([
      { type: 'child_of', target: { workspace: 'acme/plans', id: '1' } },
    ]);
    await github.issues.update('3', { parent: null });
    expect(one?.parent).toBeUndefined();
  });

  it('is told by its web address, where nothing else says where it is', async () => {
    const { github, server } = changing((text) =>
      text.replaceAll(/"repository_url":"[^"]*"/g, '"repository_url":null'),
    );
    const [first, , plan] = server.state.issues;
    first?.blockers.add(plan as never);
    expect((await github.links.list('1'))[0]?.target).toMatchObject({ workspace: 'acme/plans', id: '1' });
  });

  it('and that says nowhere where it is, is not taken for one of ours', async () => {
    const { github, server } = changing((text) =>
      text.replaceAll(/"(repository_url|html_url)":"[^"]*plans[^"]*"/g, '"$1":"elsewhere"'),
    );
    const [first, , plan] = server.state.issues;
    first?.blockers.add(plan as never);
    expect(await faultOf(github.links.list('1'))).toMatchObject({ code: 'contract' });
  });

  it('in a repository that was renamed is ours still', async () => {
    const { github, server, other } = changing((text) => text.replaceAll('acme/widgets', 'acme/gadgets'));
    server.state.issues[0]?.blockers.add(other);
    expect((await github.links.list('1'))[0]?.target).toMatchObject({ workspace: 'acme/widgets', id: '3' });
  });
});
