import { expect } from 'vitest';
import {
  createMemoryReceiptStore,
  createPublishClient,
  createRuntime,
  isTrackerError,
  type ReceiptStore,
} from '../../src/index.js';
import { createTestRuntime } from '../../src/testing/index.js';
import { aSnapshot } from '../publish/a-snapshot.js';
import { type Mishap, type PublishServer, plainServer, provingServer } from '../publish/publish-servers.js';
import type { TableChecks } from './checks.js';
import { plain } from './markdown.js';

const ATTEMPTS = 2;

/** Whose memory each publish of a sequence has. */
const MEMORIES: Readonly<Record<string, () => (at: number) => ReceiptStore>> = {
  kept: () => {
    const receipts = createMemoryReceiptStore();
    return () => receipts;
  },
  none: () => () => createMemoryReceiptStore(),
  'one each': () => {
    const [one, other] = [createMemoryReceiptStore(), createMemoryReceiptStore()];
    return (at) => (at % 2 === 0 ? one : other);
  },
};

function mishapsOf(word: string): Mishap[] {
  if (word.endsWith('?')) return ['lost_after'];
  return word.endsWith('!') ? Array.from({ length: 3 * ATTEMPTS }, () => 'lost_after' as const) : [];
}

/** Publishes the words in turn and writes down what came of it as the table does. */
async function play(sequence: string, memory: string, server: PublishServer): Promise<string> {
  const receiptsAt = MEMORIES[memory]?.();
  if (!receiptsAt) throw new Error(`no such memory: ${memory}`);
  const ends: string[] = [];
  for (const [at, word] of sequence.split(' ').entries()) {
    const name = word.replace(/[?!]$/, '');
    const runtime = createTestRuntime({ fetch: server.fetch, random: createRuntime().random });
    const client = createPublishClient(
      { serverUrl: 'https://saas.test', receipts: receiptsAt(at), retry: { attempts: ATTEMPTS } },
      runtime,
    );
    const keys = new Set<string>();
    client.on('attempt', ({ idempotencyKey }) => keys.add(idempotencyKey));
    server.mishaps.push(...mishapsOf(word));
    const snapshot = aSnapshot(name, name.length > 1 ? { credentials: { project_key: name } } : {});
    const result = await client.publish(snapshot).catch((error: unknown) => error);
    server.mishaps.length = 0;
    if (isTrackerError(result)) {
      ends.push('fails');
    } else {
      const { keyKind, status } = result as { keyKind: string; status: string };
      ends.push(`${keyKind}${keys.size > 1 ? ` ${keys.size}×` : ''}${status === 'duplicate' ? ' dup' : ''}`);
    }
  }
  return `${ends.join(', ')} → ${server.applied.join(' ')}`;
}

export const sequenceTables: TableChecks = {
  sequences: async ({ rows }) => {
    const found: string[][] = [];
    for (const [sequence = '', memory = ''] of rows) {
      const words = plain(sequence);
      const proving = await play(words, memory, provingServer(createTestRuntime()));
      const replaying = await play(words, memory, plainServer());
      found.push([sequence, memory, proving, replaying]);
      // What the page says of all rows but those of "one each".
      const last = words.split(' ').at(-1)?.replace(/[?!]$/, '');
      for (const text of memory === 'one each' ? [proving] : [proving, replaying]) {
        expect(text.split(' ').at(-1), `${words}, ${memory}`).toBe(last);
      }
    }
    expect(found).toEqual(rows);
  },
};
