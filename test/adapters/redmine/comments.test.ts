import { describe, expect, it } from 'vitest';
import { journal, rightsWithout, ZOE } from './fixtures.js';
import { all, faultOf, scene } from './scene.js';

const aFile = { content: new Uint8Array([1, 2, 3]), name: 'Zoë 1.txt', type: 'text/plain' };

describe('comments', () => {
  it.each([true, false])('come oldest first, whatever the account likes (newest first: %s)', async (isNewestFirst) => {
    const { redmine, server } = scene({}, { isNewestFirst });
    server.seed();
    for (const body of ['One', 'Two', 'Three']) await redmine.comments.add('1', body);
    expect((await all(redmine.comments.list('1'))).map(({ body }) => body)).toEqual(['One', 'Two', 'Three']);
  });

  it('leave changes of fields out', async () => {
    const { redmine, server } = scene();
    server.seed();
    await redmine.issues.update('1', { title: 'Changed' });
    await redmine.comments.add('1', 'Text');
    expect((await all(redmine.comments.list('1'))).length).toBe(1);
    expect(server.journals.size).toBe(2);
  });

  it('have the id that Redmine did not tell, also among equal ones of others', async () => {
    const { redmine, server, sent } = scene({}, { isNewestFirst: true });
    server.seed();
    const first = await redmine.comments.add('1', 'The same');
    // Somebody else says it too.
    server.journals.set(900, { issue: 1, json: journal(900, 'The same', { user: ZOE }) });
    const second = await redmine.comments.add('1', 'The same');
    expect(second.id).not.toBe(first.id);
    expect((await all(redmine.comments.list('1'))).map(({ id }) => id)).toEqual([first.id, second.id, '900']);
    expect(await sent()).toEqual([{ issue: { notes: 'The same' } }, { issue: { notes: 'The same' } }]);
  });

  it('are never those of another account that says the same in that moment', async () => {
    const { redmine, server } = scene({}, {}, ({ method }) => {
      if (method === 'PUT') server.journals.set(900, { issue: 1, json: journal(900, 'The same', { user: ZOE }) });
      return undefined;
    });
    server.seed();
    expect((await redmine.comments.add('1', 'The same')).id).not.toBe('900');
  });

  it('that Redmine made none of are a missing right', async () => {
    const { redmine, server } = scene({}, { rights: rightsWithout('add_issue_notes') });
    server.seed();
    expect(await faultOf(redmine.comments.add('1', 'Text'))).toMatchObject({
      code: 'permission',
      missing: ['add_issue_notes'],
    });
  });

  it.each([
    [true, '6.0 and later'],
    [false, '5.x'],
  ])('tell when they were changed (%s) as from Redmine %s', async (tellsChanges) => {
    const { redmine, server } = scene({}, { tellsChanges });
    server.seed();
    const { id } = await redmine.comments.add('1', 'Text');
    const { updatedAt } = await redmine.comments.update('1', id, 'Other');
    expect(updatedAt !== null).toBe(tellsChanges);
  });

  it('for few are private notes', async () => {
    const { redmine, server, sent } = scene();
    server.seed();
    const { visibility } = await redmine.comments.add('1', 'For few', { visibility: 'restricted' });
    expect(visibility).toBe('restricted');
    expect(await sent()).toEqual([{ issue: { notes: 'For few', private_notes: '1' } }]);
  });

  it('for few are not sent where they would be shown to all', async () => {
    const { asked, redmine, server } = scene({}, { isAdmin: false, rights: rightsWithout('set_notes_private') });
    server.seed();
    const error = await faultOf(redmine.comments.add('1', 'For few', { visibility: 'restricted' }));
    expect(error).toMatchObject({ code: 'permission', missing: ['set_notes_private'] });
    expect(server.journals.size).toBe(0);
    expect(asked().some((line) => line.startsWith('PUT'))).toBe(false);
  });

  it('for few are taken back where they stand in public all the same, or it is said that they do', async () => {
    const { redmine, server } = scene({}, { rights: rightsWithout('set_notes_private') });
    server.seed();
    const add = () => redmine.comments.add('1', 'For few', { visibility: 'restricted' });
    expect((await faultOf(add())).message).toMatch(/taken back/);
    expect(server.journals.size).toBe(0);
    server.set({ rights: rightsWithout('set_notes_private', 'edit_issue_notes') });
    expect((await faultOf(add())).message).toMatch(/the note \d+ .*stands in public/);
  });

  it('are deleted by their text, and stay as changes where they are some', async () => {
    const { redmine, server } = scene();
    server.seed();
    const { id } = await redmine.comments.add('1', 'Text');
    const changes = [{ property: 'attr', name: 'subject', old_value: 'a', new_value: 'b' }];
    const stored = server.journals.get(Number(id));
    if (stored) stored.json.details = changes;
    await redmine.comments.delete('1', id);
    await redmine.comments.delete('1', id);
    expect(await all(redmine.comments.list('1'))).toEqual([]);
    expect(server.journals.get(Number(id))?.json.details).toEqual(changes);
  });

  it('that Redmine left as they were are not deleted', async () => {
    const { redmine, server } = scene({}, {}, ({ method, url }) =>
      method === 'PUT' && url.includes('/journals/') ? new Response(null, { status: 204 }) : undefined,
    );
    server.seed();
    const { id } = await redmine.comments.add('1', 'Text');
    expect(await faultOf(redmine.comments.delete('1', id))).toMatchObject({
      code: 'permission',
      missing: ['edit_issue_notes'],
    });
  });

  it('of another issue are not touched', async () => {
    const { redmine, server } = scene();
    server.seed();
    server.seed();
    const { id } = await redmine.comments.add('2', 'Text');
    expect(await faultOf(redmine.comments.update('1', id, 'Never'))).toMatchObject({ code: 'not_found' });
    await redmine.comments.delete('1', id);
    expect((await all(redmine.comments.list('2'))).length).toBe(1);
  });

  it('whose answer was lost after they were made are not made again', async () => {
    let reads = 0;
    const { redmine, server } = scene({}, {}, ({ url }) =>
      url.includes('include=journals') && reads++ > 0 ? new Response('', { status: 403 }) : undefined,
    );
    server.seed();
    const error = await faultOf(redmine.comments.add('1', 'Text', { clientKey: 'c' }));
    expect(error).toMatchObject({ code: 'ambiguous_write', clientKey: 'c', retryable: false });
    expect(server.journals.size).toBe(1);
  });
});

