import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createRedmineAdapter, type RedmineOptions } from '../../../src/adapters/redmine/index.js';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { all, scene } from './scene.js';
import { CANARY } from './server.js';

const GOOD: RedmineOptions = {
  baseUrl: 'https://acme.test/redmine/',
  project: 'widgets',
  token: CANARY,
  textFormatting: 'textile',
};

function problemsOf(changes: object): readonly string[] {
  try {
    createRedmineAdapter({ ...GOOD, ...changes });
  } catch (error) {
    if (!isTrackerError(error, 'configuration')) throw error;
    expect(inspect(error)).not.toContain('canary');
    return [...new Set(error.problems.map(({ path }) => path))];
  }
  return [];
}

describe('the options', () => {
  it.each<[string, object, string[]]>([
    ['all that is needed', {}, []],
    ['a number', { project: 7 }, []],
    ['labels in a custom field', { labels: { customField: 3, values: ['a'] } }, []],
    ['no server', { baseUrl: undefined }, ['baseUrl']],
    ['plain http to elsewhere', { baseUrl: 'http://acme.test' }, ['baseUrl']],
    ['no text formatting, which cannot be guessed', { textFormatting: undefined }, ['textFormatting']],
    ['an unknown text formatting', { textFormatting: 'markdown' }, ['textFormatting']],
    ['a path for a project', { project: 'a/b' }, ['project']],
    ['a project that climbs', { project: '..' }, ['project']],
    ['a project with a capital, which no identifier has', { project: 'Widgets' }, ['project']],
    ['a blank key', { token: ' ' }, ['token']],
    ['labels without a field', { labels: {} }, ['labels.customField']],
    ['an unknown status', { statusMap: { New: 'open' } }, ['statusMap.New']],
    ['an unknown option', { apiKey: CANARY }, ['apiKey']],
  ])('take %s', (_, changes, paths) => {
    expect(problemsOf(changes)).toEqual(paths);
  });

  it('send the key in the header of Redmine, below the path of the server', async () => {
    const { redmine, server } = scene();
    await redmine.testConnection();
    for (const request of server.requests) {
      expect(request.headers.get('x-redmine-api-key')).toBe(CANARY);
      expect(request.headers.get('authorization')).toBe(null);
      expect(request.url).toMatch(/^https:\/\/acme\.test\/redmine\/.+\.json/);
    }
  });

  it('send an access token of OAuth as such', async () => {
    const { redmine, server } = scene({ tokenKind: 'oauth' });
    await redmine.testConnection().catch(() => {});
    expect(server.requests[0]?.headers.get('authorization')).toBe(`Bearer ${CANARY}`);
    expect(server.requests[0]?.headers.get('x-redmine-api-key')).toBe(null);
  });

  it('ask a function for the key, and once more when it is refused', async () => {
    const keys = ['old'.padEnd(40, '0'), CANARY];
    const asked: boolean[] = [];
    const { redmine, server } = scene({
      token: ({ isRefused }) => {
        asked.push(isRefused);
        if (isRefused) keys.shift();
        return keys[0] ?? '';
      },
    });
    server.seed();
    expect((await all(redmine.issues.list())).length).toBe(1);
    expect(asked).toContain(true);
  });
});
