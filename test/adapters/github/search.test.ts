import { describe, expect, it } from 'vitest';
import type { SearchIssuesQuery } from '../../../src/contracts/adapter/issue-query.js';
import { issue, type Json, pullRequest, repository } from './fixtures.js';
import { addIssue } from './server-state.js';
import { github, json, stubGithub } from './stub.js';
import { allOf, faultOf, scene } from './subject.js';

const found = (items: Json[], more: Json = {}) => ({
  total_count: items.length,
  incomplete_results: false,
  search_type: 'lexical',
  items: items.map((item) => ({ ...item, score: 1 })),
  ...more,
});

describe('a search', () => {
  it('finds issues of the repository by their words, over all pages', async () => {
    const { github, server, sent } = scene();
    for (let at = 0; at < 25; at++) addIssue(server.state, { title: `Gear ${at} squeaks` });
    addIssue(server.state, { title: 'Gear elsewhere squeaks', repository: 'acme/plans' });
    const issues = await allOf(github.issues.search({ text: 'squeaks Gear', pageSize: 10 }));
    expect(issues).toHaveLength(25);
    expect(sent()).toHaveLength(3);
  });

  it('goes on from a cursor of the same query only', async () => {
    const { github, server } = scene();
    for (let at = 0; at < 25; at++) addIssue(server.state, { title: `Gear ${at} squeaks` });
    const query = { text: 'squeaks', pageSize: 20 };
    const { value } = await github.issues.search(query).next();
    expect(await allOf(github.issues.search({ ...query, cursor: value?.cursor ?? '' }))).toHaveLength(5);
    const other = github.issues.search({ ...query, text: 'Gear', cursor: value?.cursor ?? '' });
    expect(await faultOf(allOf(other))).toMatchObject({ problems: [{ path: 'cursor' }] });
  });

  it.each<[object, string]>([
    [{}, ''],
    [{ text: 'a', native: 'b' }, ''],
    [{ text: ' ' }, 'text'],
    [{ text: '"' }, 'text'],
    [{ text: '\\' }, 'text'],
    [{ text: '(*) && "?"' }, 'text'],
    [{ native: 'x) OR (repo:other/thing' }, 'native'],
    [{ native: 'x) repo:other/thing (y' }, 'native'],
    [{ native: '(x' }, 'native'],
    [{ native: 'x)' }, 'native'],
    [{ native: 'label:"x' }, 'native'],
    [{ native: '"a\\" ) OR (repo:other/thing' }, 'native'],
    [{ text: 'a', pageSize: 101 }, 'pageSize'],
    [{ query: 'a', text: 'b' }, 'query'],
  ])('for %j is refused at %j', async (query, path) => {
    const { github, sent } = scene();
    expect(await faultOf(allOf(github.issues.search(query)))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path }],
    });
    expect(sent()).toEqual([]);
  });
});

describe('what GitHub is asked', () => {
  const stub = stubGithub();
  const asked = async (query: SearchIssuesQuery) => {
    stub.answer(() => json(found([])));
    await allOf(github().issues.search(query));
    return new URL(stub.requests.at(-1)?.url ?? '').searchParams;
  };
  const prefix = 'repo:acme/widgets is:issue ';

  it.each([
    ['wobbly  screw', 'wobbly screw'],
    ['label:bug is:pr', '"label:bug" "is:pr"'],
    ['-broken repo:other/one', '"-broken" "repo:other/one"'],
    ['this OR that', 'this "OR" that'],
    ['say "hello world"', 'say hello world'],
    ['C++ (new)', '"C++" "(new)"'],
    ['🚀', '"🚀"'],
    ['größe 日本語', 'größe 日本語'],
  ])('for the text %j: the words, and nothing that would act', async (text, terms) => {
    expect((await asked({ text })).get('q')).toBe(prefix + terms);
  });

  it.each([
    ['label:"needs triage" updated:>=2026-01-01', 'label:"needs triage" updated:>=2026-01-01'],
    ['label:bug OR label:crash', '(label:bug OR label:crash)'],
    ['(label:bug OR x) no:assignee', '((label:bug OR x) no:assignee)'],
    ['label:":)" "say \\"(\\""', 'label:":)" "say \\"(\\""'],
  ])('for the native query %j: just that, within the repository', async (native, terms) => {
    const search = await asked({ native });
    expect(search.get('q')).toBe(prefix + terms);
    expect(Object.fromEntries(search)).toMatchObject({ per_page: '100', advanced_search: 'true' });
  });

  it('and what it answers of other repositories, or of pull requests, is left out', async () => {
    stub.answer((request) =>
      json(
        new URL(request.url).pathname === '/search/issues'
          ? found([issue(1), issue(2, {}, 'other/one'), pullRequest(3), issue(4, {}, 'other/one'), issue(5)])
          : repository(),
      ),
    );
    const issues = await allOf(github().issues.search({ native: 'x OR repo:other/one' }));
    expect(issues.map(({ ref }) => ref.id)).toEqual(['1', '5']);
    // Once per repository: it might be ours, renamed.
    expect(stub.requests).toHaveLength(2);
  });

  it('and what it answers of a repository that was renamed is ours', async () => {
    stub.answer((request) =>
      json(
        new URL(request.url).pathname === '/search/issues'
          ? found([issue(1, {}, 'acme/gizmos')])
          : repository({ full_name: 'acme/gizmos' }),
      ),
    );
    const issues = await allOf(github().issues.search({ text: 'x' }));
    expect(issues[0]?.ref).toMatchObject({ workspace: 'acme/widgets', id: '1' });
  });

  it('and an answer that says it is not whole is none', async () => {
    stub.answer(() => json(found([issue(1)], { incomplete_results: true })));
    const error = await faultOf(allOf(github().issues.search({ text: 'x' })));
    expect(error).toMatchObject({
      code: 'contract',
      retryable: true,
      message: 'github issues.search: GitHub ran out of time and left results out; narrow the search',
    });
  });

  it('gives a thousand results, and says that there are more', async () => {
    stub.answer((request) => {
      const search = new URL(request.url).searchParams;
      const page = Number(search.get('page') ?? 1);
      const items = Array.from({ length: 100 }, (_, at) => issue((page - 1) * 100 + at + 1));
      search.set('page', String(page + 1));
      const link = page < 10 ? { link: `<https://api.github.com/search/issues?${search}>; rel="next"` } : undefined;
      return json(found(items, { total_count: 1234 }), link && { headers: link });
    });
    const pages = github().issues.search({ text: 'x' });
    const seen: string[] = [];
    let cursor: string | null = null;
    const error = await faultOf(
      (async () => {
        for await (const page of pages) {
          seen.push(...page.items.map(({ ref }) => ref.id));
          cursor = page.cursor;
        }
      })(),
    );
    expect([seen.length, stub.requests.length]).toEqual([1000, 10]);
    expect(error).toMatchObject({ code: 'unsupported', message: expect.stringMatching(/first 1000 results/) });
    // The last page's cursor is not the end, and leads nowhere else.
    expect(cursor).not.toBeNull();
    const further = github().issues.search({ text: 'x', cursor: cursor ?? '' });
    expect(await faultOf(allOf(further))).toMatchObject({ code: 'unsupported' });
    expect(stub.requests).toHaveLength(10);
  });

  it('ends at a thousand where there are no more', async () => {
    stub.answer(() => json(found([issue(1)], { total_count: 1000 })));
    expect(await allOf(github().issues.search({ text: 'x' }))).toHaveLength(1);
  });
});
