import type { Backlink } from '../../contracts/adapter/backlinks-group.js';
import type { DirectoryUser } from '../../contracts/adapter/directory-group.js';
import type { WebhookRegistration } from '../../contracts/adapter/webhooks-group.js';
import type { Priority } from '../../contracts/priority.js';

/**
 * An issue as the fake tracker keeps it.
 *
 * @public
 */
export interface FakeIssue {
  /** Never changes. */
  readonly id: string;
  /** One line. */
  title: string;
  /** Markdown, with the marker of a client key where there is one. */
  body: string | null;
  /** A name of its workflow: `Open`. */
  state: string;
  /** A name of its kinds: `Bug`. */
  kind: string;
  /** 0 to 4, or null. */
  priority: Priority | null;
  /** Ids of people. */
  assignees: readonly string[];
  /** Names without white space. */
  labels: readonly string[];
  /** The id of the issue that it is part of, or null. */
  parent: string | null;
  /** Anything else. */
  fields: Readonly<Record<string, unknown>>;
  /** Whether only a few may read it. */
  restricted: boolean;
  /** In milliseconds since 1970. */
  readonly createdMs: number;
  /** In milliseconds since 1970. */
  updatedMs: number;
  /** Counts its changes. */
  version: number;
}

/**
 * A comment as the fake tracker keeps it.
 *
 * @public
 */
export interface FakeComment {
  /** Never changes. */
  readonly id: string;
  /** The issue's id. */
  readonly issue: string;
  /** Markdown, with the marker of a client key where there is one. */
  text: string;
  /** Whether only a few may read it. */
  readonly restricted: boolean;
  /** In milliseconds since 1970. */
  readonly createdMs: number;
  /** In milliseconds since 1970. */
  updatedMs: number;
}

/**
 * A link as the fake tracker keeps it: one record, read from both sides.
 *
 * @public
 */
export interface FakeLink {
  /** What `from` does to `to`. */
  readonly verb: 'blocks' | 'relates_to' | 'duplicates';
  /** The id of the issue that does it. */
  readonly from: string;
  /** The id of the other. */
  readonly to: string;
  /** The marker of a client key, or null. */
  readonly marker: string | null;
}

/**
 * A file as the fake tracker keeps it.
 *
 * @public
 */
export interface FakeFile {
  /** Never changes. */
  readonly id: string;
  /** The issue's id. */
  readonly issue: string;
  /** The file name. */
  readonly name: string;
  /** The media type. */
  readonly type: string;
  /** What is in it. */
  readonly content: Blob;
  /** The marker of a client key, or null. */
  readonly marker: string | null;
}

/**
 * A tracker in memory, for tests. All that it holds is open to the test; an adapter over it is made by
 * `createFakeAdapter`.
 *
 * @public
 */
export interface FakeTracker {
  /** How many requests it was sent. */
  readonly requests: number;
  /** By id. */
  readonly issues: Map<string, FakeIssue>;
  /** By id, in the order in which they were written. */
  readonly comments: Map<string, FakeComment>;
  /** In the order in which they were made. */
  readonly links: FakeLink[];
  /** By id. */
  readonly files: Map<string, FakeFile>;
  /** By issue and key. */
  readonly backlinks: Map<string, Map<string, Backlink>>;
  /** By id. */
  readonly hooks: Map<string, WebhookRegistration>;
  /** Who can be assigned to. */
  readonly people: readonly DirectoryUser[];
  /** Answers a request, unless the signal has aborted: then it rejects with the reason, and there was no request. */
  serve<Answer>(signal: AbortSignal | undefined, answer: () => Answer): Promise<Answer>;
  /** An id that was never given. */
  nextId(): string;
  /** The time of a write, in milliseconds since 1970: each comes a second after the one before. */
  tick(): number;
}

/**
 * Makes a tracker in memory, without issues and with three people.
 *
 * @param startMs - The time it starts at, in milliseconds since 1970. Default 2026-03-10T09:00:00Z.
 *
 * @public
 */
export function createFakeTracker(startMs = 1_773_133_200_000): FakeTracker {
  let requests = 0;
  let lastId = 0;
  let now = startMs;
  return {
    get requests() {
      return requests;
    },
    issues: new Map(),
    comments: new Map(),
    links: [],
    files: new Map(),
    backlinks: new Map(),
    hooks: new Map(),
    people: ['ada', 'grace', 'linus'].map((id) => ({ id, name: id.toUpperCase(), email: `${id}@example.com` })),
    async serve(signal, answer) {
      signal?.throwIfAborted();
      requests++;
      return structuredClone(answer());
    },
    nextId: () => String(++lastId),
    tick: () => {
      now += 1000;
      return now;
    },
  };
}
