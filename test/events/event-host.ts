import type { EmitterIdentity, GitMetadata } from '../../src/events/event-ports.js';
import { createEventFactory, type EventFactoryOptions } from '../../src/events/factory.js';
import { createMemoryLamportClock } from '../../src/events/memory-lamport-clock.js';
import type { Runtime } from '../../src/runtime/runtime.js';
import { createTestRuntime } from '../../src/testing/test-runtime.js';

export const IDENTITY: EmitterIdentity = {
  teamSlug: 'harbour',
  projectUuid: '3f1c9a52-7be4-4d0f-9c61-8a2e5b7d4c10',
  projectSlug: 'lighthouse',
};
export const GIT: GitMetadata = {
  gitBranch: '012-fog-signal-WP04',
  headCommitSha: 'c4a7e01b5d9238f6a0e7c3b1d58f92646ea0b7d3',
  repoSlug: 'harbour/lighthouse',
};

/** A factory on well-behaved ports, but for those given; `ticks` counts what the clock was asked. */
export function createEventHost(options: Partial<EventFactoryOptions> = {}, ports: Partial<Runtime> = {}) {
  const clock = createMemoryLamportClock();
  const counted = { ticks: 0 };
  const runtime = createTestRuntime(ports);
  const factory = createEventFactory(
    {
      nodeId: '5d41c0ffee42',
      clock: {
        tick: () => {
          counted.ticks += 1;
          return clock.tick();
        },
      },
      identity: { current: () => IDENTITY },
      git: { current: async () => GIT },
      ...options,
    },
    runtime,
  );
  return { factory, runtime, counted };
}
