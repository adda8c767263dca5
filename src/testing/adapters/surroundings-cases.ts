import type { DirectoryGroup } from '../../contracts/adapter/directory-group.js';
import { ISSUE_STATUSES } from '../../contracts/issue-status.js';
import { ISSUE_TYPES } from '../../contracts/issue-type.js';
import type { Page } from '../../contracts/page.js';
import { expectEqual, expectTrue } from '../stores/assert.js';
import { type AdapterCase, adapterCase, type WholeHarness } from './adapter-case.js';
import { damaged, expectCursorRefused } from './list-cases.js';
import { all, expectUtc, made, walk } from './steps.js';

const CODE = `if (a < b) {
    return '&amp;';
}`;
const RICH = `# A heading

A paragraph with *emphasis*, **strength**, \`code\` and [a link](https://host.example/a?b=c).

- one
- two

1. first
2. second

> quoted

\`\`\`js
${CODE}
\`\`\`
`;

/** Walks a part of the directory, goes on from each of its cursors, and gives its items. */
async function directoryOf<Item>(harness: WholeHarness, what: keyof DirectoryGroup): Promise<readonly Item[]> {
  const list = (adapter: WholeHarness['adapter'], cursor?: string) =>
    adapter.directory[what](cursor === undefined ? {} : { cursor }) as AsyncGenerator<Page<Item>, void, void>;
  const pages = await walk(list(harness.adapter));
  for (const [at, { cursor }] of pages.entries()) {
    if (cursor === null) continue;
    const rest = await all(list(harness.again(), cursor));
    expectEqual(
      rest,
      pages.slice(at + 1).flatMap(({ items }) => items),
      `${what} behind the cursor of page ${at + 1}`,
    );
    await expectCursorRefused(harness, (text) => list(harness.adapter, text), damaged(cursor));
  }
  return pages.flatMap(({ items }) => items);
}

/** Checks that each id comes once and each name says something. */
function expectNamed(items: readonly { readonly id: string; readonly name: string }[], what: string): void {
  expectEqual(items.length, new Set(items.map(({ id }) => id)).size, `the number of ${what}, and of their ids`);
  for (const { id, name } of items) {
    expectTrue(id !== '' && name.trim() !== '', `${what} have an id and a name; found ${JSON.stringify([id, name])}`);
  }
}

function directoryCase(
  what: keyof DirectoryGroup,
  title: string,
  check: (items: readonly never[]) => void,
): AdapterCase {
  return adapterCase(
    `directory/${what === 'issueTypes' ? 'issue-types' : what}`,
    title,
    [`directory.${what}`],
    async (harness) => {
      check(await directoryOf<never>(harness, what));
    },
  );
}

/** The rules of everything around issues: directory, body language, webhooks. */
export const surroundingsCases: readonly AdapterCase[] = [
  directoryCase('projects', 'projects come page by page, each once', (projects) => {
    expectNamed(projects, 'projects');
    expectTrue(projects.length > 0, 'the credentials see a project');
  }),
  directoryCase('labels', 'labels come page by page, each once', (labels: readonly string[]) => {
    expectEqual(labels.length, new Set(labels).size, 'the number of labels, and of different ones');
    expectTrue(
      labels.every((label) => label.trim() !== ''),
      'labels are not blank',
    );
  }),
  directoryCase('users', 'people come page by page, each once', (users) => expectNamed(users, 'users')),
  directoryCase(
    'statuses',
    'statuses come with what they fold to',
    (statuses: readonly { readonly id: string; readonly name: string; readonly status: never }[]) => {
      expectNamed(statuses, 'statuses');
      expectTrue(statuses.length > 0, 'the workflow has a status');
      for (const { status } of statuses) expectTrue(ISSUE_STATUSES.includes(status), `${status} is a status of ours`);
    },
  ),
  directoryCase(
    'issueTypes',
    'kinds of issue come with their fields',
    (
      types: readonly {
        readonly id: string;
        readonly name: string;
        readonly issueType: never;
        readonly fields: never;
      }[],
    ) => {
      expectNamed(types, 'issue types');
      for (const { issueType, fields } of types) {
        expectTrue(ISSUE_TYPES.includes(issueType), `${issueType} is a type of ours`);
        expectNamed(fields, 'fields');
      }
    },
  ),
  adapterCase(
    'directory/labels-in-use',
    'the labels of an issue are among the labels',
    ['issues.create', 'directory.labels'],
    async (harness) => {
      const wanted = harness.labels ?? ['suite-one', 'suite two'];
      const { labels } = await made(harness, { labels: [...wanted] });
      await harness.settle?.();
      const known = await all(harness.adapter.directory.labels());
      expectEqual(
        labels.filter((label) => !known.includes(label)),
        [],
        'labels of the issue that are not known',
      );
    },
  ),
  adapterCase(
    'body/round-trip',
    'a body comes back with all it says, and once read it stays as it is',
    ['issues.create'],
    async (harness) => {
      const body = (await made(harness, { body: RICH })).body ?? '';
      for (const word of ['heading', 'emphasis', 'strength', 'https://host.example/a?b=c', 'two', 'second', 'quoted']) {
        expectTrue(body.includes(word), `the body keeps ${JSON.stringify(word)}; found ${JSON.stringify(body)}`);
      }
      expectTrue(body.includes(CODE), `the body keeps its code as it is; found ${JSON.stringify(body)}`);
      expectEqual((await made(harness, { body })).body, body, 'the body, written once more as it was read');
    },
  ),
  adapterCase(
    'body/active-nodes',
    'what would act in a body is told',
    ['body.render', 'body.activeNodes'],
    async ({ adapter }) => {
      const nodesOf = async (markdown: string) => adapter.body.activeNodes(await adapter.body.render(markdown));
      expectEqual(await nodesOf('Plain text, and `code`.'), [], 'what acts in plain text');
      const found = await nodesOf('See [this](https://host.example/a).');
      const targets = found.filter(({ kind }) => kind === 'link').map(({ target }) => target);
      expectEqual(targets, ['https://host.example/a'], 'the links of a body with one');
    },
  ),
  adapterCase(
    'webhooks/life',
    'a hook is registered, listed and unregistered, twice over',
    ['webhooks.register', 'webhooks.list', 'webhooks.unregister'],
    async ({ adapter }) => {
      const { webhooks } = adapter;
      const secret = 'secret-of-the-suite-4711';
      const url = 'https://host.example/hooks/suite';
      const hook = await webhooks.register({ url, secret });
      expectEqual([hook.url, hook.active], [url, true], 'address and state of the new hook');
      expectUtc(hook.expiresAt, 'the end of the hook');
      const listed = await webhooks.list();
      expectEqual(
        listed.filter(({ id }) => id === hook.id),
        [hook],
        'the hook, listed and as it was registered',
      );
      expectTrue(!JSON.stringify([hook, listed]).includes(secret), 'the secret shows nowhere');
      if (webhooks.renew !== undefined) {
        const renewed = await webhooks.renew(hook.id);
        expectEqual([renewed.id, renewed.url], [hook.id, url], 'id and address of the renewed hook');
        expectTrue((renewed.expiresAt ?? '') >= (hook.expiresAt ?? ''), 'a renewed hook ends no earlier');
      }
      await webhooks.unregister(hook.id);
      await webhooks.unregister(hook.id);
      expectTrue(!(await webhooks.list()).some(({ id }) => id === hook.id), 'the hook is gone');
    },
  ),
];
