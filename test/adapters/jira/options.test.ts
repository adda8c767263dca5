import { inspect } from 'node:util';
import { describe, expect, expectTypeOf, it } from 'vitest';
import {
  createJiraAdapter,
  type JiraAdapter,
  type JiraOptions,
  type JiraReader,
} from '../../../src/adapters/jira/index.js';
import { parseOptions } from '../../../src/adapters/jira/options.js';
import type { TrackerAdapter } from '../../../src/contracts/adapter/tracker-adapter.js';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';
import { CANARY, EMAIL } from './server.js';

const good = {
  siteUrl: 'https://acme.atlassian.net',
  project: 'ACME',
  auth: { email: EMAIL, apiToken: CANARY },
} satisfies JiraOptions;

function problemsOf(options: object) {
  try {
    createJiraAdapter({ ...good, ...options });
  } catch (error) {
    if (!isTrackerError(error, 'configuration')) throw error;
    expect(inspect(error) + JSON.stringify(error)).not.toMatch(/canary|hunter2/);
    expect(error.context).toEqual({ operation: 'createJiraAdapter', provider: 'jira', attempts: 0 });
    return error.problems.map(({ path }) => path);
  }
  return [];
}

describe('the options', () => {
  it.each([
    [{ siteUrl: '' }, ['siteUrl']],
    [{ siteUrl: 'ftp://acme.atlassian.net' }, ['siteUrl']],
    [{ siteUrl: 'http://acme.atlassian.net' }, ['siteUrl']],
    [{ siteUrl: 'https://mia:hunter2@acme.atlassian.net' }, ['siteUrl']],
    [{ siteUrl: 'https://acme.atlassian.net?token=hunter2' }, ['siteUrl']],
    [{ siteUrl: 'https://jira.acme.example/jira' }, ['siteUrl']],
    [{ project: 'acme' }, ['project']],
    [{ project: 'ACME-1' }, ['project']],
    [{ project: '' }, ['project']],
    [{ auth: undefined }, ['auth']],
    [{ auth: {} }, ['auth']],
    [{ auth: { email: EMAIL } }, ['auth']],
    [{ auth: { apiToken: CANARY } }, ['auth']],
    [{ auth: { email: EMAIL, apiToken: ' ' } }, ['auth.apiToken']],
    [{ auth: { email: 'canary:1', apiToken: CANARY } }, ['auth.email']],
    [{ auth: { accessToken: CANARY } }, ['auth']],
    [{ auth: { accessToken: CANARY, cloudId: '../1' } }, ['auth.cloudId']],
    [{ auth: { accessToken: CANARY, cloudId: '1', email: EMAIL } }, ['auth']],
    [{ auth: { email: EMAIL, apiToken: CANARY, password: 'hunter2' } }, ['auth.password']],
    [{ auth: { personalAccessToken: CANARY } }, ['auth.personalAccessToken', 'auth']],
    [{ statusMap: { Open: 'open' } }, ['statusMap.Open']],
    [{ priorityMap: { P1: 7 } }, ['priorityMap.P1']],
    [{ typeMap: { Spike: 'spike' } }, ['typeMap.Spike']],
    [{ linkTypeMap: { Cloners: 'clones' } }, ['linkTypeMap.Cloners']],
    [{ customFields: ['duedate', 'a,b'] }, ['customFields[1]']],
    [{ restrictedTo: { type: 'everyone', identifier: '' } }, ['restrictedTo.type', 'restrictedTo.identifier']],
    [{ securityLevel: ' ' }, ['securityLevel']],
    [{ resolveUser: 'tom' }, ['resolveUser']],
    [{ gatewayUrl: 'http://gateway.example' }, ['gatewayUrl']],
    [{ readOnly: 'yes' }, ['readOnly']],
    [{ retry: { attempts: 0, tries: 3 } }, ['retry.attempts', 'retry.tries']],
    [{ timeoutMs: 0, maxResponseBytes: 1.5 }, ['timeoutMs', 'maxResponseBytes']],
    [{ sitUrl: 'https://acme.atlassian.net', colour: 'red' }, ['sitUrl', 'colour']],
    [{ siteUrl: 'nowhere', project: '' }, ['project', 'siteUrl']],
  ])('%j are refused at %j', (options, paths) => {
    expect(problemsOf(options)).toEqual(paths);
  });

  it('may be left undefined where they are optional', () => {
    const nothing = { statusMap: undefined, readOnly: undefined, retry: undefined, customFields: undefined };
    expect(problemsOf(nothing)).toEqual([]);
  });

  it('allow plain http on this machine, and elsewhere only when told so', () => {
    expect(problemsOf({ siteUrl: 'http://127.0.0.1:4001' })).toEqual([]);
    expect(problemsOf({ siteUrl: 'http://jira.acme.test', allowInsecureHttp: true })).toEqual([]);
  });

  it('say why a Data Center is refused', () => {
    expect(() => createJiraAdapter({ ...good, siteUrl: 'https://acme.example/jira' })).toThrow(
      /Jira Data Center is not supported/,
    );
  });

  it('refuse nothing at all, clearly', () => {
    for (const nothing of [undefined, null, {}]) {
      expect(() => createJiraAdapter(nothing as never)).toThrow(/createJiraAdapter: siteUrl: .*project: .*auth: /);
    }
  });

  it('lead to the site, or through the gateway', () => {
    const baseOf = (options: object) => parseOptions({ ...good, ...options }).client.baseUrl;
    const cloudId = 'c10d';
    expect(baseOf({ siteUrl: 'https://acme.atlassian.net/' })).toBe('https://acme.atlassian.net');
    expect(baseOf({ auth: { ...good.auth, cloudId } })).toBe('https://api.atlassian.com/ex/jira/c10d');
    expect(baseOf({ auth: { accessToken: CANARY, cloudId }, gatewayUrl: 'https://gw.example/x/' })).toBe(
      'https://gw.example/x/ex/jira/c10d',
    );
  });

  it('never show the token', () => {
    const adapter = createJiraAdapter(good);
    expect(inspect(adapter, { depth: 9, showHidden: true }) + JSON.stringify(adapter)).not.toContain(CANARY);
    expect(inspect(parseOptions(good), { depth: 9, showHidden: true })).not.toContain(CANARY);
  });

  it('make an adapter that says what it is', () => {
    const { provider, workspace, traits } = createJiraAdapter(good);
    expect({ provider, workspace, traits }).toEqual({
      provider: 'jira',
      // As in the check values of the contract.
      workspace: 'acme.atlassian.net',
      traits: {
        maxPageSize: 100,
        updatedSinceStepMs: 60_000,
        indexLagMs: 600_000,
        createIsIdempotent: false,
        bodyFormat: 'adf',
      },
    });
  });

  it('decide the type', () => {
    expectTypeOf(createJiraAdapter(good)).toEqualTypeOf<JiraAdapter>();
    expectTypeOf(createJiraAdapter({ ...good, readOnly: false })).toEqualTypeOf<JiraAdapter>();
    expectTypeOf(createJiraAdapter({ ...good, readOnly: true })).toEqualTypeOf<JiraReader>();
    expectTypeOf(createJiraAdapter({ ...good, readOnly: Boolean(good) })).toEqualTypeOf<JiraReader>();
    expectTypeOf<JiraAdapter>().toExtend<TrackerAdapter>();
    expectTypeOf<JiraReader['issues']>().not.toHaveProperty('create');
    expectTypeOf<JiraReader['comments']>().not.toHaveProperty('add');
  });
});
