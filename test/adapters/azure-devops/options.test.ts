import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { type AzureDevopsOptions, createAzureDevopsAdapter } from '../../../src/adapters/azure-devops/index.js';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { PROJECT, PROJECT_ID, SERVER } from './fixtures.js';
import { answered, faultOf, scene } from './scene.js';
import { CANARY, createAzureServer } from './server.js';

const AUTH = { personalAccessToken: CANARY };
const GOOD = { baseUrl: 'https://dev.azure.com/acme', project: 'Widgets', auth: AUTH };

function problemsOf(options: object): readonly string[] {
  try {
    createAzureDevopsAdapter(options as AzureDevopsOptions);
  } catch (error) {
    if (!isTrackerError(error, 'configuration')) throw error;
    expect(inspect(error) + JSON.stringify(error)).not.toContain('canary');
    return [...new Set(error.problems.map(({ path }) => path))];
  }
  return [];
}

describe('the options', () => {
  it.each([
    [{ ...GOOD, baseUrl: 'https://dev.azure.com' }, 'baseUrl'],
    [{ ...GOOD, baseUrl: 'http://tfs.acme.example/tfs/A' }, 'baseUrl'],
    [{ project: 'Widgets', auth: AUTH }, 'baseUrl'],
    [{ ...GOOD, project: '..' }, 'project'],
    [{ ...GOOD, project: 'a/b' }, 'project'],
    [{ ...GOOD, project: ' a' }, 'project'],
    [{ ...GOOD, auth: CANARY }, 'auth'],
    [{ ...GOOD, auth: { token: CANARY } }, 'auth'],
    [{ ...GOOD, auth: { ...AUTH, accessToken: CANARY } }, 'auth'],
    [{ ...GOOD, auth: { personalAccessToken: `${CANARY} x` } }, 'auth'],
    [{ ...GOOD, apiVersion: '5.1' }, 'apiVersion'],
    [{ ...GOOD, apiVersion: '6.0', bodyFormat: 'markdown' }, 'bodyFormat'],
    [{ ...GOOD, bodyFormat: 'text' }, 'bodyFormat'],
    [{ ...GOOD, customFields: ['a b'] }, 'customFields[0]'],
    [{ ...GOOD, statusMap: { New: 'open' } }, 'statusMap.New'],
    [{ ...GOOD, organisation: 'acme' }, 'organisation'],
    [{ ...GOOD, maxAttachmentBytes: 0 }, 'maxAttachmentBytes'],
  ])('are refused: %j', (options, path) => {
    expect(problemsOf(options)).toEqual([path]);
  });

  it.each([
    ['https://dev.azure.com/Acme', 'dev.azure.com/acme'],
    ['https://dev.azure.com/acme/', 'dev.azure.com/acme'],
    ['https://acme.visualstudio.com', 'dev.azure.com/acme'],
    ['https://Acme.VisualStudio.com/DefaultCollection', 'dev.azure.com/acme'],
    [SERVER, 'tfs.acme.test/tfs/defaultcollection'],
    ['https://tfs.acme.test:8443/tfs/My%20Collection', 'tfs.acme.test:8443/tfs/my collection'],
  ])('%s is the workspace %s', (baseUrl, workspace) => {
    expect(createAzureDevopsAdapter({ ...GOOD, baseUrl }).workspace).toBe(workspace);
  });

  it('of one who only reads leave out what writes', () => {
    const reader = createAzureDevopsAdapter({ ...GOOD, readOnly: true });
    expect([Object.keys(reader.issues).sort(), Object.keys(reader.webhooks)]).toEqual([
      ['findByClientKey', 'get', 'ids', 'list', 'search'],
      ['list', 'health'],
    ]);
  });

  it('keep the token where nobody sees it', () => {
    const adapter = createAzureDevopsAdapter(GOOD);
    expect(inspect(adapter, { depth: 9, showHidden: true }) + JSON.stringify(adapter)).not.toContain('canary');
  });
});

describe('the credentials', () => {
  it.each([
    [AUTH, `Basic ${btoa(`:${CANARY}`)}`],
    [{ personalAccessToken: async () => CANARY }, `Basic ${btoa(`:${CANARY}`)}`],
    [{ accessToken: CANARY }, `Bearer ${CANARY}`],
    [{ accessToken: () => CANARY }, `Bearer ${CANARY}`],
  ])('%o go as one header', async (auth, header) => {
    const { azure, site, server } = scene({ auth });
    site.seed();
    await azure.issues.get('1');
    expect(server.requests.map(({ headers }) => headers.get('authorization'))).toEqual([header, header]);
    expect(server.requests[0]?.headers.get('x-tfs-fedauthredirect')).toBe('Suppress');
  });

  it('are asked for once more when the sign-in page comes, and the call goes on with the new ones', async () => {
    const asked: boolean[] = [];
    const accessToken = ({ isRefused }: { isRefused: boolean }) => {
      asked.push(isRefused);
      return isRefused ? CANARY : 'expired-token';
    };
    const { azure, site, server } = scene({ auth: { accessToken } });
    site.seed();
    expect((await azure.issues.get('1')).ref.id).toBe('1');
    expect(asked.slice(0, 3)).toEqual([false, false, true]);
    expect(server.requests[0]?.headers.get('authorization')).toBe('Bearer expired-token');
  });
});

const HTML = { 'content-type': 'text/html; charset=utf-8' };
const PAGE = '<html><title>Azure DevOps Services | Sign In</title></html>';

