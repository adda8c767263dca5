import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createLinearAdapter, type LinearOptions } from '../../../src/adapters/linear/index.js';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { answered, faultOf } from './scene.js';
import { ACCESS_TOKEN, CANARY } from './server.js';
import { TEAM } from './state.js';

const problemsOf = (options: unknown) => {
  try {
    createLinearAdapter(options as LinearOptions);
  } catch (error) {
    if (isTrackerError(error, 'configuration')) return error.problems.map(({ path }) => path);
    throw error;
  }
  return [];
};
const auth = { apiKey: CANARY };

describe('the options', () => {
  it('are checked at once, and no value is shown', () => {
    expect(problemsOf({ team: TEAM, auth })).toEqual([]);
    expect(problemsOf({ team: 'ENG', auth: { accessToken: () => ACCESS_TOKEN } })).toEqual([]);
    for (const [options, path] of [
      [{ team: 'eng', auth }, 'team'],
      [{ team: 'ENG"}}', auth }, 'team'],
      [{ team: TEAM.toUpperCase(), auth }, 'team'],
      [{ auth }, 'team'],
      [{ team: TEAM }, 'auth'],
      [{ team: TEAM, auth: {} }, 'auth'],
      [{ team: TEAM, auth: { apiKey: CANARY, accessToken: ACCESS_TOKEN } }, 'auth'],
      [{ team: TEAM, auth: { apiKey: 'two words' } }, 'auth.apiKey'],
      [{ team: TEAM, auth, statusMap: { Doing: 'doing' } }, 'statusMap.Doing'],
      [{ team: TEAM, auth, typeMap: { Bug: 'Bug' } }, 'typeMap.Bug'],
      [{ team: TEAM, auth, baseUrl: 'http://linear.example' }, 'baseUrl'],
      [{ team: TEAM, auth, projcet: 'x' }, 'projcet'],
    ] as const) {
      expect(problemsOf(options)).toContain(path);
    }
    try {
      createLinearAdapter({ team: 'canary team', auth: { apiKey: `${CANARY} ` } });
    } catch (error) {
      expect(inspect(error)).not.toContain('canary');
    }
  });

  it('send a key as it is and a token as a bearer, and show neither', async () => {
    const sent = async (credentials: LinearOptions['auth']) => {
      const { linear, requests } = answered(() => Response.json({ data: {} }), { auth: credentials });
      const fault = await faultOf(linear.testConnection());
      expect(inspect([linear, fault], { depth: 9, showHidden: true })).not.toContain('canary');
      const [request] = requests;
      return [request?.url, request?.headers.get('authorization')];
    };
    const url = 'https://api.linear.test/graphql';
    expect(await sent({ apiKey: CANARY })).toEqual([url, CANARY]);
    expect(await sent({ accessToken: ACCESS_TOKEN })).toEqual([url, `Bearer ${ACCESS_TOKEN}`]);
    expect(await sent({ apiKey: async () => CANARY })).toEqual([url, CANARY]);
  });

  it('have a provider asked for another token when Linear refuses one, with whatever status it does', async () => {
    for (const status of [200, 400, 401]) {
      const asked: boolean[] = [];
      const accessToken = ({ isRefused }: { isRefused: boolean }) => {
        asked.push(isRefused);
        return isRefused ? 'renewed' : 'expired';
      };
      const extensions = { type: 'authentication error', code: 'AUTHENTICATION_ERROR', statusCode: 401 };
      const { linear, requests } = answered(
        (request) =>
          request.headers.get('authorization') === 'Bearer renewed'
            ? Response.json({ data: { teams: { nodes: [], pageInfo: { hasNextPage: false } } } })
            : Response.json({ errors: [{ message: 'Authentication required', extensions }] }, { status }),
        { auth: { accessToken } },
      );
      expect((await linear.directory.projects().next()).value?.items).toEqual([]);
      expect(requests.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer expired', 'Bearer renewed']);
      expect(asked).toEqual([false, false, true]);
    }
  });

  it('leave out what writes with readOnly', () => {
    const reader = createLinearAdapter({ team: TEAM, auth, readOnly: true });
    expect('create' in reader.issues || 'backlinks' in reader || 'add' in reader.attachments).toBe(false);
  });
});
