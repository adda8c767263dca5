import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createGithubAdapter } from '../../../src/adapters/github/index.js';
import { toIssue } from '../../../src/adapters/github/map.js';
import { zWireFoundIssues } from '../../../src/adapters/github/search.js';
import { zWireIssue, zWireIssues, zWireRepository } from '../../../src/adapters/github/wire.js';
import { zWireLabels } from '../../../src/adapters/github/wire-repository.js';
import { issueSchema } from '../../../src/contracts/issue.js';
import { check } from '../../../src/contracts/problems.js';
import type { Schema } from '../../../src/contracts/schema.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { CANARY } from './fixtures.js';
import { naming } from './naming.js';
import { allOf, faultOf } from './subject.js';

// What GitHub really answered, as Octokit recorded it: every exchange that touches issues.
const FOLDER = new URL('./scenarios/api.github.com/', import.meta.resolve('@octokit/fixtures'));

interface Exchange {
  readonly scenario: string;
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly response: unknown;
  readonly headers: Readonly<Record<string, string>>;
}

function exchangesOf(scenario: string, form: 'raw' | 'normalized'): Exchange[] {
  const text = readFileSync(new URL(`${scenario}/${form}-fixture.json`, FOLDER), 'utf8');
  return (JSON.parse(text) as Exchange[]).map((exchange) => ({ ...exchange, scenario }));
}

const SCENARIOS = readdirSync(FOLDER);
const all = SCENARIOS.flatMap((scenario) => [...exchangesOf(scenario, 'raw'), ...exchangesOf(scenario, 'normalized')]);

/** Which shape an exchange must have; none where it is not about issues. */
const SHAPES: readonly (readonly [method: string, path: RegExp, schema: Schema<unknown>])[] = [
  ['post', /\/issues$/, zWireIssue],
  ['get', /^\/search\/issues\?/, zWireFoundIssues],
  ['get', /\/issues\?/, zWireIssues],
  ['get', /\/labels$/, zWireLabels],
  ['post', /\/issues\/\d+\/labels$/, zWireLabels],
  ['get', /^\/repos\/[^/]+\/[^/]+$/, zWireRepository],
  ['get', /^\/repositories\/\d+$/, zWireRepository],
];
const shaped = all.flatMap((exchange) => {
  const shape = SHAPES.find(([method, path]) => method === exchange.method && path.test(exchange.path));
  return shape && exchange.status < 300 ? [{ ...exchange, schema: shape[2] }] : [];
});

describe('recorded exchanges', () => {
  it('touch issues in four scenarios, and every one of them has a shape here', () => {
    const touching = all.filter(({ path, status }) => /\/issues\b/.test(path) && status !== 204);
    expect([...new Set(touching.map(({ scenario }) => scenario))].sort()).toEqual([
      'add-labels-to-issue',
      'lock-issue',
      'paginate-issues',
      'search-issues',
    ]);
    expect(touching.length).toBeGreaterThan(20);
    const known = new Set(shaped.map(({ scenario, method, path }) => `${scenario} ${method} ${path}`));
    expect(touching.filter(({ scenario, method, path }) => !known.has(`${scenario} ${method} ${path}`))).toEqual([]);
  });

  it.each(shaped)('$scenario: $method $path has the shape that is read', ({ schema, response }) => {
    expect(check(schema, response)).toEqual({ ok: true, value: response });
  });

  it('hold issues that all become canonical ones', () => {
    const wires = shaped.flatMap(({ schema, response }) => {
      if (schema === zWireIssue) return [zWireIssue.parse(response)];
      if (schema === zWireIssues) return zWireIssues.parse(response);
      return schema === zWireFoundIssues ? zWireFoundIssues.parse(response).items : [];
    });
    expect(wires.length).toBeGreaterThan(40);
    for (const wire of wires) {
      const issue = toIssue(wire, naming('octokit-fixture-org/any'), false);
      expect(issueSchema['~standard'].validate(issue)).not.toHaveProperty('issues');
      expect(issue).toMatchObject({
        ref: { id: String(wire.number), url: wire.html_url },
        status: 'todo',
        title: wire.title,
      });
    }
  });

  it('of a paged list are walked to the end, by GitHub’s own links', async () => {
    const pages = exchangesOf('paginate-issues', 'normalized').filter(({ method }) => method === 'get');
    const asked: string[] = [];
    const fetch = async (request: Request) => {
      const { pathname, searchParams } = new URL(request.url);
      asked.push(pathname);
      const page = Number(searchParams.get('page') ?? 1);
      const { response, headers } = pages[page - 1] as Exchange;
      return Response.json(response, { headers: { link: headers.link ?? '' } });
    };
    const github = createGithubAdapter(
      { owner: 'octokit-fixture-org', repo: 'paginate-issues', token: CANARY },
      createTestRuntime({ fetch }),
    );
    const numbers = (await allOf(github.issues.list({ pageSize: 3 }))).map(({ ref }) => Number(ref.id));
    expect([...new Set(numbers)].sort((a, b) => a - b)).toEqual(Array.from({ length: 13 }, (_, at) => at + 1));
    expect(new Set(asked)).toEqual(new Set(['/repos/octokit-fixture-org/paginate-issues/issues']));
  });

  it('of refusals become errors of ours', async () => {
    const refused = exchangesOf('errors', 'normalized').find(({ status }) => status === 422);
    const fetch = async () => Response.json(refused?.response, { status: 422 });
    const github = createGithubAdapter({ owner: 'a', repo: 'b', token: CANARY }, createTestRuntime({ fetch }));
    const error = await faultOf(github.comments.add('1', 'x'));
    expect(error).toMatchObject({ code: 'rejected', fields: [{ path: 'color', message: 'invalid' }] });
    // The redirect of a renamed repository: a read follows it, a write says that it was not applied.
    const moved = exchangesOf('rename-repository', 'normalized').find(({ status }) => status === 307);
    const renamed = createGithubAdapter(
      { owner: 'a', repo: 'b', token: CANARY },
      createTestRuntime({
        fetch: async () =>
          new Response(JSON.stringify(moved?.response), {
            status: 307,
            headers: { location: moved?.headers.location ?? '' },
          }),
      }),
    );
    expect(await faultOf(renamed.comments.add('1', 'x'))).toMatchObject({
      code: 'rejected',
      message: expect.stringMatching(/has moved; testConnection tells its name/),
      context: { httpStatus: 307, attempts: 1 },
    });
  });
});
