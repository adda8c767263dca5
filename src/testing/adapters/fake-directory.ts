import type { CallOptions } from '../../contracts/adapter/call-options.js';
import type { DirectoryGroup, DirectoryProject, DirectoryQuery } from '../../contracts/adapter/directory-group.js';
import type { Page } from '../../contracts/page.js';
import { type FakeContext, KINDS, LABELS, STATUSES, sorted } from './fake-context.js';
import { pagesOf } from './fake-pages.js';

export function fakeDirectory(context: FakeContext): Required<DirectoryGroup> {
  const { tracker, workspace } = context;
  const listing =
    <Item>(what: string, all: () => readonly Item[]) =>
    ({ cursor, project }: DirectoryQuery = {}, { signal }: CallOptions = {}): AsyncGenerator<Page<Item>, void, void> =>
      pagesOf(context, { operation: `directory.${what}`, query: project ?? null, cursor, signal }, all);
  const projects: DirectoryProject[] = ['own', 'other', 'third'].map((id) => ({
    ...{ id, name: `The ${id} project` },
    ...{ key: id.toUpperCase(), url: `https://fake.example/${workspace}/${id}` },
  }));
  const labels = () => sorted([...tracker.issues.values()].flatMap((issue) => issue.labels.map(LABELS.decode)));
  return {
    projects: listing('projects', () => projects),
    labels: listing('labels', labels),
    users: listing('users', () => tracker.people),
    statuses: listing('statuses', () => STATUSES),
    issueTypes: listing('issueTypes', () => KINDS),
  };
}
