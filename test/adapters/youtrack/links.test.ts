import { describe, expect, it } from 'vitest';
import type { LinkType } from '../../../src/contracts/issue-link.js';
import { LINK_TYPES, OPS } from './fixtures.js';
import { faultOf, refTo, scene } from './scene.js';

describe('links', () => {
  it.each<[LinkType, string, LinkType | undefined]>([
    ['relates_to', 'relates to', 'relates_to'],
    ['blocks', 'is required for', 'blocked_by'],
    ['blocked_by', 'depends on', 'blocks'],
    ['duplicates', 'duplicates', undefined],
    ['parent_of', 'parent for', 'child_of'],
    ['child_of', 'subtask of', 'parent_of'],
  ])('%s is made by the command "%s", and seen from both sides', async (type, phrase, back) => {
    const { server, youtrack } = scene();
    const [one, two] = [server.seed(), server.seed()];
    await youtrack.links.add(one, { type, target: refTo(two) });
    expect(server.commands).toEqual([`${phrase} DEV-2`]);
    expect((await youtrack.links.list(one)).map((link) => [link.type, link.target.id])).toEqual([[type, two]]);
    const seen = (await youtrack.links.list(two)).map((link) => [link.type, link.target.id]);
    expect(seen).toEqual(back ? [[back, one]] : []);
    await youtrack.links.add(one, { type, target: refTo(two) });
    expect(server.commands).toHaveLength(1);
    await youtrack.links.remove(one, { type, target: refTo(two) });
    expect(server.links).toEqual([]);
    await youtrack.links.remove(one, { type, target: refTo(two) });
  });

  it('go by the key that the other issue has today', async () => {
    const { server, youtrack } = scene();
    const [one, two] = [server.seed(), server.seed({ project: OPS.shortName, number: 9 })];
    await youtrack.links.add(one, {
      type: 'blocks',
      target: { ...refTo(two, 'tracker.acme.test/youtrack/OPS'), key: 'DEV-99' },
    });
    expect(server.commands).toEqual(['is required for OPS-9']);
    const [link] = await youtrack.links.list(one);
    expect(link?.target).toMatchObject({ workspace: 'tracker.acme.test/youtrack/OPS', key: 'OPS-9' });
  });

  it('that YouTrack took the command for and did not make are an error', async () => {
    const { server, youtrack } = scene({}, { ignoresCommands: true });
    const [one, two] = [server.seed(), server.seed()];
    const fault = await faultOf(youtrack.links.add(one, { type: 'blocks', target: refTo(two) }));
    expect([fault.code, fault.message]).toEqual(['rejected', expect.stringContaining('did not link DEV-2')]);
  });

  it('have the phrases of the administrator, by the words of the host', async () => {
    const linkTypes = LINK_TYPES.map((type) =>
      type.name === 'Depend' ? { ...type, sourceToTarget: 'blocks', targetToSource: 'is blocked by' } : type,
    );
    const plain = scene({}, { linkTypes });
    const [one, two] = [plain.server.seed(), plain.server.seed()];
    const fault = await faultOf(plain.youtrack.links.add(one, { type: 'blocks', target: refTo(two) }));
    expect([fault.code, fault.message]).toEqual(['unsupported', expect.stringContaining('is blocked by')]);
    const { server, youtrack } = scene({ linkMap: { blocks: 'blocks', 'IS blocked by': 'blocked_by' } }, { linkTypes });
    const [a, b] = [server.seed(), server.seed()];
    await youtrack.links.add(a, { type: 'blocked_by', target: refTo(b) });
    expect(server.commands).toEqual(['is blocked by DEV-2']);
  });

  it('of a type whose phrase would be more than words in a command are not made', async () => {
    const phrase = 'blocks; delete';
    const linkTypes = LINK_TYPES.map((type) => (type.name === 'Depend' ? { ...type, sourceToTarget: phrase } : type));
    const { server, youtrack } = scene(
      { linkMap: { [phrase]: 'blocks', 'is required for': 'relates_to' } },
      { linkTypes },
    );
    const [one, two] = [server.seed(), server.seed()];
    expect(await faultOf(youtrack.links.add(one, { type: 'blocks', target: refTo(two) }))).toMatchObject({
      code: 'unsupported',
    });
    expect(server.commands).toEqual([]);
  });

  it('beyond the 42 that an answer holds are listed, removed and made', async () => {
    const { server, youtrack } = scene({}, { nestedTop: 42 });
    const epic = server.seed();
    const parts = Array.from({ length: 45 }, () => server.seed());
    const { id: type } = LINK_TYPES.find(({ targetToSource }) => targetToSource === 'subtask of') ?? { id: '' };
    for (const target of parts) server.links.push({ type, source: epic, target });
    expect((await youtrack.links.list(epic)).map(({ target }) => target.id)).toEqual(parts);
    expect((await youtrack.issues.get(epic)).links).toHaveLength(45);
    await youtrack.links.remove(epic, { type: 'parent_of', target: refTo(parts[44] ?? '') });
    expect(server.links.map(({ target }) => target)).toEqual(parts.slice(0, 44));
    await youtrack.links.add(epic, { type: 'parent_of', target: refTo(server.seed()) });
    expect(server.links).toHaveLength(45);
  });

  it('to a draft, to nothing, or out of this YouTrack are refused', async () => {
    const { server, youtrack } = scene();
    const [one, draft] = [server.seed(), server.seed({ isDraft: true })];
    const link = (target: ReturnType<typeof refTo>) => faultOf(youtrack.links.add(one, { type: 'blocks', target }));
    expect(await link(refTo(draft))).toMatchObject({ code: 'not_found' });
    expect(await link(refTo('2-99999'))).toMatchObject({ code: 'not_found' });
    expect(await link(refTo('2-1', 'other.test/DEV'))).toMatchObject({ problems: [{ path: 'target.workspace' }] });
    expect(await link(refTo('2-1 state Fixed'))).toMatchObject({ problems: [{ path: 'target.id' }] });
    expect(server.commands).toEqual([]);
  });
});
