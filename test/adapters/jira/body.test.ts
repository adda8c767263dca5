import { beforeEach, describe, expect, it, vi } from 'vitest';
import { adf, putIssue } from './site.js';
import { bodiesTo, faultOf, itemsOf, subject } from './subject.js';

// How bodies are converted is another test's matter: here it counts what is asked to be converted, and what becomes of it.
const rich = vi.hoisted(() => ({
  markdownToAdf: vi.fn((markdown: string) => ({ type: 'doc', version: 1, content: [{ rendered: markdown }] })),
  adfToMarkdown: vi.fn((document: unknown) => `read ${JSON.stringify(document).length > 40 ? 'long' : 'short'}`),
  mergeAdf: vi.fn((_before: unknown, markdown: string) => ({
    type: 'doc',
    version: 1,
    content: [{ merged: markdown }],
  })),
  activeNodesOfAdf: vi.fn(() => [{ kind: 'mention', target: 'acc-tom' }]),
  cutAdf: vi.fn((markdown: string, limit: number) => {
    const isCut = markdown.length > limit;
    return { adf: { type: 'doc', version: 1, content: [{ cut: markdown.slice(0, 5) }] }, isCut };
  }),
}));
vi.mock('../../../src/adapters/jira/richtext.js', () => rich);
// Reading loads no more than this part of it.
vi.mock('../../../src/adapters/jira/adf-to-markdown.js', () => ({ adfToMarkdown: rich.adfToMarkdown }));

beforeEach(() => {
  vi.clearAllMocks();
});

describe('bodies', () => {
  it('are rendered and looked at by the rich text module', async () => {
    const { jira, server } = subject();
    expect(await jira.body.render('# Hi')).toEqual({ type: 'doc', version: 1, content: [{ rendered: '# Hi' }] });
    expect(await jira.body.activeNodes(adf('@tom'))).toEqual([{ kind: 'mention', target: 'acc-tom' }]);
    expect(rich.activeNodesOfAdf).toHaveBeenCalledWith(adf('@tom'));
    expect(server.requests).toHaveLength(0);
  });

  it('that are none need no rich text', async () => {
    const { jira, site } = subject();
    const { id } = putIssue(site);
    expect((await itemsOf(jira.issues.list()))[0]?.body).toBe(null);
    expect((await jira.issues.get(id)).body).toBe(null);
    await jira.issues.create({ title: 'One', body: '' });
    for (const convert of Object.values(rich)) expect(convert).not.toHaveBeenCalled();
  });

  it('are read with every issue and comment', async () => {
    const { jira, site } = subject();
    const { id } = putIssue(site, { description: adf('Hello') });
    expect((await itemsOf(jira.issues.list()))[0]?.body).toBe('read long');
    expect(rich.adfToMarkdown).toHaveBeenLastCalledWith(adf('Hello'));
    await jira.comments.add(id, 'Seen.');
    expect((await itemsOf(jira.comments.list(id)))[0]?.body).toBe('read long');
  });

  it('are cut at 32 767 characters when they are made', async () => {
    const { jira, server } = subject();
    await jira.issues.create({ title: 'One', body: 'Hello world' });
    expect(rich.cutAdf).toHaveBeenCalledWith('Hello world', 32_767);
    expect(await bodiesTo(server, /issue$/)).toMatchObject([
      { fields: { description: { content: [{ cut: 'Hello' }] } } },
    ]);
  });

  it('are merged with the one before when they are changed, of issues and of comments', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site, { description: adf('Before') });
    await jira.issues.update(id, { body: 'After' });
    expect(rich.mergeAdf).toHaveBeenLastCalledWith(adf('Before'), 'After');
    expect(await bodiesTo(server, /issue\/\d+$/, 'PUT')).toMatchObject([
      { fields: { description: { content: [{ merged: 'After' }] } } },
    ]);
    const comment = await jira.comments.add(id, 'one');
    await jira.comments.update(id, comment.id, 'two');
    expect(rich.mergeAdf).toHaveBeenLastCalledWith(expect.objectContaining({ content: [{ cut: 'one' }] }), 'two');
  });

  it('that are too long are cut before they are merged', async () => {
    const { jira, site } = subject();
    const { id } = putIssue(site, { description: adf('Before') });
    const { warnings } = await jira.issues.update(id, { body: 'x'.repeat(32_768) });
    expect(warnings.map(({ field }) => field)).toEqual(['body']);
    expect(rich.mergeAdf).toHaveBeenLastCalledWith(adf('Before'), expect.stringMatching(/^read /));
  });

  it('that cannot be changed without a loss stay as they are', async () => {
    const { jira, site, server } = subject();
    const { id } = putIssue(site, { description: adf('Before') });
    rich.mergeAdf.mockImplementationOnce(() => {
      throw new RangeError('the panel at block 2 would be lost');
    });
    expect(await faultOf(jira.issues.update(id, { title: 'Two', body: 'After' }))).toMatchObject({
      code: 'unsupported',
      message: expect.stringContaining('the panel at block 2 would be lost'),
    });
    expect(server.calls()).toEqual([`GET /issue/${id}`]);
    rich.mergeAdf.mockImplementationOnce(() => {
      throw new TypeError('a bug');
    });
    await expect(jira.issues.update(id, { body: 'After' })).rejects.toThrow(TypeError);
  });
});
