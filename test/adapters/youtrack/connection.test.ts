import { describe, expect, it } from 'vitest';
import { FIELDS, GUEST } from './fixtures.js';
import { answered, faultOf, scene } from './scene.js';

describe('testConnection', () => {
  it('says who and where, with nothing to warn of', async () => {
    const { youtrack } = scene();
    expect(await youtrack.testConnection()).toEqual({
      account: 'ada',
      workspace: 'DEV',
      missingPermissions: [],
      warnings: [],
    });
  });

  it('takes no guest for an account', async () => {
    const { youtrack } = answered(() => Response.json(GUEST));
    expect(await faultOf(youtrack.testConnection())).toMatchObject({ code: 'authentication' });
  });

  it('rejects where the project cannot be reached', async () => {
    const { youtrack } = scene({ project: 'NOPE' });
    expect(await faultOf(youtrack.testConnection())).toMatchObject({ code: 'not_found' });
  });

  it('warns of what the configuration and the project do not agree on', async () => {
    const { server, youtrack } = scene({
      statusMap: { Verified: 'in_review', Open: 'done', Nope: 'todo', submitted: 'todo' },
      fieldNames: { type: 'Kind' },
    });
    server.projects.splice(0, 1, { ...server.projects[0], archived: true } as (typeof server.projects)[0]);
    expect((await youtrack.testConnection()).warnings).toEqual([
      'The project is archived: its issues are read-only',
      'fieldNames.type names no such field of the project',
      'statusMap: "Verified" cannot mean in_review, because YouTrack counts it as resolved',
      'statusMap: "Open" cannot mean done, because YouTrack counts it as unresolved',
      'statusMap: the project has no state "Nope"',
    ]);
  });

  it('warns of a project without a state field, and of fields that are not to be seen', async () => {
    const stateless = scene({}, { fields: FIELDS.filter(({ name }) => name !== 'State') });
    expect((await stateless.youtrack.testConnection()).warnings).toEqual([expect.stringContaining('no state field')]);
    const blind = scene({}, { showsFields: false });
    expect((await blind.youtrack.testConnection()).warnings).toEqual([expect.stringContaining('not to be seen')]);
  });

  it('looks anew at a project that is remembered', async () => {
    const { server, youtrack } = scene();
    await youtrack.testConnection();
    server.projects.splice(0, 1, { ...server.projects[0], archived: true } as (typeof server.projects)[0]);
    expect((await youtrack.testConnection()).warnings).toHaveLength(1);
  });
});
