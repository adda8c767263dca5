import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { normalizeProvider, RESOURCE_ROUTING_MAP, resolveResourceRouting } from '../../src/index.js';

const NOTHING = { externalResourceType: null, externalResourceId: null };
const jira = (id: string) => ({ externalResourceType: 'jira_project', externalResourceId: id });
const linear = (id: string) => ({ externalResourceType: 'linear_team', externalResourceId: id });

describe('the locked table', () => {
  test('is exactly this', () => {
    expect(RESOURCE_ROUTING_MAP).toEqual({
      jira: { externalResourceType: 'jira_project', credentialKey: 'project_key' },
      linear: { externalResourceType: 'linear_team', credentialKey: 'team_id' },
    });
    expect(Object.isFrozen(RESOURCE_ROUTING_MAP)).toBe(true);
    expect(Object.values(RESOURCE_ROUTING_MAP).every(Object.isFrozen)).toBe(true);
  });
});

describe('normalizeProvider', () => {
  test.each([
    [' Jira ', 'jira'],
    ['AZURE', 'azure_devops'],
    ['azure-devops', 'azure_devops'],
    ['Azure_DevOps', 'azure_devops'],
    ['notion', 'notion'],
    ['', ''],
    ['\ufeffgithub\u00a0', 'github'],
  ])('%j is %j', (given, expected) => expect(normalizeProvider(given)).toBe(expected));
});

describe('resolveResourceRouting: the test matrix', () => {
  test.each([
    ['Jira happy path', 'jira', { project_key: 'ACME', base_url: 'https://acme.atlassian.net' }, jira('ACME')],
    ['Linear happy path', 'linear', { team_id: 'abc-123', api_key: 'k' }, linear('abc-123')],
    ['Jira missing key', 'jira', { base_url: 'https://acme.atlassian.net' }, NOTHING],
    ['Linear missing team_id', 'linear', { api_key: 'k' }, NOTHING],
    ['Jira empty string', 'jira', { project_key: '' }, NOTHING],
    ['Jira whitespace-only', 'jira', { project_key: '   ' }, NOTHING],
    ['Unsupported provider', 'beads', { project_key: 'ACME', team_id: 'x' }, NOTHING],
    ['Unknown provider', 'notion', { project_key: 'ACME' }, NOTHING],
    ['Jira creds but no routing key', 'jira', { base_url: 'u', email: 'e', api_token: 't' }, NOTHING],
    ['empty credentials', 'jira', {}, NOTHING],
    ['null key', 'jira', { project_key: null }, NOTHING],
    ['undefined key', 'jira', { project_key: undefined }, NOTHING],
    ['trimmed', 'jira', { project_key: '  ACME\n' }, jira('ACME')],
    ['spelling of the provider', ' JIRA ', { project_key: 'ACME' }, jira('ACME')],
    ['a safe integer', 'linear', { team_id: 42 }, linear('42')],
    ['zero', 'linear', { team_id: 0 }, linear('0')],
    ['minus zero', 'linear', { team_id: -0 }, linear('0')],
    ['a fraction', 'jira', { project_key: 1.5 }, NOTHING],
    ['NaN', 'jira', { project_key: Number.NaN }, NOTHING],
    ['an unsafe integer', 'jira', { project_key: 2 ** 53 }, NOTHING],
    ['a boolean', 'jira', { project_key: true }, NOTHING],
    ['an object', 'jira', { project_key: { toString: () => 'ACME' } }, NOTHING],
    ['an array', 'jira', { project_key: ['ACME'] }, NOTHING],
    ['a bigint', 'jira', { project_key: 1n }, NOTHING],
    ['constructor as provider', 'constructor', { project_key: 'ACME' }, NOTHING],
    ['__proto__ as provider', '__proto__', { project_key: 'ACME' }, NOTHING],
    ['inherited credential', 'jira', Object.create({ project_key: 'ACME' }), NOTHING],
  ])('%s', (_title, provider, credentials, expected) => {
    expect(resolveResourceRouting(provider, credentials as Record<string, unknown>)).toEqual(expected);
  });

  test('the pair is whole or null, whatever comes, and nothing is changed', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constantFrom('jira', 'linear', 'Azure'), fc.string()),
        fc.dictionary(fc.constantFrom('project_key', 'team_id', 'token'), fc.anything()),
        (provider, credentials) => {
          const keys = Object.keys(credentials);
          Object.freeze(credentials);
          const { externalResourceType, externalResourceId } = resolveResourceRouting(provider, credentials);
          expect(externalResourceType === null).toBe(externalResourceId === null);
          expect(externalResourceId?.trim()).toBe(externalResourceId ?? undefined);
          expect(externalResourceId).not.toBe('');
          expect(Object.keys(credentials)).toEqual(keys);
        },
      ),
    );
  });

  test("a host's own map extends the table without changing it", () => {
    const map = {
      ...RESOURCE_ROUTING_MAP,
      youtrack: { externalResourceType: 'youtrack_project', credentialKey: 'project' },
    };
    expect(resolveResourceRouting('YouTrack', { project: 'DEMO' }, map)).toEqual({
      externalResourceType: 'youtrack_project',
      externalResourceId: 'DEMO',
    });
    expect(resolveResourceRouting('jira', { project_key: 'ACME' }, map)).toEqual(jira('ACME'));
    expect(resolveResourceRouting('YouTrack', { project: 'DEMO' })).toEqual(NOTHING);
  });
});
