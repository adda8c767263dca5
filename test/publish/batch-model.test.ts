import fc from 'fast-check';
import { expect, test, vi } from 'vitest';
import type { QueueOutcome } from '../../src/stores/event-queue-store.js';
import { runs } from '../support/runs.js';
import { bench, idsIn } from './batch-bench.js';
import { answerAll, type BatchReply, batchServer, eventOf, idOf, type SeenBatch } from './batch-server.js';

// Hundreds of drains; the usual limit is tight on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

type Mood =
  | 'well'
  | 'rejects_some'
  | 'names_some'
  | 'names_strangers'
  | 'refuses'
  | 'too_large'
  | 'silent'
  | 'partial'
  | 'no_results'
  | 'in_flight'
  | 'permanent'
  | 'odd_entries'
  | 'down'
  | 'forbidden';

const MOODS: readonly Mood[] = [
  'well',
  'rejects_some',
  'names_some',
  'names_strangers',
  'refuses',
  'too_large',
  'silent',
  'partial',
  'no_results',
  'in_flight',
  'permanent',
  'odd_entries',
  'down',
  'forbidden',
];

/** A server that changes its mind from request to request. Remembers what it took, and what it said of whom. */
function moody(moods: readonly Mood[], seed: number) {
  const taken: string[] = [];
  const blamed = new Map<string, number>();
  const blame = (id: string) => blamed.set(id, (blamed.get(id) ?? 0) + 1);
  const picks = (id: string, at: number) => (Number(id.slice(-3)) * 7 + at + seed) % 3 === 0;
  const takeAll = (batch: SeenBatch) =>
    answerAll(batch, (id) => {
      if (taken.includes(id)) return 'duplicate';
      taken.push(id);
      return 'success';
    });
  const server = batchServer((batch, at): BatchReply => {
    const mood = moods[at % moods.length] ?? 'well';
    const chosen = batch.ids.filter((id) => picks(id, at));
    switch (mood) {
      case 'well':
        return takeAll(batch);
      case 'rejects_some':
        for (const id of chosen) blame(id);
        return answerAll(batch, (id) => {
          if (chosen.includes(id)) return 'rejected';
          if (!taken.includes(id)) taken.push(id);
          return 'accepted';
        });
      case 'names_some':
        for (const id of chosen) blame(id);
        return {
          status: 400,
          body: { error: 'bad', details: chosen.map((event_id) => ({ event_id, reason: 'bad' })) },
        };
      case 'names_strangers':
        return { status: 400, body: { error: 'bad', details: [{ event_id: idOf(999), error: 'bad' }, null] } };
      case 'refuses':
        return { status: 400, body: 'no' };
      case 'too_large':
        return { status: 413 };
      case 'silent':
        return { status: 204 };
      case 'partial': {
        const { body } = takeAll({ ...batch, ids: chosen });
        return { status: 200, body };
      }
      case 'no_results':
        return { status: 200, body: {} };
      case 'in_flight':
        return answerAll(batch, (id) => (picks(id, at) ? 'queued' : 'failed_transient'));
      case 'permanent':
        for (const id of chosen) blame(id);
        return answerAll(batch, (id) => (chosen.includes(id) ? 'failed_permanent' : 'pending'));
      case 'odd_entries':
        return { status: 200, body: { results: [null, { event_id: 4 }, { event_id: batch.ids[0], status: 'hm' }] } };
      case 'down':
        return { status: 503 };
      case 'forbidden':
        return { status: 403, body: {} };
    }
  });
  return { server, taken, blamed };
}

