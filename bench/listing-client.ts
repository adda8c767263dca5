// One client in a process of its own: `listing-client.ts <tracker> <contestant> <base URL> [times]` reads all issues, drops
// each page, and does so again, as often as it is told to. It tells its parent how many issues they were, the processor time
// of the first and the last reading, and the memory at its highest. Run with `--expose-gc` it collects its garbage at every
// hundredth page, and tells what then is left.
import { cpuTime } from './ratio.ts';

/** What a client tells. */
export interface Listed {
  readonly issues: number;
  /** Of the first reading, in a process whose code is not compiled yet. */
  readonly youngMs: number;
  /** Of the last one. */
  readonly atWorkMs: number;
  readonly peakMegabytes: number;
  /** The most that was in use right after a collection; 0 without `--expose-gc`. */
  readonly liveMegabytes: number;
}

type List = (baseUrl: string) => Promise<number>;

const TOKEN = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';
const GITHUB_PATH = '/repos/acme/widgets/issues';
const GITHUB_QUERY = 'state=all&sort=updated&direction=asc&per_page=100';
const GITHUB_HEADERS = {
  accept: 'application/vnd.github+json',
  authorization: `Bearer ${TOKEN}`,
  'user-agent': 'spec-kitty-tracker',
  'x-github-api-version': '2022-11-28',
};
const LINEAR_DOCUMENT = 'query Issues($first:Int,$after:String){issues(first:$first,after:$after){nodes{id}}}';
interface LinearPage {
  readonly data: {
    readonly issues: {
      readonly nodes: readonly unknown[];
      readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string };
    };
  };
}
const WIQL =
  'SELECT [System.Id] FROM WorkItems WHERE [System.TeamProject] = @project ORDER BY [System.ChangedDate] ASC, [System.Id] ASC';
const JQL = 'project = "ACME" ORDER BY updated ASC, key ASC';

let pages = 0;
let liveMegabytes = 0;

/** One more page was read. */
function onPage(): void {
  if (!globalThis.gc || ++pages % 100 !== 0) return;
  globalThis.gc();
  liveMegabytes = Math.max(liveMegabytes, process.memoryUsage().heapUsed / 1e6);
}

/** Counts what pages hold, and drops each: `for await` would keep the last one while the next is read. */
async function countOf<Page>(pages: AsyncIterator<Page>, sizeOf: (page: Page) => number): Promise<number> {
  let count = 0;
  const next = async () => {
    const step = await pages.next();
    if (step.done) return false;
    count += sizeOf(step.value);
    onPage();
    return true;
  };
  while (await next());
  return count;
}

