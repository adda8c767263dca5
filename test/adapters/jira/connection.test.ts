import { describe, expect, it } from 'vitest';
import { CANARY, CLOUD_ID, EMAIL, fault, json } from './server.js';
import { putIssue } from './site.js';
import { faultOf, subject } from './subject.js';

describe('testing a connection', () => {
  it('proves the credentials and names the account', async () => {
    const { jira, server } = subject();
    expect(await jira.testConnection()).toEqual({
      account: 'acc-mia',
      workspace: 'acme.atlassian.net',
      missingPermissions: [],
      warnings: [],
    });
    expect(server.calls()).toEqual(['GET /serverInfo', 'GET /myself', 'GET /project/ACME', 'GET /mypermissions']);
    expect(server.requests[0]?.headers.get('authorization')).toBe(`Basic ${btoa(`${EMAIL}:${CANARY}`)}`);
  });

  it('names the rights that are missing, of those that this adapter uses', async () => {
    const missingRights = ['CREATE_ISSUES', 'DELETE_ISSUES', 'SET_ISSUE_SECURITY'];
    const rightsOf = async (options: object) =>
      (await subject(options, { missingRights }).jira.testConnection()).missingPermissions;
    expect(await rightsOf({})).toEqual(['CREATE_ISSUES', 'DELETE_ISSUES']);
    expect(await rightsOf({ securityLevel: '1' })).toEqual(missingRights);
    expect(await rightsOf({ readOnly: true })).toEqual([]);
    expect(
      (await subject({ readOnly: true }, { missingRights: ['BROWSE_PROJECTS'] }).jira.testConnection())
        .missingPermissions,
    ).toEqual(['BROWSE_PROJECTS']);
  });

  it('is not content with a bad token, though much of Jira answers anybody', async () => {
    const { jira } = subject({ auth: { email: EMAIL, apiToken: 'wrong' } });
    expect(await faultOf(jira.testConnection())).toMatchObject({
      code: 'authentication',
      message: expect.stringContaining('auth.cloudId'),
    });
  });

  it.each(['Server', 'Data Center'])('refuses a %s', async (deploymentType) => {
    const { jira } = subject({}, { deploymentType });
    expect(await faultOf(jira.testConnection())).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('Jira Data Center and Server are not supported'),
    });
  });

  it('refuses a host without the third version of the API', async () => {
    const { jira, server } = subject();
    server.intercept(() => new Response('<status>null for uri</status>', { status: 404 }));
    expect(await faultOf(jira.testConnection())).toMatchObject({ code: 'unsupported' });
    expect(server.requests).toHaveLength(1);
  });

  it('fails where the project is not to be seen', async () => {
    const { jira } = subject({ project: 'NONE' });
    expect(await faultOf(jira.testConnection())).toMatchObject({ code: 'not_found' });
  });

  it('warns of what a person should know', async () => {
    const { jira, server } = subject({}, { projectTypeKey: 'service_desk' });
    server.intercept(({ url }) => {
      if (url.includes('serverInfo')) return json({ baseUrl: 'https://other.atlassian.net', deploymentType: 'Cloud' });
      return url.includes('/project/')
        ? json({ key: 'ACME2', projectTypeKey: 'service_desk', archived: true })
        : undefined;
    });
    expect(await jira.testConnection()).toMatchObject({
      workspace: 'other.atlassian.net',
      warnings: [
        'The credentials lead to the site other.atlassian.net, not to acme.atlassian.net',
        "The project's key is ACME2 now; configure that",
        'The project is archived: its issues are read-only',
        'A service project: customers read comments that are not restricted',
      ],
    });
  });
});

describe('the credentials', () => {
  it('of an app, and of a token with scopes, go to the gateway and nowhere else', async () => {
    for (const [auth, header] of [
      [{ accessToken: CANARY, cloudId: CLOUD_ID }, `Bearer ${CANARY}`],
      [{ email: EMAIL, apiToken: CANARY, cloudId: CLOUD_ID }, `Basic ${btoa(`${EMAIL}:${CANARY}`)}`],
    ] as const) {
      const { jira, server } = subject({ auth });
      await jira.testConnection();
      const { issue } = await jira.issues.create({ title: 'One' });
      expect(issue.ref.url).toBe('https://acme.atlassian.net/browse/ACME-1');
      for (const { url, headers } of server.requests) {
        expect(url).toMatch(`https://api.atlassian.com/ex/jira/${CLOUD_ID}/rest/api/3/`);
        expect(headers.get('authorization')).toBe(header);
      }
    }
  });

  it('come from the function anew before every request', async () => {
    const tokens = [CANARY, ` ${CANARY}\n`];
    const { jira, server } = subject({ auth: { email: EMAIL, apiToken: async () => tokens.shift() ?? 'spent' } });
    await jira.issues.ids().next();
    await jira.issues.ids().next();
    expect(await faultOf(jira.issues.ids())).toMatchObject({ code: 'authentication' });
    expect(server.requests).toHaveLength(3);
  });

  it('may hold letters of any alphabet in the address', async () => {
    const { jira, server } = subject({ auth: { email: 'jürgen@acme.example', apiToken: CANARY } });
    await faultOf(jira.testConnection());
    const [, pair = ''] = server.requests[0]?.headers.get('authorization')?.split(' ') ?? [];
    const bytes = Uint8Array.from(atob(pair), (letter) => letter.charCodeAt(0));
    expect(new TextDecoder().decode(bytes)).toBe(`jürgen@acme.example:${CANARY}`);
  });

  it('that Jira refuses are asked for once more in a call, which is repeated with others', async () => {
    const asked: boolean[] = [];
    let token = 'ATATTexpired';
    const apiToken = ({ isRefused }: { readonly isRefused: boolean }) => {
      asked.push(isRefused);
      if (isRefused) token = CANARY;
      return token;
    };
    const { jira, server, site } = subject({ auth: { email: EMAIL, apiToken } });
    expect((await jira.issues.get(putIssue(site).id)).ref.key).toBe('ACME-1');
    expect(asked).toEqual([false, false, true]);
    expect(server.requests).toHaveLength(2);
  });

  it('that Jira refuses once and for all are asked for once more, and then end the call', async () => {
    const { jira, server } = subject({ auth: { email: EMAIL, apiToken: () => 'ATATTexpired' } });
    expect(await faultOf(jira.issues.get('1'))).toMatchObject({ code: 'authentication' });
    expect(server.requests).toHaveLength(1);
  });

  it('that the function does not give end the call', async () => {
    for (const apiToken of [() => '', () => undefined as never, () => Promise.reject(new Error('vault is locked'))]) {
      const { jira, server } = subject({ auth: { email: EMAIL, apiToken } });
      expect(await faultOf(jira.testConnection())).toMatchObject({ code: 'authentication', context: { attempts: 0 } });
      expect(server.requests).toHaveLength(0);
    }
  });

  it('do not follow a redirect to another origin', async () => {
    const { jira, server } = subject();
    server.intercept(
      () => new Response(null, { status: 302, headers: { location: 'https://evil.example/rest/api/3/issue/1' } }),
    );
    expect(await faultOf(jira.issues.get('1'))).toMatchObject({ code: 'transport' });
    expect(server.requests).toHaveLength(1);
    expect(fault(404).status).toBe(404);
  });
});
