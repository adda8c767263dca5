import { describe, expect, it } from 'vitest';
import { PROJECT, SERVER } from './fixtures.js';
import { all, answered, faultOf, scene } from './scene.js';

const bytes = new Uint8Array([137, 80, 78, 71, 0, 255]);

describe('attachments', () => {
  it('are uploaded, and shown by a comment', async () => {
    const { gitlab, server, asked } = scene();
    server.seed();
    const draft = { content: bytes, name: 'wobbly widget.png', type: 'image/png', description: '/close\nA photo' };
    const made = await gitlab.attachments.add('1', draft, { clientKey: 'a-1' });
    const [key, file] = [...server.uploads][0] ?? [];
    expect(new Uint8Array((await file?.arrayBuffer()) ?? [])).toEqual(bytes);
    expect(file).toMatchObject({ name: 'wobbly widget.png', type: 'image/png' });
    expect(made).toEqual({
      id: key,
      name: 'wobbly_widget.png',
      type: 'image/png',
      sizeBytes: 6,
      url: `${SERVER}/${PROJECT}/uploads/${key}`,
    });
    expect(asked()).toEqual([`POST /projects/${PROJECT}/uploads`, `POST /projects/${PROJECT}/issues/1/notes`]);
    const [comment] = await all(gitlab.comments.list('1'));
    expect(comment?.body).toBe(`![wobbly_widget](/uploads/${key})\n\n/close\nA photo`);
    expect(server.executed).toEqual([]);
    expect(await gitlab.attachments.findByClientKey('1', 'a-1')).toEqual({ ...made, type: null, sizeBytes: null });
    expect(await gitlab.attachments.findByClientKey('1', 'a-2')).toBeUndefined();
  });

  it('may come as a stream, and of a project by its number', async () => {
    const { gitlab, server } = scene({ project: 278 });
    server.seed();
    const content = new Blob([bytes, bytes]).stream();
    const made = await gitlab.attachments.add('1', { content, name: 'log.txt', type: 'text/plain' });
    expect(made).toMatchObject({ sizeBytes: 12, name: 'log.txt' });
    expect(made.url).toBe(`${SERVER}/-/project/278/uploads/${made.id}`);
  });

  it('whose stream hangs end with the abort', async () => {
    const { gitlab, server } = scene();
    const controller = new AbortController();
    let canceled: unknown;
    const content = new ReadableStream<Uint8Array>({
      pull: () => {
        controller.abort('enough');
        return new Promise<void>(() => {});
      },
      cancel: (reason) => {
        canceled = reason;
      },
    });
    const file = { content, name: 'log.txt', type: 'text/plain' };
    await expect(gitlab.attachments.add('1', file, { signal: controller.signal })).rejects.toBe('enough');
    expect(canceled).toBe('enough');
    expect(server.requests).toHaveLength(0);
  });

  it('that are a comment with this key and no file are none', async () => {
    const { gitlab, server } = scene();
    server.seed();
    await gitlab.comments.add('1', 'Only text', { clientKey: 'a-1' });
    expect(await gitlab.attachments.findByClientKey('1', 'a-1')).toBeUndefined();
  });

  it('whose upload was lost may be sent again: it belongs to no issue', async () => {
    const { gitlab, requests } = answered(() => {
      throw new TypeError('terminated');
    });
    const add = gitlab.attachments.add('1', { content: bytes, name: 'a.png', type: 'image/png' }, { clientKey: 'a-1' });
    expect(await faultOf(add)).toMatchObject({ code: 'ambiguous_write', clientKey: 'a-1' });
    expect(requests).toHaveLength(1);
  });

  it('whose comment was lost can be looked up', async () => {
    const { server } = scene();
    server.seed();
    const { gitlab } = answered(async (request) => {
      const answer = await server.handle(request);
      if (request.url.endsWith('/notes')) throw new TypeError('terminated');
      return answer;
    });
    const add = gitlab.attachments.add('1', { content: bytes, name: 'a.png', type: 'image/png' }, { clientKey: 'a-1' });
    expect(await faultOf(add)).toMatchObject({ code: 'ambiguous_write', clientKey: 'a-1' });
    expect((await gitlab.attachments.findByClientKey('1', 'a-1'))?.name).toBe('a.png');
    expect(server.notes.size).toBe(1);
  });

  it('refuse what is none, before anything is sent', async () => {
    const { gitlab, server } = scene();
    const file = { content: bytes, name: 'a.png', type: 'image/png' };
    expect(await faultOf(gitlab.attachments.add('x', file))).toMatchObject({ problems: [{ path: 'issueId' }] });
    expect(await faultOf(gitlab.attachments.add('1', { ...file, name: ' ' }))).toMatchObject({
      problems: [{ path: 'name' }],
    });
    for (const [draft, path] of [
      [{ ...file, content: 'text' }, 'content'],
      [{ ...file, type: undefined }, 'type'],
      [{ ...file, title: 'x' }, 'title'],
      [undefined, ''],
    ] as const) {
      const error = await faultOf(gitlab.attachments.add('1', draft as never));
      expect(error).toMatchObject({ code: 'invalid_input', problems: [{ path }] });
    }
    expect(await faultOf(gitlab.attachments.add('1', file, { clientKey: 7 as never }))).toMatchObject({
      problems: [{ path: 'clientKey' }],
    });
    const big = { ...file, content: new Uint8Array(104_857_601) };
    expect(await faultOf(gitlab.attachments.add('1', big))).toMatchObject({ code: 'too_large' });
    expect(server.requests).toHaveLength(0);
  });
});
