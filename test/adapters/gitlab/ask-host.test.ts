import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import { TransportError } from '../../../src/errors/transport-error.js';
import { faultOf, scene } from './scene.js';
import { CANARY } from './server.js';

type Gitlab = ReturnType<typeof scene>['gitlab'];

/** An adapter whose host's functions end so. */
function failing(fail: () => never) {
  return scene({ resolveUser: async () => fail(), iidOf: fail });
}

function throwing(error: unknown) {
  return failing(() => {
    throw error;
  });
}

const calls: [name: string, path: string, act: (gitlab: Gitlab, signal?: AbortSignal) => Promise<unknown>][] = [
  [
    'resolveUser',
    'assignees[1]',
    (gitlab, signal) => gitlab.issues.create({ title: 'x', assignees: ['7', 'zoe'] }, signal ? { signal } : {}),
  ],
  [
    'iidOf',
    'clientKey',
    (gitlab, signal) => gitlab.issues.create({ title: 'x' }, { clientKey: 'wp-1', ...(signal && { signal }) }),
  ],
  ['iidOf', 'clientKey', (gitlab, signal) => gitlab.issues.findByClientKey('wp-1', signal ? { signal } : {})],
];

describe.each(calls)('a host whose %s fails (%s)', (name, path, act) => {
  it('gets an error of ours that says so and shows no credential', async () => {
    const { gitlab, server } = throwing(new TypeError(`no directory today: Bearer ${CANARY}`));
    const error = await faultOf(act(gitlab));
    expect(error).toMatchObject({
      code: 'invalid_input',
      context: { provider: 'gitlab', attempts: 0 },
      problems: [{ path, message: expect.stringContaining(`the host's ${name} failed: no directory today`) }],
      cause: { name: 'TypeError' },
    });
    expect(inspect(error, { depth: 9, showHidden: true }) + JSON.stringify(error)).not.toMatch(/canary/);
    expect(server.requests).toHaveLength(0);
  });

  it('gets one without a word where it throws something that is no error', async () => {
    const problems = [{ path, message: `the host's ${name} failed` }];
    expect(await faultOf(act(throwing(undefined).gitlab))).toMatchObject({ code: 'invalid_input', problems });
  });

  it('gets its own TrackerError back, and the reason of its abort', async () => {
    const context = { operation: 'directory', attempts: 1 };
    const own = new TransportError('the directory is down', { context, retryable: true });
    expect(await faultOf(act(throwing(own).gitlab))).toBe(own);
    const controller = new AbortController();
    const { gitlab } = failing(() => {
      controller.abort('enough');
      throw new Error('aborted');
    });
    await expect(act(gitlab, controller.signal)).rejects.toBe('enough');
  });
});
