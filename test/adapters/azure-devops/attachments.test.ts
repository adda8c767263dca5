import { describe, expect, it } from 'vitest';
import { clientMarker } from '../../../src/digest/client-marker.js';
import { SERVER } from './fixtures.js';
import { faultOf, scene } from './scene.js';
import { bodiesOf } from './server.js';

const FILE = { content: new Uint8Array([0, 255, 7]), name: 'Zoë & 1.bin', type: 'application/octet-stream' };

describe('a file', () => {
  it('goes as it is, and then the work item is told of it, with attributes', async () => {
    const { azure, site, server } = scene();
    site.seed();
    const file = await azure.attachments.add('1', { ...FILE, description: 'A log' }, { clientKey: 'a-1' });
    const id = '0f2aa2d7-1c9e-4b57-9b0e-000000000000';
    expect(site.uploads.get(id)).toEqual({ name: 'Zoë & 1.bin', bytes: FILE.content });
    expect(file).toMatchObject({ id, name: 'Zoë & 1.bin', sizeBytes: 3, type: null });
    expect(await azure.attachments.list('1')).toEqual([file]);
    expect(server.requests.find(({ method }) => method === 'POST')?.headers.get('content-type')).toBe(
      'application/octet-stream',
    );
    const [document] = await bodiesOf(server, 'PATCH');
    const url = `${new URL(SERVER).origin}/_apis/wit/attachments/${id}?fileName=Zo%C3%AB%20%26%201.bin`;
    const comment = `A log ${clientMarker('a-1')}`;
    expect(document).toEqual([
      { op: 'test', path: '/rev', value: 1 },
      {
        op: 'add',
        path: '/relations/-',
        value: { rel: 'AttachedFile', url, attributes: { name: 'Zoë & 1.bin', comment } },
      },
    ]);
    expect((await azure.attachments.findByClientKey('1', 'a-1'))?.id).toBe(id);
    expect(await azure.attachments.findByClientKey('1', 'a-2')).toBeUndefined();
  });

  it('is attached all the same when the work item changed meanwhile', async () => {
    const { azure, site, server } = scene();
    site.seed();
    server.intercept((request) => {
      if (request.method === 'PATCH' && site.items.get(1)?.rev === 1) site.touch(1);
      return undefined;
    });
    await azure.attachments.add('1', FILE);
    expect((await azure.attachments.list('1')).length).toBe(1);
    expect(site.uploads.size).toBe(1);
  });

  it('that is too large for one request is refused, and nothing of it is sent', async () => {
    const { azure, site, server } = scene({ maxAttachmentBytes: 2 });
    site.seed();
    expect(await faultOf(azure.attachments.add('1', FILE))).toMatchObject({ code: 'too_large', limitBytes: 2 });
    expect(server.requests).toEqual([]);
    const usual = scene();
    const content = new ReadableStream<Uint8Array>({
      pull: (controller) => controller.enqueue(new Uint8Array(8_000_000)),
    });
    const fault = await faultOf(usual.azure.attachments.add('1', { ...FILE, content }));
    expect(fault).toMatchObject({ code: 'too_large', limitBytes: 62_914_560 });
    expect(usual.server.requests).toEqual([]);
  });

  it('is not sent for a work item that is not there', async () => {
    const { azure, site } = scene();
    expect(await faultOf(azure.attachments.add('9', FILE))).toMatchObject({ code: 'not_found' });
    expect(site.uploads.size).toBe(0);
  });

  it('that the answer does not show is not said to be there', async () => {
    const { azure, site, server } = scene();
    site.seed();
    server.intercept(async (request) => {
      if (request.method !== 'PATCH') return undefined;
      return Response.json({ ...(await shownItem()), rev: 2 });
    });
    const shownItem = async () => (await azure.issues.get('1', { raw: true })).raw as object;
    expect(await faultOf(azure.attachments.add('1', FILE, { clientKey: 'k' }))).toMatchObject({
      code: 'ambiguous_write',
      clientKey: 'k',
    });
  });
});
