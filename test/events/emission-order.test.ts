import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { EventEnvelope } from '../../src/contracts/event-envelope.js';
import { createMemoryLamportClock } from '../../src/events/memory-lamport-clock.js';
import { createEventHost, GIT, IDENTITY } from './event-host.js';

const noteOf = (call: number) => ({ wpId: 'WP04', entryType: 'note', entryContent: String(call) }) as const;
const contents = (events: readonly EventEnvelope[]) => events.map(({ payload }) => payload.entry_content);
const isAscending = <T>(values: readonly T[]) => values.every((value, at) => at === 0 || (values[at - 1] as T) < value);

describe('events sort in the order of the calls', () => {
  it('within one millisecond', async () => {
    const { factory } = createEventHost();
    const events = await Promise.all(Array.from({ length: 500 }, (_, call) => factory.historyAdded(noteOf(call))));
    expect(new Set(events.map(({ timestamp }) => timestamp)).size).toBe(1);
    expect(isAscending(events.map(({ event_id }) => event_id))).toBe(true);
    expect(events.map(({ lamport_clock }) => lamport_clock)).toEqual(events.map((_, at) => at + 1));
    expect(contents(events)).toEqual(events.map((_, at) => String(at)));
  });

  it('whatever the ports’ speed, when some fail, and when the wall clock jumps back', async () => {
    const calls = fc.array(fc.record({ fails: fc.boolean(), time: fc.nat(5) }), { minLength: 2, maxLength: 8 });
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), calls, async (scheduler, plan) => {
        const clock = createMemoryLamportClock();
        const pending = plan.map(({ fails }) => fails);
        let reads = 0;
        const { factory } = createEventHost(
          {
            identity: {
              current: () => {
                const fails = pending.shift() ?? false;
                return scheduler.schedule(Promise.resolve()).then(() => {
                  if (fails) throw new Error('no login');
                  return IDENTITY;
                });
              },
            },
            git: { current: () => scheduler.schedule(Promise.resolve(GIT)) },
            clock: { tick: () => scheduler.schedule(Promise.resolve()).then(() => clock.tick()) },
          },
          { now: () => 1_773_133_200_000 + (plan[reads++ % plan.length]?.time ?? 0) },
        );
        const order: unknown[] = [];
        const emitted = plan.map((_, call) =>
          factory.historyAdded(noteOf(call)).then(
            (event) => {
              order.push(event.payload.entry_content);
              return event;
            },
            () => undefined,
          ),
        );
        const settled = await scheduler.waitFor(Promise.all(emitted));
        const events = settled.filter((event) => event !== undefined);
        expect(contents(events)).toEqual(plan.flatMap(({ fails }, call) => (fails ? [] : [String(call)])));
        expect(order).toEqual(contents(events));
        expect(isAscending(events.map(({ event_id }) => event_id))).toBe(true);
        expect(events.map(({ lamport_clock }) => lamport_clock)).toEqual(events.map((_, at) => at + 1));
      }),
    );
  });

  it('asks the ports of waiting calls at once: one slow answer is waited for once', async () => {
    let asked = 0;
    const gate = Promise.withResolvers<typeof IDENTITY>();
    const { factory, counted } = createEventHost({
      identity: {
        current: () => {
          asked += 1;
          return gate.promise;
        },
      },
    });
    const emitted = Promise.all([1, 2, 3].map((call) => factory.historyAdded(noteOf(call))));
    expect([asked, counted.ticks]).toEqual([3, 0]);
    gate.resolve(IDENTITY);
    expect(contents(await emitted)).toEqual(['1', '2', '3']);
  });

  it('leaves no rejection unhandled while a failed call waits for its turn', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const gate = Promise.withResolvers<typeof GIT>();
    let call = 0;
    const { factory } = createEventHost({
      git: { current: () => gate.promise },
      identity: {
        current: async () => {
          call += 1;
          if (call === 2) throw new Error('no login');
          return IDENTITY;
        },
      },
    });
    const settled = Promise.allSettled([factory.historyAdded(noteOf(1)), factory.historyAdded(noteOf(2))]);
    await new Promise((resolve) => setImmediate(resolve));
    gate.resolve(GIT);
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected']);
    await new Promise((resolve) => setImmediate(resolve));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