/** The bare loop over `Link` headers. */
async function followLinks(
  first: string,
  headers: Readonly<Record<string, string>>,
  send: (url: string, init: RequestInit) => Promise<Response> = fetch,
): Promise<number> {
  let url: string | undefined = first;
  let count = 0;
  while (url !== undefined) {
    const response: Response = await send(url, { headers });
    count += (JSON.parse(await response.text()) as unknown[]).length;
    url = /<([^<>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  }
  return count;
}

interface SentIssue {
  readonly number: number;
  readonly title: string;
  readonly body: string;
  readonly state: string;
  readonly state_reason: string | null;
  readonly html_url: string;
  readonly labels: readonly { readonly name: string }[];
  readonly assignees: readonly { readonly login: string }[];
  readonly created_at: string;
  readonly updated_at: string;
}

function membersOf(wire: SentIssue): object {
  const labels: string[] = [];
  for (const { name } of wire.labels) labels.push(name);
  const assignees: string[] = [];
  for (const { login } of wire.assignees) assignees.push(login);
  const id = String(wire.number);
  return {
    ref: { system: 'github', workspace: 'acme/widgets', id, key: `#${id}`, url: wire.html_url },
    title: wire.title,
    body: wire.body,
    status: wire.state === 'open' ? 'todo' : wire.state_reason === 'completed' ? 'done' : 'canceled',
    statusName: wire.state_reason ?? wire.state,
    issueType: 'task',
    priority: null,
    assignees,
    labels: labels.sort(),
    parent: null,
    links: [],
    customFields: {},
    createdAt: wire.created_at,
    updatedAt: wire.updated_at,
    revision: null,
    visibility: 'public',
    raw: null,
  };
}

/** Each loads its own library, before the clock starts. */
const CONTESTANTS: Readonly<Record<string, Readonly<Record<string, () => Promise<List>>>>> = {
  github: {
    bare: async () => (baseUrl) => followLinks(`${baseUrl}${GITHUB_PATH}?${GITHUB_QUERY}`, GITHUB_HEADERS),
    // What of ours the layers below the adapter cost: the library that sends, and our client around it.
    ky: async () => {
      const { default: ky } = await import('ky');
      const client = ky.create({ retry: 0, timeout: false, throwHttpErrors: false, redirect: 'manual' });
      return (baseUrl) =>
        followLinks(`${baseUrl}${GITHUB_PATH}?${GITHUB_QUERY}`, GITHUB_HEADERS, (url, init) => client(url, init));
    },
    client: async () => {
      const { createHttpClient, createRuntime, nextSearch } = await import('@spec-kitty/tracker/adapter-kit');
      return async (baseUrl) => {
        const http = createHttpClient({ baseUrl, headers: GITHUB_HEADERS }, createRuntime());
        let search: string | null = GITHUB_QUERY;
        let count = 0;
        const next = async () => {
          const reply = await http.send<unknown[]>({
            operation: 'issues.list',
            path: GITHUB_PATH,
            search: search ?? '',
          });
          count += reply.body.length;
          search = nextSearch(reply.headers);
        };
        while (search !== null) await next();
        return count;
      };
    },
    // The least that a mapping can be: no check, and nothing but the members, for a tracker that always keeps its word.
    least: async () => {
      const { createHttpClient, createRuntime, nextSearch } = await import('@spec-kitty/tracker/adapter-kit');
      return async (baseUrl) => {
        const http = createHttpClient({ baseUrl, headers: GITHUB_HEADERS }, createRuntime());
        let search: string | null = GITHUB_QUERY;
        let count = 0;
        const next = async () => {
          const reply = await http.send<readonly SentIssue[]>({
            operation: 'issues.list',
            path: GITHUB_PATH,
            search: search ?? '',
          });
          count += reply.body.map(membersOf).length;
          search = nextSearch(reply.headers);
        };
        while (search !== null) await next();
        return count;
      };
    },
    ours: async () => {
      const { createGithubAdapter } = await import('@spec-kitty/tracker/adapters/github');
      return async (baseUrl) => {
        const github = createGithubAdapter({ owner: 'acme', repo: 'widgets', token: TOKEN, baseUrl });
        return countOf(github.issues.list(), ({ items }) => items.length);
      };
    },
    '@octokit/rest': async () => {
      const { Octokit } = await import('@octokit/rest');
      return async (baseUrl) => {
        const octokit = new Octokit({ auth: TOKEN, baseUrl });
        const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
          owner: 'acme',
          repo: 'widgets',
          state: 'all',
          sort: 'updated',
          direction: 'asc',
          per_page: 100,
        });
        return countOf(pages[Symbol.asyncIterator](), ({ data }) => data.length);
      };
    },
  },
  jira: {
    bare: async () => async (baseUrl) => {
      let token: string | undefined;
      let count = 0;
      do {
        const response = await fetch(`${baseUrl}/rest/api/3/search/jql`, {
          method: 'POST',
          headers: {
            accept: 'application/json',
            'content-type': 'application/json',
            authorization: `Basic ${btoa(`ann@acme.test:${TOKEN}`)}`,
          },
          body: JSON.stringify({ jql: JQL, fields: ['*all'], maxResults: 100, nextPageToken: token }),
        });
        const page = JSON.parse(await response.text()) as { issues: unknown[]; nextPageToken?: string };
        count += page.issues.length;
        token = page.nextPageToken;
      } while (token !== undefined);
      return count;
    },
    ours: async () => {
      const { createJiraAdapter } = await import('@spec-kitty/tracker/adapters/jira');
      return async (siteUrl) => {
        const auth = { email: 'ann@acme.test', apiToken: TOKEN };
        const jira = createJiraAdapter({ siteUrl, project: 'ACME', auth });
        return countOf(jira.issues.list(), ({ items }) => items.length);
      };
    },
    'jira.js': async () => {
      const { createCloudClient } = await import('jira.js/cloud');
      return async (host) => {
        const { issueSearch } = createCloudClient({
          host,
          auth: { type: 'basic', email: 'ann@acme.test', apiToken: TOKEN },
        });
        let nextPageToken: string | undefined;
        let count = 0;
        do {
          const page = await issueSearch.searchAndReconsileIssuesUsingJqlPost({
            jql: JQL,
            fields: ['*all'],
            maxResults: 100,
            ...(nextPageToken && { nextPageToken }),
          });
          count += page.issues?.length ?? 0;
          nextPageToken = page.nextPageToken ?? undefined;
        } while (nextPageToken !== undefined);
        return count;
      };
    },
  },
  gitlab: {
    bare: async () => (baseUrl) =>
      followLinks(
        `${baseUrl}/api/v4/projects/acme%2Fwidgets/issues?pagination=keyset&order_by=updated_at&sort=asc&per_page=100`,
        { accept: 'application/json', authorization: `Bearer ${TOKEN}` },
      ),
    ours: async () => {
      const { createGitlabAdapter } = await import('@spec-kitty/tracker/adapters/gitlab');
      return async (baseUrl) => {
        const gitlab = createGitlabAdapter({ project: 'acme/widgets', token: TOKEN, baseUrl });
        return countOf(gitlab.issues.list(), ({ items }) => items.length);
      };
    },
    '@gitbeaker/rest': async () => {
      const { Gitlab } = await import('@gitbeaker/rest');
      return async (host) => {
        const gitlab = new Gitlab({ host, token: TOKEN });
        let count = 0;
        for (let page = 1; ; page++) {
          const query = { projectId: 'acme/widgets', page, perPage: 100, maxPages: 1 } as const;
          const issues = await gitlab.Issues.all({ ...query, orderBy: 'updated_at', sort: 'asc' });
          count += issues.length;
          if (issues.length < 100 || page === 100) return count;
        }
      };
    },
  },
  linear: {
    bare: async () => async (baseUrl) => {
      let after: string | null = null;
      let count = 0;
      do {
        const response: Response = await fetch(`${baseUrl}/graphql`, {
          method: 'POST',
          headers: { accept: 'application/json', 'content-type': 'application/json', authorization: TOKEN },
          body: JSON.stringify({ query: LINEAR_DOCUMENT, variables: { first: 100, after } }),
        });
        const { data } = JSON.parse(await response.text()) as LinearPage;
        count += data.issues.nodes.length;
        after = data.issues.pageInfo.hasNextPage ? data.issues.pageInfo.endCursor : null;
      } while (after !== null);
      return count;
    },
    ours: async () => {
      const { createLinearAdapter } = await import('@spec-kitty/tracker/adapters/linear');
      return async (baseUrl) => {
        const linear = createLinearAdapter({ team: 'ENG', auth: { apiKey: TOKEN }, baseUrl });
        return countOf(linear.issues.list(), ({ items }) => items.length);
      };
    },
    // Without state, labels, assignee, parent and relations, of which each is a request of its own for each issue.
    '@linear/sdk': async () => {
      const { LinearClient } = await import('@linear/sdk');
      return async (baseUrl) => {
        const client = new LinearClient({ apiKey: TOKEN, apiUrl: `${baseUrl}/graphql` });
        let after: string | undefined;
        let count = 0;
        do {
          const page = await client.issues({ first: 100, ...(after !== undefined && { after }) });
          count += page.nodes.length;
          after = page.pageInfo.hasNextPage ? (page.pageInfo.endCursor ?? undefined) : undefined;
        } while (after !== undefined);
        return count;
      };
    },
  },
  azure: {
    bare: async () => async (baseUrl) => {
      const headers = {
        accept: 'application/json',
        'content-type': 'application/json',
        authorization: `Basic ${btoa(`:${TOKEN}`)}`,
      };
      const ask = async <Answer>(path: string, body: object): Promise<Answer> => {
        const url = `${baseUrl}/acme/Widgets/_apis/wit/${path}api-version=7.1`;
        const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
        return JSON.parse(await response.text()) as Answer;
      };
      const { workItems } = await ask<{ workItems: { id: number }[] }>('wiql?timePrecision=true&$top=19999&', {
        query: WIQL,
      });
      const ids = workItems.map(({ id }) => id);
      let count = 0;
      const read = async (at: number) => {
        const body = { ids: ids.slice(at, at + 200), $expand: 'relations', errorPolicy: 'omit' };
        count += (await ask<{ value: unknown[] }>('workitemsbatch?', body)).value.length;
      };
      for (let at = 0; at < ids.length; at += 200) await read(at);
      return count;
    },
    ours: async () => {
      const { createAzureDevopsAdapter } = await import('@spec-kitty/tracker/adapters/azure-devops');
      return async (baseUrl) => {
        const auth = { personalAccessToken: TOKEN };
        const azure = createAzureDevopsAdapter({ baseUrl: `${baseUrl}/acme`, project: 'Widgets', auth });
        return countOf(azure.issues.list(), ({ items }) => items.length);
      };
    },
    'azure-devops-node-api': async () => {
      const { getPersonalAccessTokenHandler } = await import('azure-devops-node-api');
      const { WorkItemTrackingApi } = await import('azure-devops-node-api/WorkItemTrackingApi.js');
      return async (baseUrl) => {
        // Made directly: its factory asks where the organisation is, which is another server's to say.
        const api = new WorkItemTrackingApi(`${baseUrl}/acme`, [getPersonalAccessTokenHandler(TOKEN)], {});
        const found = await api.queryByWiql({ query: WIQL }, { project: 'Widgets' }, true, 19_999);
        const ids = (found.workItems ?? []).map(({ id }) => id as number);
        let count = 0;
        const read = async (at: number) => {
          const batch = { ids: ids.slice(at, at + 200), $expand: 1, errorPolicy: 2 };
          count += (await api.getWorkItemsBatch(batch, 'Widgets')).length;
        };
        for (let at = 0; at < ids.length; at += 200) await read(at);
        return count;
      };
    },
  },
};

const [tracker = '', name = '', baseUrl = '', times = '1'] = process.argv.slice(2);
const list = await CONTESTANTS[tracker]?.[name]?.();
if (list === undefined) throw new Error(`no contestant ${name} for ${tracker}`);
// The platform loads its fetch when it is first used; our imports have done so, and the bare loop has none.
new Request(baseUrl);
let issues = 0;
const readings: number[] = [];
while (readings.length < Number(times)) {
  const start = cpuTime();
  issues = await list(baseUrl);
  readings.push(cpuTime() - start);
}
const [youngMs = 0, atWorkMs = youngMs] = [readings[0], readings.at(-1)];
const peakMegabytes = process.resourceUsage().maxRSS / 1000;
const listed: Listed = { issues, youngMs, atWorkMs, peakMegabytes, liveMegabytes };
process.send?.(listed);
process.disconnect?.();
