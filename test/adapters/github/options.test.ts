import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createGithubAdapter, type GithubOptions } from '../../../src/adapters/github/index.js';
import { parseOptions } from '../../../src/adapters/github/options.js';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { CANARY } from './stub.js';

const good: GithubOptions = { owner: 'acme', repo: 'widgets', token: CANARY };

function problemsOf(options: object) {
  try {
    createGithubAdapter({ ...good, ...options });
  } catch (error) {
    if (!isTrackerError(error, 'configuration')) throw error;
    expect(inspect(error) + JSON.stringify(error)).not.toMatch(/canary|hunter2/);
    expect(error.context).toEqual({ operation: 'createGithubAdapter', provider: 'github', attempts: 0 });
    return error.problems.map(({ path }) => path);
  }
  return [];
}

describe('the options', () => {
  it.each([
    [{ owner: '' }, ['owner']],
    [{ owner: 'acme/widgets' }, ['owner']],
    [{ repo: '..' }, ['repo']],
    [{ repo: '.' }, ['repo']],
    [{ repo: 'a b' }, ['repo']],
    [{ repo: 'widgets?x=1' }, ['repo']],
    [{ owner: 7, repo: null }, ['owner', 'repo']],
    [{ token: '  ' }, ['token']],
    [{ token: 'canary\nX-Evil: 1' }, ['token']],
    [{ token: { canary: 1 } }, ['token']],
    [{ token: undefined }, ['token']],
    [{ tokn: CANARY, colour: 'red' }, ['tokn', 'colour']],
    [{ baseUrl: 'ftp://ghe.acme.test' }, ['baseUrl']],
    [{ baseUrl: 'https://mona:hunter2@ghe.acme.test/api/v3' }, ['baseUrl']],
    [{ baseUrl: 'http://ghe.acme.test/api/v3' }, ['baseUrl']],
    [{ baseUrl: 'https://ghe.acme.test/api/v3?token=hunter2' }, ['baseUrl']],
    [{ baseUrl: 'https://github.com' }, ['baseUrl']],
    [{ baseUrl: 'https://www.github.com/' }, ['baseUrl']],
    [{ baseUrl: 'https://GitHub.com/api/v3' }, ['baseUrl']],
    [{ baseUrl: 'https://acme.ghe.com' }, ['baseUrl']],
    [{ baseUrl: 'https://api.acme.ghe.com' }, []],
    [{ baseUrl: 'https://github.com.acme.test/api/v3' }, []],
    [{ apiVersion: '2022-11-28\r\nx: y' }, ['apiVersion']],
    [{ userAgent: ' ' }, ['userAgent']],
    [{ timeoutMs: 0 }, ['timeoutMs']],
    [{ maxResponseBytes: 1.5 }, ['maxResponseBytes']],
    [{ retry: { attempts: 0, tries: 3 } }, ['retry.attempts', 'retry.tries']],
    [{ statusMap: { Doing: 'doing', Done: 'done' } }, ['statusMap.Doing']],
    [{ priorityMap: { P9: 9 } }, ['priorityMap.P9']],
    [{ typeMap: ['bug'] }, ['typeMap']],
    [{ readOnly: 'yes' }, ['readOnly']],
    [{ resolveUser: 'mona' }, ['resolveUser']],
    [{ owner: '', repo: '', baseUrl: 'nowhere' }, ['owner', 'repo', 'baseUrl']],
  ])('%j are refused at %j', (options, paths) => {
    expect(problemsOf(options)).toEqual(paths);
  });

  it('may be left undefined where they are optional', () => {
    expect(problemsOf({ baseUrl: undefined, userAgent: undefined, retry: undefined, timeoutMs: undefined })).toEqual(
      [],
    );
  });

  it('allow an Enterprise Server, and plain http to one only when told so', () => {
    expect(parseOptions({ ...good, baseUrl: 'https://ghe.acme.test/api/v3/' }).client.baseUrl).toBe(
      'https://ghe.acme.test/api/v3',
    );
    expect(problemsOf({ baseUrl: 'http://ghe.acme.test/api/v3', allowInsecureHttp: true })).toEqual([]);
    expect(problemsOf({ baseUrl: 'http://127.0.0.1:4001' })).toEqual([]);
  });

  it('name the address that is meant, where the web site is given', () => {
    expect(() => createGithubAdapter({ ...good, baseUrl: 'https://github.com' })).toThrow(
      /baseUrl: is the web site; its API is at https:\/\/api\.github\.com/,
    );
  });

  it('have the defaults that are documented', () => {
    expect(parseOptions(good).client).toMatchObject({
      baseUrl: 'https://api.github.com',
      headers: {
        accept: 'application/vnd.github+json',
        'user-agent': 'spec-kitty-tracker',
        'x-github-api-version': '2022-11-28',
      },
    });
  });

  it('refuse nothing at all, clearly', () => {
    for (const nothing of [undefined, null, {}]) {
      expect(() => createGithubAdapter(nothing as never)).toThrow(/createGithubAdapter: owner: .*repo: .*token: /);
    }
  });

  it('never show the token', () => {
    const adapter = createGithubAdapter(good);
    expect(inspect(adapter, { depth: 9, showHidden: true }) + JSON.stringify(adapter)).not.toContain('canary');
    expect(inspect(parseOptions(good), { depth: 9, showHidden: true })).not.toContain('canary');
  });

  it('make an adapter that says what it is', () => {
    const { provider, workspace, traits } = createGithubAdapter(good);
    expect({ provider, workspace, traits }).toEqual({
      provider: 'github',
      workspace: 'acme/widgets',
      traits: {
        maxPageSize: 100,
        updatedSinceStepMs: 1000,
        indexLagMs: 60_000,
        createIsIdempotent: false,
        bodyFormat: 'markdown',
      },
    });
  });
});
