import { describe, expect, it } from 'vitest';
import { faultOf, scene } from './scene.js';

const bytes = (text: string) => new TextEncoder().encode(text);

describe('files', () => {
  it('are uploaded as a form, with name and type, and have an address', async () => {
    const { server, youtrack } = scene();
    const id = server.seed();
    const added = await youtrack.attachments.add(id, {
      content: bytes('log'),
      name: 'Zoë "1".txt',
      type: 'text/plain',
    });
    expect(added).toEqual({
      id: added.id,
      name: 'Zoë "1".txt',
      type: 'text/plain',
      sizeBytes: 3,
      url: `https://tracker.acme.test/youtrack/api/files/${added.id}?sign=MTc3Mz&updated=1773133200000`,
    });
    expect(await youtrack.attachments.list(id)).toEqual([added]);
    const file = server.files.get(added.id)?.file;
    expect(await file?.text()).toBe('log');
  });

  it('of more than a page are all listed', async () => {
    const { server, youtrack } = scene({}, { maxTop: 20 });
    const id = server.seed();
    for (let n = 0; n < 50; n++)
      await youtrack.attachments.add(id, { content: bytes('x'), name: `${n}.txt`, type: 'text/plain' });
    expect(await youtrack.attachments.list(id)).toHaveLength(50);
  });

  it('with a description are refused, because it would be lost', async () => {
    const { server, youtrack, asked } = scene();
    const draft = { content: bytes('x'), name: 'a.txt', type: 'text/plain', description: 'Look' };
    expect(await faultOf(youtrack.attachments.add(server.seed(), draft))).toMatchObject({ code: 'unsupported' });
    expect(asked()).toEqual([]);
  });

  it('that YouTrack says nothing of may be there or not', async () => {
    const { server, youtrack } = scene({}, {}, ({ method }) => (method === 'POST' ? Response.json([]) : undefined));
    const draft = { content: bytes('x'), name: 'a.txt', type: 'text/plain' };
    const fault = await faultOf(youtrack.attachments.add(server.seed(), draft, { clientKey: 'a-1' }));
    expect(fault).toMatchObject({ code: 'ambiguous_write', clientKey: 'a-1' });
  });
});
