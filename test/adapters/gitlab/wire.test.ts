import { describe, expect, it } from 'vitest';
import {
  zWireIssue,
  zWireIssues,
  zWireLinkedIssues,
  zWireNoteOrCommands,
  zWireNotes,
} from '../../../src/adapters/gitlab/wire.js';
import { check } from '../../../src/contracts/problems.js';
import { issue, note } from './fixtures.js';
import { gitlabSpec, SPEC_NOTE } from './server.js';

const pathsOf = (outcome: ReturnType<typeof check>) => (outcome.ok ? [] : outcome.problems.map(({ path }) => path));

describe('the shapes', () => {
  it('take what GitLab sends and ignore what is not read', () => {
    expect(check(zWireIssues, [issue(1), issue(2, { brand_new: { deep: true } })]).ok).toBe(true);
    const sparse = issue(3);
    for (const name of [
      'description',
      'assignees',
      'issue_type',
      'confidential',
      'moved_to_id',
      'weight',
      'milestone',
    ]) {
      delete sparse[name];
    }
    expect(check(zWireIssue, sparse).ok).toBe(true);
    expect(check(zWireNotes, [note(1, 'x'), note(2, '', { author: null, internal: null })]).ok).toBe(true);
  });

  it('keep the whole object', () => {
    const sent = issue(1, { brand_new: { deep: true } });
    expect(zWireIssues.parse([sent])[0]).toBe(sent);
  });

  it('name what is missing or wrong by its path, without the value', () => {
    const odd = issue(2, {
      title: null,
      updated_at: 'yesterday',
      labels: [1],
      state: 'locked',
      assignees: [{ id: 'x' }],
    });
    const outcome = check(zWireIssues, [issue(1), odd]);
    expect(pathsOf(outcome).sort()).toEqual([
      '[1].assignees[0].id',
      '[1].labels[0]',
      '[1].state',
      '[1].title',
      '[1].updated_at',
    ]);
    expect(JSON.stringify(outcome)).not.toContain('yesterday');
    expect(outcome.ok ? '' : outcome.problems.find(({ path }) => path === '[1].state')?.message).toBe(
      'expected one of opened, closed',
    );
  });

  it.each([[null], [[]], ['x'], [undefined], [7]])('take no %j for an issue', (value) => {
    expect(check(zWireIssue, value).ok).toBe(false);
    expect(check(zWireIssues, [value]).ok).toBe(false);
    expect(pathsOf(check(zWireIssues, { 0: issue(1) }))).toEqual(['']);
  });

  it('tell a note from what comes in its place', () => {
    expect(check(zWireNoteOrCommands, { commands_changes: {}, summary: [] }).ok).toBe(true);
    expect(check(zWireNoteOrCommands, note(1, 'x')).ok).toBe(true);
    expect(pathsOf(check(zWireNoteOrCommands, { id: 1, commands_changes: {} }))).toContain('body');
  });

  it.skipIf(!gitlabSpec)(`of the tests have the members that GitLab names, and no other${SPEC_NOTE}`, () => {
    const document = gitlabSpec?.document as
      | { components?: { schemas: Record<string, { properties: object }> } }
      | undefined;
    const schemas = document?.components?.schemas ?? {};
    const known = (name: string) => Object.keys(schemas[name]?.properties ?? {});
    expect(Object.keys(issue(1)).filter((name) => !known('APIEntitiesIssue').includes(name))).toEqual([]);
    expect(Object.keys(note(1, 'x')).filter((name) => !known('APIEntitiesNote').includes(name))).toEqual([]);
    expect(known('APIEntitiesRelatedIssue')).toEqual(expect.arrayContaining(['issue_link_id', 'link_type']));
    expect(check(zWireLinkedIssues, [{ ...issue(1), issue_link_id: 4, link_type: 'blocks' }]).ok).toBe(true);
  });
});
