// A GitHub that others wrote: `emulate` keeps issues in memory and speaks GitHub's REST API on a loopback port.
import { createEmulator } from 'emulate';

/** The repository, as `owner/repo`. */
export const REPOSITORY = { owner: 'acme', repo: 'widgets' };
const TOKEN = 'ghp_demo';
const PEOPLE = ['ada', 'grace', 'linus'];

/** What GitHub's API takes to create or edit an issue. */
export interface IssueFields {
  readonly title?: string;
  readonly body?: string;
  readonly labels?: readonly string[];
  readonly assignees?: readonly string[];
  readonly state?: 'open' | 'closed';
}

/** The running tracker, with what a person would do in its web pages. All of it goes through GitHub's own API. */
export interface Tracker {
  readonly url: string;
  readonly token: string;
  /** Creates an issue; resolves to its number. */
  create(fields: IssueFields): Promise<number>;
  /** Edits an issue. */
  edit(number: number, fields: IssueFields): Promise<void>;
  /** How many issues the tracker itself counts. */
  count(): Promise<number>;
  close(): Promise<void>;
}

/** Starts the tracker with one empty repository. */
export async function startTracker(): Promise<Tracker> {
  const { owner, repo } = REPOSITORY;
  const emulator = await createEmulator({
    service: 'github',
    port: 0,
    seed: {
      tokens: { [TOKEN]: { login: owner, scopes: ['repo'] } },
      github: { users: [owner, ...PEOPLE].map((login) => ({ login })), repos: [{ owner, name: repo }] },
    },
  });

  async function call(method: string, path: string, fields?: IssueFields): Promise<unknown> {
    const response = await fetch(emulator.url + path, {
      method,
      headers: { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' },
      ...(fields && { body: JSON.stringify(fields) }),
    });
    if (!response.ok) throw new Error(`the tracker answered ${response.status} to ${method} ${path}`);
    return response.json();
  }

  const issues = `/repos/${owner}/${repo}/issues`;
  return {
    url: emulator.url,
    token: TOKEN,
    create: async (fields) => ((await call('POST', issues, fields)) as { number: number }).number,
    edit: async (number, fields) => void (await call('PATCH', `${issues}/${number}`, fields)),
    count: async () => {
      const found = await call('GET', `/search/issues?q=${encodeURIComponent(`repo:${owner}/${repo} is:issue`)}`);
      return (found as { total_count: number }).total_count;
    },
    close: () => emulator.close(),
  };
}

const VERBS = ['Crash on', 'Slow', 'Document', 'Translate', 'Rework', 'Test'];
const THINGS = ['login', 'search', 'the invoice page', 'CSV export', 'dark mode', 'webhook retries', 'the 日本語 menu'];

/** The fields of the nth issue: a plausible backlog, the same in every run. */
export function sampleIssue(n: number): IssueFields {
  const verb = VERBS[n % VERBS.length] ?? '';
  const thing = THINGS[n % THINGS.length] ?? '';
  return {
    title: `${verb} ${thing} (${n})`,
    body: `Reported by customer ${n}.\n\n- [ ] reproduce\n- [ ] fix ✨`,
    labels: [verb === 'Crash on' ? 'bug' : 'enhancement', ...(n % 5 === 0 ? ['good first issue'] : [])],
    assignees: n % 3 === 0 ? [PEOPLE[n % PEOPLE.length] ?? ''] : [],
  };
}
