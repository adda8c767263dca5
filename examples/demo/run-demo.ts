// Starts everything, tells the story, stops everything.
import { createMemorySnapshotStore, createRuntime, type Runtime, type SnapshotStore } from '@spec-kitty/tracker';
import { type Claim, createAccount, type Paper } from './account.ts';
import { type Running, setStage } from './stage.ts';
import { tellStory } from './story.ts';

/** What may be replaced. */
export interface DemoOptions {
  /** Colours, on a terminal. Default true. */
  readonly colours?: boolean;
  /** The server's store. Default: the in-memory one. */
  readonly snapshots?: SnapshotStore;
  /** The ports of the SDK and of the demo's own waits. Default: the platform's. */
  readonly runtime?: Partial<Runtime>;
}

/** What came of a run. */
export interface DemoVerdict {
  readonly claims: readonly Claim[];
  /** 0 when the story reached its end and every claim holds, else 1. */
  readonly exitCode: 0 | 1;
}

/** Runs the demo and writes its account. Never rejects: what went wrong is in the account and in the verdict. */
export async function runDemo(paper: Paper, options: DemoOptions = {}): Promise<DemoVerdict> {
  const { colours = true, snapshots = createMemorySnapshotStore(), runtime = {} } = options;
  const { now } = createRuntime(runtime);
  const account = createAccount(paper, colours);
  const startedMs = now();
  const running: Running[] = [];
  let stoppedBy: unknown;
  try {
    await tellStory(account, await setStage(snapshots, runtime, running));
  } catch (error) {
    stoppedBy = error ?? new Error('no reason was given');
  } finally {
    await Promise.allSettled(running.map((part) => part.close()));
  }
  account.close((now() - startedMs) / 1000, stoppedBy);
  const proven = stoppedBy === undefined && account.claims.every(({ holds }) => holds);
  return { claims: account.claims, exitCode: proven ? 0 : 1 };
}
