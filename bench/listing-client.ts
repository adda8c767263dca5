// One client in a process of its own: `listing-client.ts <contestant> <base URL>` reads all issues, drops each page, and
// tells its parent how many they were, the processor time of the reading, and the memory at its highest.
import { cpuTime } from './ratio.ts';

/** What a client tells. */
export interface Listed {
  readonly issues: number;
  readonly cpuMs: number;
  readonly peakMegabytes: number;
}

type List = (baseUrl: string) => Promise<number>;

const TOKEN = 'ghp_0123456789abcdefghijklmnopqrstuvwxyz';

async function listBare(baseUrl: string): Promise<number> {
  const headers = {
    accept: 'application/vnd.github+json',
    authorization: `Bearer ${TOKEN}`,
    'user-agent': 'spec-kitty-tracker',
    'x-github-api-version': '2022-11-28',
  };
  let url: string | undefined =
    `${baseUrl}/repos/acme/widgets/issues?state=all&sort=updated&direction=asc&per_page=100`;
  let count = 0;
  while (url !== undefined) {
    const response: Response = await fetch(url, { headers });
    const page = JSON.parse(await response.text()) as unknown[];
    count += page.length;
    url = /<([^<>]+)>; rel="next"/.exec(response.headers.get('link') ?? '')?.[1];
  }
  return count;
}

/** Each loads its own library, before the clock starts. */
const CONTESTANTS: Readonly<Record<string, () => Promise<List>>> = {
  bare: async () => listBare,
  ours: async () => {
    const { createGithubAdapter } = await import('@spec-kitty/tracker/adapters/github');
    return async (baseUrl) => {
      const github = createGithubAdapter({ owner: 'acme', repo: 'widgets', token: TOKEN, baseUrl });
      let count = 0;
      for await (const { items } of github.issues.list()) count += items.length;
      return count;
    };
  },
  octokit: async () => {
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
      let count = 0;
      for await (const { data } of pages) count += data.length;
      return count;
    };
  },
};

const [name = '', baseUrl = ''] = process.argv.slice(2);
const list = await CONTESTANTS[name]?.();
if (list === undefined) throw new Error(`no contestant ${name}`);
// The platform loads its fetch when it is first used; our imports have done so, and the bare loop has none.
new Request(baseUrl);
const start = cpuTime();
const issues = await list(baseUrl);
const cpuMs = cpuTime() - start;
const listed: Listed = { issues, cpuMs, peakMegabytes: process.resourceUsage().maxRSS / 1000 };
process.send?.(listed);
process.disconnect?.();
