import { describe, expect, it } from 'vitest';
import { SERVER } from './fixtures.js';
import { hasSpec, SPEC_NOTE, violationsIn } from './server.js';

const PATCH = { 'content-type': 'application/json-patch+json' };
const ITEM = `${SERVER}/P/_apis/wit/workitems/1`;
const post = (path: string, body: unknown, headers: Record<string, string> = { 'content-type': 'application/json' }) =>
  new Request(SERVER + path, { method: 'POST', body: JSON.stringify(body), headers });

// Every request of the other tests is held against Microsoft's description; these prove that it says no.
describe.skipIf(!hasSpec)(`the description of the API${SPEC_NOTE}`, () => {
  it.each([
    ['a path', new Request(`${SERVER}/P/_apis/wit/workitem/1?api-version=7.1`), 'no operation'],
    ['a parameter', new Request(`${ITEM}?api-version=7.1&expand=all`), 'no query parameter expand'],
    ['a word', new Request(`${ITEM}?api-version=7.1&$expand=everything`), '$expand=everything'],
    ['no version', new Request(ITEM), 'lacks api-version'],
    ['a version', new Request(`${ITEM}?api-version=7.2`), 'api-version=7.2'],
    [
      'no preview',
      new Request(`${SERVER}/P/_apis/wit/workItems/1/comments?api-version=7.1`),
      'in place of 7.1-preview.4',
    ],
    ['no number', post('/P/_apis/wit/wiql?api-version=7.1&$top=many', { query: '' }), '$top=many'],
    ['a member', post('/P/_apis/wit/wiql?api-version=7.1', { wiql: '' }), 'no member wiql'],
    ['a value', post('/P/_apis/wit/workitemsbatch?api-version=7.1', { ids: ['1'] }), '/ids/0 must be integer'],
    ['a policy', post('/P/_apis/wit/workitemsbatch?api-version=7.1', { ids: [1], errorPolicy: 'skip' }), 'errorPolicy'],
    ['a type of body', post('/P/_apis/wit/workitems/$Task?api-version=7.1', []), 'a body of application/json'],
    ['an operation', post('/P/_apis/wit/workitems/$Task?api-version=7.1', [{ op: 'put', path: '/a' }], PATCH), '/op'],
    ['no dollar', post('/P/_apis/wit/workitems/Task?api-version=7.1', [], PATCH), 'no operation'],
    ['a hook', post('/_apis/hooks/subscriptions?api-version=7.1', { event: 'x' }), 'no member event'],
  ])('refuses %s', async (_, request, complaint) => {
    expect((await violationsIn(request)).join('\n')).toContain(complaint);
  });
});
