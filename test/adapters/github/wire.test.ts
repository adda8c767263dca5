import { describe, expect, it } from 'vitest';
import { toIssue } from '../../../src/adapters/github/map.js';
import { ISSUE_MEMBERS, zWireIssues } from '../../../src/adapters/github/wire.js';
import { issueSchema } from '../../../src/contracts/issue.js';
import { check } from '../../../src/contracts/problems.js';
import { issue, pullRequest } from './fixtures.js';
import { naming } from './naming.js';
import { OPEN_API_NOTE, openApi } from './openapi.js';

describe('the shape of an issue', () => {
  it('takes what GitHub sends and ignores what is not read', () => {
    expect(check(zWireIssues, [issue(1), pullRequest(2), issue(3, { body: null, assignees: null })]).ok).toBe(true);
    const sparse = issue(4, { labels: ['plain', { name: null }, {}], brand_new_member: { deep: true } });
    for (const member of ['body', 'state_reason', 'assignees', 'type', 'repository_url']) delete sparse[member];
    expect(check(zWireIssues, [sparse]).ok).toBe(true);
  });

  it('names what is missing or wrong by its path, without the value', () => {
    const outcome = check(zWireIssues, [issue(1), issue(2, { title: null, updated_at: 'yesterday', labels: {} })]);
    const problems = outcome.ok ? [] : outcome.problems;
    expect(problems.map(({ path }) => path).sort()).toEqual(['[1].labels', '[1].title', '[1].updated_at']);
    expect(problems.find(({ path }) => path === '[1].title')?.message).toBe('expected string');
    expect(JSON.stringify(problems)).not.toContain('yesterday');
  });

  it('takes no word for the state that it does not know', () => {
    const outcome = check(zWireIssues, [issue(1, { state: 'archived' })]);
    expect(outcome).toEqual({ ok: false, problems: [{ path: '[0].state', message: 'expected one of open, closed' }] });
  });

  it('keeps the whole object where it was asked for', () => {
    const sent = issue(1, { brand_new_member: { deep: true } });
    expect(zWireIssues.parse([sent])[0]).toBe(sent);
  });

  it.skipIf(!openApi)(`needs nothing that GitHub does not promise${OPEN_API_NOTE}`, () => {
    const promised = openApi?.components.schemas.issue.required ?? [];
    const needed = Object.entries(ISSUE_MEMBERS).flatMap(([name, fits]) => (fits(undefined) ? [] : [name]));
    expect(needed.filter((name) => !promised.includes(name))).toEqual([]);
    // And reads nothing that GitHub does not have.
    const known = Object.keys(openApi?.components.schemas.issue.properties ?? {});
    expect(Object.keys(ISSUE_MEMBERS).filter((name) => !known.includes(name))).toEqual([]);
    // The tests' own bodies have the members that GitHub has, and no other.
    expect(Object.keys(issue(1)).filter((name) => !known.includes(name))).toEqual([]);
    expect(promised.filter((name) => !(name in issue(1)))).toEqual([]);
  });

  it.skipIf(!openApi)(`reads GitHub's own examples${OPEN_API_NOTE}`, () => {
    const { 'issue-items': list, issue: single } = openApi?.components.examples ?? {};
    const wires = zWireIssues.parse([...((list?.value ?? []) as unknown[]), single?.value]);
    for (const wire of wires) {
      const outcome = issueSchema['~standard'].validate(toIssue(wire, naming('octocat/Hello-World'), false));
      expect(outcome).not.toHaveProperty('issues');
    }
    expect(wires.length).toBeGreaterThan(1);
  });
});