describe('files', () => {
  it('are uploaded and then attached, with all that is said of them', async () => {
    const { redmine, server, asked, sent } = scene();
    server.seed();
    const added = await redmine.attachments.add('1', { ...aFile, description: 'A log' });
    expect(asked()).toContain('POST /uploads.json?filename=Zoë+1.txt');
    expect(await sent()).toEqual([
      {
        issue: {
          uploads: [
            { token: expect.any(String), filename: 'Zoë 1.txt', content_type: 'text/plain', description: 'A log' },
          ],
        },
      },
    ]);
    expect(added).toEqual({
      id: expect.any(String),
      name: 'Zoë 1.txt',
      type: 'text/plain',
      sizeBytes: 3,
      url: `https://acme.test/redmine/attachments/download/${added.id}/Zo%C3%AB%201.txt`,
    });
  });

  it('carry their key in a note that nobody sees', async () => {
    const { redmine, server } = scene();
    server.seed();
    await redmine.attachments.add('1', { ...aFile, name: 'other.txt' }, { clientKey: 'other' });
    const { id } = await redmine.attachments.add('1', aFile, { clientKey: 'k' });
    expect((await redmine.attachments.findByClientKey('1', 'k'))?.id).toBe(id);
    expect(await redmine.attachments.findByClientKey('1', 'kk')).toBeUndefined();
    expect(await all(redmine.comments.list('1'))).toEqual([]);
  });

  it('are not sent where their key would be left out', async () => {
    const { asked, redmine, server } = scene({}, { isAdmin: false, rights: rightsWithout('add_issue_notes') });
    server.seed();
    const error = await faultOf(redmine.attachments.add('1', aFile, { clientKey: 'k' }));
    expect(error).toMatchObject({ code: 'permission', missing: ['add_issue_notes'] });
    expect(asked().filter((line) => !line.startsWith('GET'))).toEqual([]);
    expect((await redmine.attachments.add('1', aFile)).name).toBe('Zoë 1.txt');
  });

  it('that Redmine left out are a missing right', async () => {
    const { redmine, server } = scene({}, { rights: rightsWithout('edit_issues') });
    server.seed();
    expect(await faultOf(redmine.attachments.add('1', aFile))).toMatchObject({ code: 'permission' });
  });
});
