import { describe, expect, it } from 'vitest';
import { allOf, faultOf, scene } from './subject.js';

describe('the directory', () => {
  it.each([
    ['a person sees', 'mona', ['acme/plans', 'acme/widgets'], ['GET /user/repos']],
    ['an installation is made on', null, ['acme/widgets'], ['GET /user/repos', 'GET /installation/repositories']],
  ])('has the repositories that %s', async (_, account, ids, requests) => {
    const { github, sent } = scene({}, { account });
    const projects = await allOf(github.directory.projects());
    expect(projects.map(({ id }) => id)).toEqual(ids);
    expect(projects.at(-1)).toEqual({
      id: 'acme/widgets',
      name: 'widgets',
      key: null,
      url: 'https://github.com/acme/widgets',
    });
    expect(sent()).toEqual(requests);
  });

  it.each(['mona', null])('goes on from a cursor of either list (account %s)', async (account) => {
    const { github, server } = scene({}, { account });
    const { handle } = server;
    const linked = async (request: Request) => {
      const answer = await handle(request);
      if (new URL(request.url).searchParams.has('page') || !answer.ok) return answer;
      const link = `<https://api.github.com/x?per_page=100&page=2>; rel="next"`;
      return new Response(answer.body, { headers: { link } });
    };
    Object.assign(server, { handle: linked });
    const { value } = await github.directory.projects().next();
    expect(await allOf(github.directory.projects({ cursor: value?.cursor ?? '' }))).toEqual([]);
    expect(await faultOf(allOf(github.directory.projects({ cursor: 'ab' })))).toMatchObject({
      problems: [{ path: 'cursor' }],
    });
  });

  it('leaves out repositories whose issues are switched off', async () => {
    const { github, server } = scene();
    const { handle } = server;
    Object.assign(server, {
      handle: async (request: Request) => {
        const [one, ...others] = (await (await handle(request)).json()) as object[];
        return Response.json([{ ...one, has_issues: false }, ...others]);
      },
    });
    expect((await allOf(github.directory.projects())).map(({ id }) => id)).toEqual(['acme/widgets']);
  });

  it('passes other faults on, and takes none for an installation', async () => {
    const { github, server } = scene({}, { account: null });
    const { handle } = server;
    Object.assign(server, {
      handle: (request: Request) =>
        request.url.includes('/user/repos')
          ? Promise.resolve(Response.json({ message: 'Bad credentials' }, { status: 401 }))
          : handle(request),
    });
    expect(await faultOf(allOf(github.directory.projects()))).toMatchObject({ code: 'authentication' });
  });

  it('has the labels and the people of a repository, its own or another', async () => {
    const { github, sent, server } = scene();
    for (let at = 0; at < 101; at++) server.state.labels.add(`label ${at}`);
    expect(await allOf(github.directory.labels())).toEqual([...server.state.labels]);
    expect(sent()).toEqual(['GET /labels', 'GET /labels']);
    expect(await allOf(github.directory.users({ project: 'acme/plans' }))).toEqual(
      ['mona', 'zoe', 'adam'].map((login) => ({ id: login, name: login, email: null })),
    );
    expect(sent()).toEqual(['GET /repos/acme/plans/assignees']);
  });

  it.each(['acme', 'acme/..//', '../x/y', ''])('has no project %j', async (project) => {
    const { github, sent } = scene();
    for (const list of [github.directory.labels, github.directory.users, github.directory.issueTypes]) {
      expect(await faultOf(allOf<unknown>(list({ project })))).toMatchObject({ problems: [{ path: 'project' }] });
    }
    expect(sent()).toEqual([]);
  });

  it('knows the statuses without asking: GitHub’s words and the labels', async () => {
    const { github, sent } = scene({ statusMap: { Doing: 'in_progress', Stuck: 'blocked' } });
    expect(await allOf(github.directory.statuses())).toEqual([
      { id: 'open', name: 'open', status: 'todo' },
      { id: 'completed', name: 'completed', status: 'done' },
      { id: 'not_planned', name: 'not_planned', status: 'canceled' },
      { id: 'Doing', name: 'Doing', status: 'in_progress' },
      { id: 'Stuck', name: 'Stuck', status: 'blocked' },
    ]);
    expect(sent()).toEqual([]);
  });

  it('has the issue types with their fields', async () => {
    const { github } = scene({ typeMap: { Incident: 'bug' } }, { types: ['Incident', 'Feature'] });
    const types = await allOf(github.directory.issueTypes());
    expect(types.map(({ id, name, issueType }) => [id, name, issueType])).toEqual([
      ['410', 'Incident', 'bug'],
      ['411', 'Feature', 'story'],
    ]);
    expect(types[0]?.fields.filter(({ required }) => required)).toEqual([
      { id: 'title', name: 'title', required: true, custom: false },
    ]);
  });

  it('tells a repository without issue types from none at all', async () => {
    const { github, sent } = scene({}, { isModern: false });
    expect(await allOf(github.directory.issueTypes())).toEqual([]);
    expect(sent()).toEqual(['GET /issue-types', 'GET ']);
    expect(await faultOf(allOf(github.directory.issueTypes({ project: 'acme/nothing' })))).toMatchObject({
      code: 'not_found',
    });
  });

  it.each(['projects', 'labels', 'users', 'statuses', 'issueTypes'] as const)(
    'knows every key of a query of %s',
    async (name) => {
      const { github, sent } = scene();
      const list = (query: object) => faultOf(allOf<unknown>(github.directory[name](query)));
      expect(await list({ projct: 'acme/plans' })).toMatchObject({
        code: 'invalid_input',
        problems: [{ path: 'projct' }],
      });
      expect(await list({ cursor: 'ab' })).toMatchObject({ code: 'invalid_input', problems: [{ path: 'cursor' }] });
      if (name === 'projects')
        expect(await list({ project: 'acme/plans' })).toMatchObject({ problems: [{ path: 'project' }] });
      expect(sent()).toEqual([]);
      expect(await allOf<unknown>(github.directory[name]({ cursor: undefined } as never))).not.toEqual([]);
    },
  );
});
