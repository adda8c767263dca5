import { describe, expect, it } from 'vitest';
import { fault } from './server.js';
import { putIssue } from './site.js';
import { faultOf, subject } from './subject.js';

const bytes = (text: string) => new TextEncoder().encode(text);

function stream(...parts: string[]): ReadableStream<Uint8Array> {
  return new ReadableStream({
    start(controller) {
      for (const part of parts) controller.enqueue(bytes(part));
      controller.close();
    },
  });
}

describe('attachments', () => {
  it.each([
    ['bytes', () => bytes('a log')],
    ['a stream', () => stream('a ', 'log')],
  ])('are added from %s and listed, at an address on the site', async (_, content) => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    const added = await jira.attachments.add(id, { content: content(), name: 'büild "1".log', type: 'text/plain' });
    expect(added).toEqual({
      id: '20001',
      name: 'büild "1".log',
      type: 'text/plain',
      sizeBytes: 5,
      // Jira itself said api.atlassian.com.
      url: 'https://acme.atlassian.net/rest/api/3/attachment/content/20001',
    });
    expect(site.attachments.get(id)).toMatchObject([{ text: 'a log' }]);
    const upload = server.requests.at(-1);
    expect(upload?.headers.get('x-atlassian-token')).toBe('no-check');
    expect(upload?.headers.get('content-type')).toMatch(/^multipart\/form-data; ?boundary=/);
    expect(await jira.attachments.list(id)).toEqual([added]);
  });

  it('over the limit of the site are refused before they are sent, a stream without being read to its end', async () => {
    const { jira, site, server } = subject({}, { uploadLimit: 4 });
    const { id } = putIssue(site);
    for (const content of [bytes('a log'), stream('a ', 'log')]) {
      expect(await faultOf(jira.attachments.add(id, { content, name: 'a', type: 'text/plain' }))).toMatchObject({
        code: 'too_large',
        limitBytes: 4,
      });
    }
    expect(server.calls()).toEqual(['GET /attachment/meta', 'GET /attachment/meta']);
  });

  it.each([
    [{ content: 'a log' }, 'content'],
    [{ name: undefined }, 'name'],
    [{ name: ' ' }, 'name'],
    [{ type: 'text' }, 'type'],
  ])('with %j are refused before anything is sent', async (change, path) => {
    const { jira, server } = subject();
    const draft = { content: bytes('x'), name: 'a', type: 'text/plain', ...change };
    expect(await faultOf(jira.attachments.add('1', draft as never))).toMatchObject({
      code: 'invalid_input',
      problems: [{ path }],
    });
    const keyed = jira.attachments.add('1', { content: bytes('x'), name: 'a', type: 'text/plain' }, { clientKey: '' });
    expect(await faultOf(keyed)).toMatchObject({ code: 'invalid_input', problems: [{ path: 'clientKey' }] });
    expect(server.requests).toHaveLength(0);
  });

  it('with a description, which Jira would drop, are refused before anything is sent', async () => {
    const { jira, server } = subject();
    const draft = { content: bytes('x'), name: 'a', type: 'text/plain', description: 'A log.' };
    expect(await faultOf(jira.attachments.add('1', draft))).toMatchObject({ code: 'unsupported' });
    expect(server.requests).toHaveLength(0);
  });

  it('from a stream that never ends are given up with the call', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    const abort = new AbortController();
    const never = { pull: () => new Promise<void>(() => abort.abort('enough')) };
    const content = new ReadableStream<Uint8Array>(never, { highWaterMark: 0 });
    const added = jira.attachments.add(id, { content, name: 'a', type: 'text/plain' }, { signal: abort.signal });
    await expect(added).rejects.toBe('enough');
    expect(server.calls()).toEqual(['GET /attachment/meta']);
  });

  it('are refused where the site has none', async () => {
    const { jira } = subject({}, { attachmentsEnabled: false });
    expect(
      await faultOf(jira.attachments.add('1', { content: bytes('x'), name: 'a', type: 'text/plain' })),
    ).toMatchObject({
      code: 'unsupported',
    });
  });

  it('may carry numbers for ids, and a 413 is what it is', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    server.intercept(({ method }) => (method === 'POST' ? Response.json([{ id: 77, filename: 'a' }]) : undefined));
    const draft = { content: bytes('x'), name: 'a', type: 'text/plain' };
    expect(await jira.attachments.add(id, draft)).toMatchObject({ id: '77', type: null, sizeBytes: null });
    server.intercept(({ method }) =>
      method === 'POST' ? fault(413, ['The issue has too many attachments.']) : undefined,
    );
    expect(await faultOf(jira.attachments.add(id, draft))).toMatchObject({
      code: 'too_large',
      message: expect.stringContaining('too many attachments'),
    });
  });

  it('are sent once when the answer is lost or empty', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site);
    for (const lost of [() => fault(502), () => Response.json([])]) {
      server.requests.length = 0;
      server.intercept(({ method }) => (method === 'POST' ? lost() : undefined));
      const draft = { content: bytes('x'), name: 'a', type: 'text/plain' };
      expect(await faultOf(jira.attachments.add(id, draft, { clientKey: 'f-1' }))).toMatchObject({
        code: 'ambiguous_write',
        clientKey: 'f-1',
      });
      expect(server.calls()).toEqual(['GET /attachment/meta', `POST /issue/${id}/attachments`]);
    }
  });
});
