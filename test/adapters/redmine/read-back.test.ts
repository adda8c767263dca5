import { describe, expect, it } from 'vitest';
import type { RedmineAdapter } from '../../../src/adapters/redmine/index.js';
import { PROJECT } from './fixtures.js';
import { faultOf, scene } from './scene.js';

const parent = { system: 'redmine', workspace: PROJECT, id: '2', key: '#2', url: null };

describe('a write that Redmine took and that cannot be read back', () => {
  const writes: [string, (redmine: RedmineAdapter, noteId: string) => Promise<unknown>][] = [
    ['issues.update', (redmine) => redmine.issues.update('1', { title: 'Changed', visibility: 'restricted' })],
    ['issues.transition', (redmine) => redmine.issues.transition('1', 'done')],
    ['comments.update', (redmine, id) => redmine.comments.update('1', id, 'Changed')],
    ['links.add', (redmine) => redmine.links.add('1', { type: 'child_of', target: parent })],
  ];

  it.each(writes.flatMap(([name, write]) => [403, 404, 503].map((status) => [name, status, write] as const)))(
    'is no refusal and nothing to do again: %s, then %s',
    async (_, status, write) => {
      let isTaken = false;
      const { redmine, server } = scene({ retry: { attempts: 1 } }, {}, ({ method, url }) => {
        if (isTaken && method === 'GET' && url.includes('/issues/1.json')) return new Response('', { status });
        isTaken ||= isWatched && method === 'PUT';
        return undefined;
      });
      let isWatched = false;
      server.seed();
      server.seed();
      const { id } = await redmine.comments.add('1', 'Text');
      isWatched = true;
      expect(await faultOf(write(redmine, id))).toMatchObject({ code: 'ambiguous_write', retryable: false });
      expect(isTaken).toBe(true);
    },
  );
});
