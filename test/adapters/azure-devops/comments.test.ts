import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { markComment, unmarkComment } from '../../../src/adapters/azure-devops/marker.js';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { all, answered, faultOf, pagesOf, scene } from './scene.js';
import { createAzureServer } from './server.js';

describe('comments', () => {
  it('are Markdown as it is, and say so', async () => {
    const { azure, site, server } = scene();
    site.seed();
    const comment = await azure.comments.add('1', 'Some *text* & <b>.', { clientKey: 'c-1' });
    expect(comment).toMatchObject({ body: 'Some *text* & <b>.', author: 'mona@acme.test', visibility: 'public' });
    const search = new URL(server.requests[0]?.url ?? '').searchParams;
    expect(Object.fromEntries(search)).toEqual({ format: 'markdown', 'api-version': '7.1-preview.4' });
    const marker = clientMarker('c-1').slice(3);
    expect(site.comments.get(5000)?.text).toBe(`Some *text* & <b>.\n\n[//]: # (spec-kitty:${marker})`);
  });

  it('are written once more where the server knows no Markdown and took it for HTML', async () => {
    const server = createAzureServer();
    server.site.seed();
    const older = (request: Request) => new Request(request.url.replace(/format=\w+&?/, ''), request);
    const { azure } = answered(async (request) => {
      const response = await server.handle(older(request));
      const { format: _, ...comment } = (await response.json()) as Record<string, unknown>;
      return Response.json(comment);
    });
    const comment = await azure.comments.add('1', 'Some *text*.', { clientKey: 'c-1' });
    expect([comment.body, comment.id]).toEqual(['Some *text*.', '5000']);
    expect(server.site.comments.get(5000)?.text).toMatch(/^<p>Some <em>text<\/em>\.<\/p><div><span/);
  });

  it('of people are read from the HTML that they are, and stay it', async () => {
    const { azure, site } = scene();
    site.seed();
    const at = '2026-03-10T08:00:00.1Z';
    const comment = { id: 7, workItemId: 1, createdDate: at, text: '<div>One</div><div>two</div>', format: 'html' };
    site.comments.set(7, { ...comment, createdBy: 'Zoë <zoe@acme.test>' });
    expect(await all(azure.comments.list('1'))).toEqual([
      { id: '7', body: 'One\\\ntwo', author: 'zoe@acme.test', createdAt: at, updatedAt: at, visibility: 'public' },
    ]);
    expect((await azure.comments.update('1', '7', '**three**')).body).toBe('**three**');
    expect(site.comments.get(7)).toMatchObject({ text: '<p><strong>three</strong></p>', format: 'html' });
  });

  it('come page by page, the deleted ones left out', async () => {
    const { azure, site } = scene();
    site.seed();
    for (const text of ['a', 'b', 'c', 'd', 'e']) await azure.comments.add('1', text);
    const pages = await pagesOf(azure.comments.list('1'));
    expect(pages.map(({ items }) => items.map(({ body }) => body))).toEqual([['a', 'b'], ['c', 'd'], ['e']]);
    const { azure: other } = answered(() =>
      Response.json({
        comments: [
          { commentId: 3, text: null, createdDate: '2026-03-10T08:00:00Z' },
          { id: 4, text: 'x', isDeleted: true, createdDate: '2026-03-10T08:00:00Z' },
        ],
      }),
    );
    expect((await all(other.comments.list('1'))).map(({ id, body }) => [id, body])).toEqual([['3', '']]);
  });

  it('are found by their key through all pages, and are not when they are gone', async () => {
    const { azure, site } = scene();
    site.seed();
    const { id } = await azure.comments.add('1', 'first', { clientKey: 'k' });
    for (const text of ['b', 'c', 'd']) await azure.comments.add('1', text, { clientKey: text });
    expect((await azure.comments.findByClientKey('1', 'k'))?.id).toBe(id);
    await azure.comments.delete('1', id);
    expect(await azure.comments.findByClientKey('1', 'k')).toBeUndefined();
  });

  it('for few are refused, and so is a text that says nothing', async () => {
    const { azure, server } = scene();
    expect(await faultOf(azure.comments.add('1', 'x', { visibility: 'restricted' }))).toMatchObject({
      code: 'unsupported',
    });
    for (const id of ['0', '../1', '1a']) {
      expect(await faultOf(azure.comments.add(id, 'x'))).toMatchObject({ problems: [{ path: 'issueId' }] });
      expect(await faultOf(azure.comments.delete('1', id))).toMatchObject({ problems: [{ path: 'commentId' }] });
    }
    expect(await faultOf(azure.comments.update('1', '2', ' '))).toMatchObject({ problems: [{ path: 'body' }] });
    expect(server.requests).toEqual([]);
  });

  it('are gone only where the comment is not there and its work item is', async () => {
    const server = createAzureServer();
    server.site.seed();
    const gone = new Response('{}', { status: 404 });
    const { azure } = answered((request) =>
      request.url.includes('/comments/') && request.method === 'GET'
        ? Response.json({ id: 9, text: 'x', createdDate: '2026-03-10T08:00:00Z', isDeleted: true })
        : request.url.includes('/comments/')
          ? gone.clone()
          : server.handle(request),
    );
    // Azure DevOps may show a deleted one to who asks for it.
    await azure.comments.delete('1', '9');
    expect(await faultOf(azure.comments.delete('2', '9'))).toMatchObject({ code: 'not_found' });
  });
});

describe('the marker of a comment', () => {
  const marker = clientMarker('key');

  it.each([true, false])('comes off as it was put on (Markdown: %s)', (isMarkdown) => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        const { body, marker: found } = unmarkComment(markComment(text, marker, isMarkdown), isMarkdown);
        return found === marker && body.trimEnd() === text.trimEnd();
      }),
    );
  });

  it('is found where Azure DevOps took the looks away, and not in what people quote', () => {
    const hex = marker.slice(3);
    expect(unmarkComment(`<p>a</p><div>spec-kitty:${hex}</div>`, false)).toEqual({ body: '<p>a</p>', marker });
    expect(unmarkComment(`<p>a</p>\n<DIV><span>spec-kitty:${hex}</span></DIV>\n`, false).marker).toBe(marker);
    expect(unmarkComment(`a\n\n[//]: # (spec-kitty:${hex})\n\nP.S.`, true)).toEqual({ body: 'a\n\nP.S.', marker });
    expect(unmarkComment(`<p>a spec-kitty:${hex}</p>`, false).marker).toBeNull();
    expect(unmarkComment(`spec-kitty:${hex} says`, true)).toEqual({ body: `spec-kitty:${hex} says`, marker: null });
    expect(unmarkComment(`> [//]: # (spec-kitty:${hex})`, true).marker).toBeNull();
  });
});
