import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createGitlabAdapter, type GitlabOptions } from '../../../src/adapters/gitlab/index.js';
import { parseOptions } from '../../../src/adapters/gitlab/options.js';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { scene } from './scene.js';
import { CANARY } from './server.js';

const good: GitlabOptions = { project: 'acme/widgets', token: CANARY };

function problemsOf(options: object) {
  try {
    createGitlabAdapter({ ...good, ...options });
  } catch (error) {
    if (!isTrackerError(error, 'configuration')) throw error;
    expect(inspect(error) + JSON.stringify(error)).not.toMatch(/canary|hunter2/);
    expect(error.context).toEqual({ operation: 'createGitlabAdapter', provider: 'gitlab', attempts: 0 });
    return error.problems.map(({ path }) => path);
  }
  return [];
}

describe('the options', () => {
  it.each([
    [{ project: '' }, ['project']],
    [{ project: 'widgets' }, ['project']],
    [{ project: 'acme/../widgets' }, ['project']],
    [{ project: '../widgets' }, ['project']],
    [{ project: 'acme/..' }, ['project']],
    [{ project: '/acme/widgets' }, ['project']],
    [{ project: 'acme/widgets/' }, ['project']],
    [{ project: 'acme//widgets' }, ['project']],
    [{ project: 'acme/wid gets' }, ['project']],
    [{ project: 'acme/widgets?x=1' }, ['project']],
    [{ project: '0' }, ['project']],
    [{ project: -4 }, ['project']],
    [{ project: 1.5 }, ['project']],
    [{ project: null }, ['project']],
    [{ token: '  ' }, ['token']],
    [{ token: 'canary\nX-Evil: 1' }, ['token']],
    [{ token: { canary: 1 } }, ['token']],
    [{ tokn: CANARY, colour: 'red' }, ['tokn', 'colour']],
    [{ baseUrl: 'ftp://gitlab.acme.test' }, ['baseUrl']],
    [{ baseUrl: 'https://mona:hunter2@gitlab.acme.test' }, ['baseUrl']],
    [{ baseUrl: 'http://gitlab.acme.test' }, ['baseUrl']],
    [{ baseUrl: 'https://gitlab.acme.test?token=hunter2' }, ['baseUrl']],
    [{ userAgent: ' ' }, ['userAgent']],
    [{ timeoutMs: 0 }, ['timeoutMs']],
    [{ maxResponseBytes: 1.5 }, ['maxResponseBytes']],
    [{ retry: { attempts: 0, tries: 3 } }, ['retry.attempts', 'retry.tries']],
    [{ statusMap: { doing: 'in progress' } }, ['statusMap.doing']],
    [{ priorityMap: { p1: 5 } }, ['priorityMap.p1']],
    [{ typeMap: ['bug'] }, ['typeMap']],
    [{ resolveUser: {} }, ['resolveUser']],
    [{ iidOf: 7 }, ['iidOf']],
    [{ issuesPerMinute: 0, notesPerMinute: 'many' }, ['issuesPerMinute', 'notesPerMinute']],
    [{ readOnly: 'yes' }, ['readOnly']],
    [{ project: '', baseUrl: 'nowhere' }, ['project', 'baseUrl']],
  ])('%j are refused at %j', (options, paths) => {
    expect(problemsOf(options)).toEqual(paths);
  });

  it('may be left undefined where they are optional', () => {
    expect(problemsOf({ baseUrl: undefined, userAgent: undefined, retry: undefined, statusMap: undefined })).toEqual(
      [],
    );
  });

  it.each(['acme/tools/sub-group/widgets.js', 'a_b/c', 278, '278'])('take the project %j', (project) => {
    expect(parseOptions({ ...good, project }).workspace).toBe(String(project));
  });

  it('take a server under a sub-path, with or without the end of the API', () => {
    const urlOf = (baseUrl: string) => parseOptions({ ...good, baseUrl }).client.baseUrl;
    expect(urlOf('https://acme.test/git/')).toBe('https://acme.test/git/api/v4');
    expect(urlOf('https://acme.test/git/api/v4')).toBe('https://acme.test/git/api/v4');
    expect(parseOptions(good).client).toMatchObject({
      baseUrl: 'https://gitlab.com/api/v4',
      headers: { 'user-agent': 'spec-kitty-tracker' },
    });
  });

  it('refuse nothing at all, clearly', () => {
    for (const nothing of [undefined, null, {}]) {
      expect(() => createGitlabAdapter(nothing as never)).toThrow(/createGitlabAdapter: project: .*token: /);
    }
  });

  it('never show the token', () => {
    const adapter = createGitlabAdapter(good);
    expect(inspect(adapter, { depth: 9, showHidden: true }) + JSON.stringify(adapter)).not.toContain('canary');
    expect(inspect(parseOptions(good), { depth: 9, showHidden: true })).not.toContain('canary');
  });

  it('make an adapter that says what it is', () => {
    const { provider, workspace, traits } = createGitlabAdapter(good);
    expect({ provider, workspace, traits }).toEqual({
      provider: 'gitlab',
      workspace: 'acme/widgets',
      traits: {
        maxPageSize: 100,
        updatedSinceStepMs: 1,
        indexLagMs: 5_000,
        createIsIdempotent: false,
        bodyFormat: 'markdown',
      },
    });
  });

  it('leave out what writes, where only reading is wanted', () => {
    const namesOf = (adapter: object) =>
      Object.entries(adapter).flatMap(([group, member]) =>
        typeof member === 'object' ? Object.keys(member).map((name) => `${group}.${name}`) : [],
      );
    const reading = namesOf(createGitlabAdapter({ ...good, readOnly: true }));
    const both = namesOf(createGitlabAdapter(good));
    expect(both.filter((name) => !reading.includes(name))).toEqual([
      ...['issues.create', 'issues.update', 'issues.transition', 'issues.delete'],
      ...['comments.add', 'comments.update', 'comments.delete', 'links.add', 'links.remove', 'attachments.add'],
      ...['webhooks.register', 'webhooks.unregister'],
    ]);
    // @ts-expect-error The type leaves it out as well.
    expect(createGitlabAdapter({ ...good, readOnly: true }).issues.create).toBeUndefined();
  });

  it('send the token as every kind of token is taken, anew for each request', async () => {
    let asked = 0;
    const token = async () => {
      asked++;
      return ` ${CANARY} `;
    };
    const { gitlab, server } = scene({ token });
    server.seed();
    await gitlab.issues.get('1');
    await gitlab.issues.get('1');
    expect(asked).toBe(2);
    expect(server.requests[0]?.headers.get('authorization')).toBe(`Bearer ${CANARY}`);
  });
});
