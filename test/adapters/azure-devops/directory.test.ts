import { describe, expect, it } from 'vitest';
import { PROJECT, PROJECT_ID, SERVER } from './fixtures.js';
import { all, faultOf, pagesOf, scene } from './scene.js';

describe('the directory', () => {
  it('has the projects, page by page', async () => {
    const { azure } = scene();
    const pages = await pagesOf(azure.directory.projects());
    expect(pages.map(({ items }) => items)).toEqual([
      [{ id: PROJECT_ID, name: PROJECT, key: null, url: `${SERVER}/Widget%20W%C3%B6rks` }],
      [expect.objectContaining({ name: 'Gadgets' })],
    ]);
  });

  it('has the tags as labels, without those of client keys', async () => {
    const { azure, site } = scene();
    for (const tag of ['ui', 'a%3Bb', 'sk-0123456789abcdef0123456789abcdef', 'Api']) site.tags.set(tag, tag);
    expect(await all(azure.directory.labels())).toEqual(['Api', 'a;b', 'ui']);
  });

  it('has the members of all teams, each once, and no groups', async () => {
    const { azure } = scene();
    expect(await all(azure.directory.users())).toEqual([
      { id: 'Zoe@acme.test', name: 'Zoë Doe', email: 'Zoe@acme.test' },
      { id: 'mona@acme.test', name: 'Mona Doe', email: 'mona@acme.test' },
      { id: 'ACME\\adam', name: 'Adam Doe', email: null },
    ]);
  });

  it('has the states of all types that can be made, each name once, as they are now', async () => {
    const { azure, site } = scene();
    const names = async () => (await all(azure.directory.statuses())).map(({ name, status }) => `${name} ${status}`);
    expect(await names()).toEqual([
      ...['New todo', 'Active in_progress', 'Resolved in_review', 'Closed done', 'Removed canceled'],
      ...['Open todo', 'On Hold in_progress', 'Gone done', 'Design todo'],
    ]);
    site.types = site.types.slice(0, 1);
    expect(await names()).toHaveLength(4);
  });

  it('has the types with their fields', async () => {
    const { azure } = scene();
    const types = await all(azure.directory.issueTypes());
    expect(types.map(({ name, issueType }) => `${name}: ${issueType}`)).toEqual([
      ...[
        'Bug: bug',
        'Epic: epic',
        'Feature: epic',
        'Task: task',
        'User Story: story',
        'Risk: task',
        'Test Case: task',
      ],
    ]);
    expect(types[0]?.fields).toContainEqual({ id: 'System.Title', name: 'Title', required: true, custom: false });
    expect(types[0]?.fields).toContainEqual({ id: 'Custom.Risk', name: 'Risk', required: false, custom: true });
  });

  it('is that of this project', async () => {
    const { azure, server } = scene();
    expect(await faultOf(azure.directory.labels({ project: 'Gadgets' }))).toMatchObject({
      problems: [{ path: 'project' }],
    });
    expect(server.requests).toEqual([]);
    expect(await all(azure.directory.labels({ project: PROJECT }))).toEqual([]);
  });
});
