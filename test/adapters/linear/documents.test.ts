import { describe, expect, it } from 'vitest';
import { createTestRuntime } from '../../../src/testing/test-runtime.js';
import { complexityOf } from './complexity.js';
import { createSubject, operations } from './operations.js';
import { all, scene } from './scene.js';
import { documentOf, linearSchema, SDL_NOTE } from './schema.js';
import { idOf } from './state.js';

/** Linear refuses a query beyond it. */
const LIMIT = 10_000;

/** Every document that any operation sends, by its name, with what it cost. */
async function sentDocuments() {
  const found = new Map<string, { readonly document: string; readonly points: number }>();
  for (const { prepare, run } of operations) {
    const { server, create } = createSubject();
    const adapter = create(createTestRuntime({ fetch: server.handle }));
    await run(adapter, await prepare?.(adapter), {});
    for (const { name, document, complexity } of server.asked) {
      const points = Math.max(complexity, found.get(name)?.points ?? 0);
      found.set(name, { document, points });
    }
  }
  return found;
}

describe('the documents', () => {
  it.skipIf(SDL_NOTE !== '')(`are valid, and stay below Linear's limit of complexity${SDL_NOTE}`, async () => {
    const documents = await sentDocuments();
    expect(documents.size).toBeGreaterThan(30);
    for (const [name, { document, points }] of documents) {
      expect([name, documentOf(document).problems]).toEqual([name, []]);
      expect(points).toBeLessThan(LIMIT);
    }
  });

  it.skipIf(SDL_NOTE !== '')(`are held against the real schema, which sees a wrong one${SDL_NOTE}`, () => {
    expect(linearSchema()?.getType('Issue')).toBeDefined();
    expect(documentOf('query Wrong{issue(id:"1"){labelNames}}').problems).toHaveLength(1);
    expect(
      documentOf('mutation Wrong{issueCreate(input:{labelNames:["a"]}){success}}').problems.length,
    ).toBeGreaterThan(0);
  });

  it('of the largest page leave a third of the limit', async () => {
    const { server, linear } = scene();
    server.seed();
    await all(linear.issues.list());
    await all(linear.issues.search({ text: 'wobble' }));
    await all(linear.issues.ids());
    const points = new Map(server.asked.map(({ name, complexity }) => [name, complexity]));
    expect([...points.keys()]).toEqual(['Issues', 'Search', 'IssueIds']);
    expect(server.asked.map(({ variables }) => variables.last ?? variables.first)).toEqual([100, 100, 250]);
    for (const each of points.values()) expect(each).toBeLessThan((LIMIT * 2) / 3);
  });

  it('of every further request of a long issue stay below it too', async () => {
    const { server, linear } = scene();
    const labels = Array.from({ length: 12 }, (_, nth) => {
      const label = { id: idOf(0x1b, nth), name: `many ${nth}`, isGroup: false, parent: null, team: null };
      server.state.labels.push(label);
      return label.id;
    });
    const { id } = server.seed({ labels });
    expect((await linear.issues.get(id)).labels).toHaveLength(12);
    expect(server.asked.map(({ name }) => name)).toEqual(['Issue', 'Rest']);
    expect(server.asked[1]?.complexity).toBeLessThan(LIMIT / 2);
  });
});

describe("Linear's rule of complexity", () => {
  const pointsOf = (document: string, variables = {}) => complexityOf(documentOf(document).document, variables);

  it('counts 1.3 for a node of three properties, as was seen', () => {
    const { points } = pointsOf('{teams(first:1){nodes{id key name}}}');
    expect(points).toBeCloseTo(1.3);
  });

  it('counts as was seen at linearis-oss/linearis#284: 13 950, and with 25 in place of 50 about 7 450', () => {
    const document = (size: string) =>
      `{projects(first:100){nodes{id name teams${size}{nodes{id key name}} members${size}{nodes{id name email}}}}}`;
    const [unbounded, bounded] = [pointsOf(document('')).points, pointsOf(document('(first:25)')).points];
    // What was not seen are the other members of the node; what the two connections add is the same.
    expect(unbounded - bounded).toBeCloseTo(13_950 - 7_450);
  });

  it('takes a variable for the size, and tells of a connection without one', () => {
    expect(pointsOf('query Q($n:Int){teams(first:$n){nodes{id}}}', { n: 10 }).points).toBeCloseTo(11);
    expect(pointsOf('{teams{nodes{id}}}')).toMatchObject({ unbounded: ['teams'] });
    expect(pointsOf('{teams{nodes{id}}}').points).toBeCloseTo(55);
  });
});