describe('a sign-in page in place of an answer', () => {
  it.each([
    ['203', () => new Response(PAGE, { status: 203, headers: HTML })],
    ['203 that says it is JSON', () => new Response('{}', { status: 203 })],
    ['200', () => new Response(PAGE, { headers: HTML })],
    [
      '302',
      () =>
        new Response(null, {
          status: 302,
          headers: { location: 'https://spsprodeus1.vssps.visualstudio.com/_signin?realm=x' },
        }),
    ],
    ['302 on the server itself', () => new Response(null, { status: 302, headers: { location: '/tfs/_signin' } })],
    ['401', () => new Response('', { status: 401 })],
  ])('with %s is a fault of the credentials', async (_, answer) => {
    const { azure } = answered(answer);
    expect(await faultOf(azure.issues.get('1'))).toMatchObject({ code: 'authentication', retryable: false });
    expect(await faultOf(azure.issues.list())).toMatchObject({ code: 'authentication' });
  });

  it('with 200 to a write leaves open what became of it; with 203 nothing was written', async () => {
    const behind = (status: number) => {
      const server = createAzureServer();
      server.site.seed();
      const isWrite = (request: Request) => request.method === 'PATCH';
      return answered((request) =>
        isWrite(request) ? new Response(PAGE, { status, headers: HTML }) : server.handle(request),
      );
    };
    expect(await faultOf(behind(200).azure.issues.update('1', { title: 'A' }))).toMatchObject({
      code: 'ambiguous_write',
    });
    expect(await faultOf(behind(203).azure.issues.update('1', { title: 'A' }))).toMatchObject({
      code: 'authentication',
    });
  });

  it('does not take a redirect on the way to an answer for one', async () => {
    const server = createAzureServer();
    server.site.seed();
    const { azure } = answered((request) => {
      const { pathname } = new URL(request.url);
      if (!pathname.endsWith('/workitems/1')) return server.handle(request);
      const location = request.url.replace('workitems', 'workItems');
      return new Response(null, { status: 307, headers: { location } });
    });
    expect((await azure.issues.get('1')).ref.id).toBe('1');
  });
});

describe('API 6.0', () => {
  it('is spoken with its own previews, under the sub-path of the collection', async () => {
    const { azure, site, server } = scene({ apiVersion: '6.0' });
    site.seed();
    const comment = await azure.comments.add('1', 'Some *text*.', { clientKey: 'c-1' });
    expect(comment.body).toBe('Some *text*.');
    expect(site.comments.get(Number(comment.id))?.text).toMatch(
      /^<p>Some <em>text<\/em>\.<\/p><div><span style="display:none">spec-kitty:/,
    );
    await azure.comments.update('1', comment.id, 'Other text.');
    expect((await azure.comments.findByClientKey('1', 'c-1'))?.body).toBe('Other text.');
    for await (const _ of azure.directory.labels()) break;
    await azure.issues.create({ title: 'A', body: 'B', status: 'done', labels: ['x'] });
    await azure.webhooks.register({ url: 'https://host.example/h', secret: 'secret-of-the-hook' });
    await azure.testConnection();
    for (const { url } of server.requests) {
      const { pathname, searchParams } = new URL(url);
      expect(pathname).toMatch(/^\/tfs\/DefaultCollection\/(?:Widget%20W%C3%B6rks\/)?_apis\//);
      const version = searchParams.get('api-version');
      const wanted = /comments/.test(pathname)
        ? '6.0-preview.3'
        : /tags|connectionData/.test(pathname)
          ? '6.0-preview.1'
          : '6.0';
      expect([pathname, version]).toEqual([pathname, wanted]);
      expect(searchParams.has('format')).toBe(false);
    }
  });
});

describe('the connection test', () => {
  it('names the account and the project', async () => {
    const { azure, site, server } = scene();
    expect(await azure.testConnection()).toEqual({
      account: 'Mona Doe',
      workspace: `tfs.acme.test/tfs/defaultcollection/${PROJECT}`,
      missingPermissions: [],
      warnings: [],
    });
    // A work item was tried, and none was made.
    expect(server.calls()).toContain('POST /_apis/wit/workitems/$Task');
    expect(site.items.size).toBe(0);
  });

  it('asks for no right to write where there is nothing to be written', async () => {
    const server = createAzureServer();
    const reader = createAzureDevopsAdapter(
      { baseUrl: server.url, project: PROJECT, auth: AUTH, readOnly: true },
      createTestRuntime({ fetch: server.handle }),
    );
    await reader.testConnection();
    expect(server.calls().filter((call) => call.includes('$'))).toEqual([]);
  });

  it('says which rights are missing', async () => {
    const { azure, server } = scene();
    const refuse = (message: string) => Response.json({ message, typeKey: 'AccessDeniedException' }, { status: 403 });
    server.intercept((request) => (request.url.includes('$Task') ? refuse('no') : undefined));
    expect((await azure.testConnection()).missingPermissions).toEqual(['vso.work_write']);
    server.intercept((request) =>
      request.url.includes('/wiql')
        ? refuse('TF401027: You need the following permission(s): View work items in this node. Ask.')
        : undefined,
    );
    expect((await azure.testConnection()).missingPermissions).toEqual(['View work items in this node']);
  });

  it('goes on without an account where nobody tells it, and says what the project is called', async () => {
    const { azure, server } = scene({ project: PROJECT.toUpperCase() });
    server.intercept((request) =>
      request.url.includes('connectionData') ? new Response('{}', { status: 404 }) : undefined,
    );
    const { account, warnings } = await azure.testConnection();
    expect([account, warnings.length, warnings[0]]).toEqual([null, 1, expect.stringContaining(PROJECT_ID)]);
  });

  it('fails where the project is not there', async () => {
    const { azure } = scene({ project: 'Nowhere' });
    expect(await faultOf(azure.testConnection())).toMatchObject({ code: 'not_found' });
  });
});