test('whatever the server does, a drain ends, in few requests, and loses and forgets nothing', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom(...MOODS), { minLength: 1, maxLength: 6 }),
      fc.integer({ min: 0, max: 40 }),
      fc.integer({ min: 1, max: 12 }),
      fc.integer({ min: 1, max: 3 }),
      fc.nat(5),
      async (moods, size, maxEvents, maxAttempts, seed) => {
        const { server, taken, blamed } = moody(moods, seed);
        const events = Array.from({ length: size }, (_, at) =>
          eventOf(at + 1, at % 7 === 5 ? { project_uuid: null } : {}),
        );
        const options = { maxEvents, maxAttempts, retry: { attempts: 2 } };
        const { client, queue } = await bench(server, events, options);
        const settled: QueueOutcome[] = [];
        const settle = queue.settle;
        queue.settle = async (outcomes) => {
          settled.push(...outcomes);
          return settle(outcomes);
        };
        const before = await queue.count();
        const report = await client.drain();

        // It ends, and a sane number of requests is all it takes: two for each event, and a few.
        expect(server.seen.length).toBeLessThanOrEqual(2 * (3 * size + 1));
        expect(report.requests).toBe(server.seen.length);
        // Nothing that the server took stays unless it never said so; nothing leaves that it did not take.
        const left = new Set([...(await idsIn(queue)), ...(await idsIn(queue, 'parked'))]);
        const gone = events.filter((each) => each.project_uuid !== null && !left.has(each.event_id));
        for (const { event_id } of gone) expect(taken).toContain(event_id);
        for (const { eventId, outcome } of report.results) {
          const isDelivered = outcome === 'delivered' || outcome === 'duplicate';
          expect(left.has(eventId)).toBe(!isDelivered);
        }
        // Every event has one result at the most, is recorded once at the most, and never goes out after that.
        const ids = report.results.map(({ eventId }) => eventId);
        expect(ids).toEqual([...new Set(ids)].sort());
        const recorded = settled.map(({ eventId }) => eventId);
        expect(recorded).toEqual([...new Set(recorded)]);
        // Held ones stay here.
        expect(report.held).toBe(before.held);
        expect(server.seen.every((batch) => batch.events.every((each) => each.project_uuid !== null))).toBe(true);
        // The report is the queue's own account.
        const after = await queue.count();
        expect(after.parked).toBe(report.parked);
        expect(after.queued).toBe(before.queued - report.delivered - report.duplicates - report.parked);
        const { total, delivered, duplicates, rejected, parked, pending, untouched } = report;
        expect(delivered + duplicates + rejected + parked + pending + untouched).toBe(total);
        // A count is raised only by a verdict on that very event, or by evidence.
        const { items } = await queue.list({ limit: 1000 });
        for (const { event, attempts } of items) {
          if (attempts === 0 || blamed.has(event.event_id)) continue;
          expect(report.results.some(({ outcome }) => ['delivered', 'duplicate', 'pending'].includes(outcome))).toBe(
            true,
          );
        }
      },
    ),
    { numRuns: runs(40) },
  );
});

test('a server with fixed dislikes: every good event arrives once and in order, and only the disliked are blamed', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 60 }),
      fc.uniqueArray(fc.integer({ min: 1, max: 60 }), { maxLength: 5 }),
      fc.integer({ min: 1, max: 60 }),
      fc.boolean(),
      async (size, disliked, maxEvents, namesThem) => {
        const bad = disliked.filter((n) => n <= size).map(idOf);
        fc.pre(bad.length < size);
        const taken: string[] = [];
        const server = batchServer((batch): BatchReply => {
          const named = batch.ids.filter((id) => bad.includes(id));
          if (named.length === 0) {
            taken.push(...batch.ids);
            return answerAll(batch);
          }
          const details = namesThem ? JSON.stringify(named.map((event_id) => ({ event_id, detail: 'x' }))) : 'x';
          return { status: 400, body: { error: 'x', details } };
        });
        const events = Array.from({ length: size }, (_, at) => eventOf(at + 1));
        const { client, queue } = await bench(server, events, { maxEvents });
        const report = await client.drain();
        expect(report.fault).toBeUndefined();
        expect(taken).toEqual(events.map(({ event_id }) => event_id).filter((id) => !bad.includes(id)));
        expect(await idsIn(queue)).toEqual([...bad].sort());
        expect(report.rejected).toBe(bad.length);
        const perPoison = 2 * Math.ceil(Math.log2(Math.min(size, maxEvents) + 1));
        expect(report.requests).toBeLessThanOrEqual(Math.ceil(size / maxEvents) + bad.length * perPoison);
      },
    ),
    { numRuns: runs(25) },
  );
});

test('however much poison there is, drain after drain finds a good event, and then all good ones arrive and all bad ones are parked', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.integer({ min: 1, max: 30 }),
      fc.func<[string], boolean>(fc.boolean()),
      fc.integer({ min: 1, max: 20 }),
      async (size, dislikes, maxEvents) => {
        const taken: string[] = [];
        const server = batchServer((batch): BatchReply => {
          if (batch.ids.some((id) => id !== idOf(size) && dislikes(id))) return { status: 400, body: 'no' };
          taken.push(...batch.ids);
          return answerAll(batch);
        });
        const good = Array.from({ length: size }, (_, at) => idOf(at + 1)).filter(
          (id) => id === idOf(size) || !dislikes(id),
        );
        const events = Array.from({ length: size }, (_, at) => eventOf(at + 1));
        const { client, queue } = await bench(server, events, { maxEvents, maxAttempts: 1 });
        // Where nearly all are bad, it is chance that finds a good one; the drain that does settles everything.
        for (let drains = 0; taken.length === 0; drains++) {
          expect(drains).toBeLessThan(400);
          expect(await queue.count()).toEqual({ queued: size, held: 0, parked: 0 });
          await client.drain();
        }
        expect([...taken].sort()).toEqual(good);
        expect(await queue.count()).toEqual({ queued: 0, held: 0, parked: size - good.length });
      },
    ),
    { numRuns: runs(10) },
  );
});
