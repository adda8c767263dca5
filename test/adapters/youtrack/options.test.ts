import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { createYoutrackAdapter, type YoutrackOptions } from '../../../src/adapters/youtrack/index.js';
import { parseOptions } from '../../../src/adapters/youtrack/options.js';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { scene } from './scene.js';
import { CANARY, createYoutrackServer } from './server.js';

const good: YoutrackOptions = { baseUrl: 'https://acme.youtrack.cloud', project: 'DEV', token: CANARY };

function problemsOf(options: object) {
  try {
    createYoutrackAdapter({ ...good, ...options });
  } catch (error) {
    if (!isTrackerError(error, 'configuration')) throw error;
    expect(inspect(error) + JSON.stringify(error)).not.toMatch(/canary|hunter2/);
    expect(error.context).toEqual({ operation: 'createYoutrackAdapter', provider: 'youtrack', attempts: 0 });
    return error.problems.map(({ path }) => path);
  }
  return [];
}

describe('the options', () => {
  it.each([
    [{ project: '' }, ['project']],
    [{ project: 'D EV' }, ['project']],
    [{ project: '..' }, ['project']],
    [{ project: 'DEV} or project: {OPS' }, ['project']],
    [{ project: 'DEV/issues' }, ['project']],
    [{ project: 7 }, ['project']],
    [{ token: '  ' }, ['token']],
    [{ token: 'canary\nX-Evil: 1' }, ['token']],
    [{ tokn: CANARY, colour: 'red' }, ['tokn', 'colour']],
    [{ baseUrl: undefined }, ['baseUrl', 'baseUrl']],
    [{ baseUrl: 'ftp://tracker.acme.test' }, ['baseUrl']],
    [{ baseUrl: 'https://ada:hunter2@tracker.acme.test' }, ['baseUrl']],
    [{ baseUrl: 'http://tracker.acme.test' }, ['baseUrl']],
    [{ baseUrl: 'https://tracker.acme.test?token=hunter2' }, ['baseUrl']],
    [{ statusMap: { Open: 'opened' } }, ['statusMap.Open']],
    [{ eventMap: { ' ': 'done' } }, ['eventMap. ']],
    [{ priorityMap: { Blocker: 5 } }, ['priorityMap.Blocker']],
    [{ typeMap: ['bug'] }, ['typeMap']],
    [{ linkMap: { 'is like': 'likes' } }, ['linkMap.is like']],
    [{ fieldNames: { state: ' ', colour: 'x' } }, ['fieldNames.state', 'fieldNames.colour']],
    [{ restrictedTo: ['Developers'] }, ['restrictedTo[0]']],
    [{ shareTagsWith: '3-7' }, ['shareTagsWith']],
    [{ resolveUser: {} }, ['resolveUser']],
    [{ readOnly: 'yes', timeoutMs: 0 }, ['readOnly', 'timeoutMs']],
  ])('%j are refused at %j', (options, paths) => {
    expect(problemsOf(options).toSorted()).toEqual(paths.toSorted());
  });

  it('may be left undefined where they are optional', () => {
    expect(
      problemsOf({ statusMap: undefined, fieldNames: undefined, retry: undefined, restrictedTo: undefined }),
    ).toEqual([]);
  });

  it.each([
    ['https://acme.youtrack.cloud', 'https://acme.youtrack.cloud/api', 'acme.youtrack.cloud/DEV'],
    ['https://acme.youtrack.cloud/api/', 'https://acme.youtrack.cloud/api', 'acme.youtrack.cloud/DEV'],
    [
      'https://acme.myjetbrains.com/youtrack',
      'https://acme.myjetbrains.com/youtrack/api',
      'acme.myjetbrains.com/youtrack/DEV',
    ],
    ['http://localhost:8080/youtrack/', 'http://localhost:8080/youtrack/api', 'localhost:8080/youtrack/DEV'],
  ])('take the address %s', (baseUrl, api, workspace) => {
    const settings = parseOptions({ ...good, baseUrl });
    expect(settings.client.baseUrl).toBe(api);
    expect(settings.workspace).toBe(workspace);
  });

  it.each(['DEV', 'dev_2', 'ПРОЕКТ', '0-12', 'A-B'])('take the project %s', (project) => {
    expect(problemsOf({ project })).toEqual([]);
  });

  it('show no secret, whichever way the adapter is printed', () => {
    const adapter = createYoutrackAdapter(good);
    expect(inspect(adapter, { depth: 9, showHidden: true }) + JSON.stringify(adapter)).not.toContain('canary');
  });
});

describe('the address', () => {
  it.each(['https://tracker.acme.test', 'https://tracker.acme.test/youtrack', 'https://tracker.acme.test/a/b/api'])(
    'is where every request goes: %s',
    async (baseUrl) => {
      const server = createYoutrackServer();
      const id = server.seed();
      const adapter = createYoutrackAdapter({ ...good, baseUrl }, createTestRuntime({ fetch: server.handle }));
      await adapter.issues.get(id);
      const root = baseUrl.replace(/\/api$/, '');
      expect(server.requests[0]?.url.startsWith(`${root}/api/issues/${id}?`)).toBe(true);
    },
  );

  it('that leads to a page of another kind is an error that no issue comes of', async () => {
    const html = () => new Response('<html>Log in</html>', { headers: { 'content-type': 'text/html' } });
    const adapter = createYoutrackAdapter(good, createTestRuntime({ fetch: async () => html() }));
    await expect(adapter.issues.get('2-1')).rejects.toMatchObject({ code: 'contract' });
    const redirect = () => new Response(null, { status: 302, headers: { location: 'https://hub.example/login' } });
    const elsewhere = createYoutrackAdapter(good, createTestRuntime({ fetch: async () => redirect() }));
    await expect(elsewhere.issues.get('2-1')).rejects.toMatchObject({ code: 'transport' });
  });
});

describe('the token', () => {
  it('may come from a function, which is asked again when it is refused', async () => {
    const asked: boolean[] = [];
    const { server, youtrack } = scene({
      token: async ({ isRefused }) => {
        asked.push(isRefused);
        return isRefused ? CANARY : 'perm:old';
      },
    });
    const id = server.seed();
    expect((await youtrack.issues.get(id)).ref.id).toBe(id);
    expect(asked).toContain(true);
  });

  it('is refused as what it is', async () => {
    const { server, youtrack } = scene({ token: 'perm:wrong' });
    const error = await youtrack.issues.get(server.seed()).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'authentication' });
  });
});
