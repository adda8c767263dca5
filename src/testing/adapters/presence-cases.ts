import { WRITING_METHODS } from '../../contracts/adapter/without-writing.js';
import { isTrackerError } from '../../errors/is-tracker-error.js';
import { expectEqual, expectTrue } from '../stores/assert.js';
import { type AdapterCase, adapterCase } from './adapter-case.js';
import { everyCall } from './every-call.js';
import { expectUtc } from './steps.js';

const isCount = (value: unknown) => Number.isSafeInteger(value) && Number(value) >= 0;
const isCountOrNull = (value: unknown) => value === null || isCount(value);
const isTexts = (value: unknown) =>
  Array.isArray(value) && value.every((text) => typeof text === 'string' && text !== '');

/** The rules of what an adapter is, before it does anything for issues. */
export const presenceCases: readonly AdapterCase[] = [
  adapterCase('presence/names', 'provider and workspace are named, and the traits make sense', [], async (harness) => {
    const { provider, workspace, traits } = harness.adapter;
    expectTrue(/^[a-z][a-z0-9_]*$/.test(provider), 'the provider is a word in lower case');
    expectTrue(workspace.trim() !== '', 'the workspace is not blank');
    expectEqual(harness.again().workspace, workspace, 'the workspace of another adapter with the same options');
    const { maxPageSize, updatedSinceStepMs, indexLagMs, createIsIdempotent, bodyFormat } = traits;
    expectTrue(isCount(maxPageSize) && maxPageSize > 0, 'maxPageSize is a whole number, 1 or more');
    expectTrue(
      isCount(updatedSinceStepMs) && updatedSinceStepMs > 0,
      'updatedSinceStepMs is a whole number, 1 or more',
    );
    expectTrue(isCount(indexLagMs), 'indexLagMs is a whole number, 0 or more');
    expectEqual(typeof createIsIdempotent, 'boolean', 'the type of createIsIdempotent');
    expectTrue(bodyFormat.trim() !== '', 'bodyFormat is not blank');
  }),
  adapterCase(
    'presence/nothing-empty',
    'what is not there is absent: no empty group, no method that is none',
    [],
    async ({ adapter }) => {
      for (const [name, group] of Object.entries(adapter)) {
        if (name === 'traits' || typeof group !== 'object') continue;
        expectTrue(group !== null, `${name} is absent rather than null`);
        const methods = Object.entries(group as object);
        expectTrue(methods.length > 0, `${name} is absent rather than empty`);
        for (const [method, value] of methods) {
          expectEqual(typeof value, 'function', `the type of ${name}.${method}`);
        }
      }
    },
  ),
  adapterCase(
    'presence/supported',
    'no method that is there says that the tracker cannot do it',
    [],
    async (harness) => {
      for (const { path, call } of await everyCall(harness)) {
        try {
          await call();
        } catch (error) {
          expectTrue(
            !isTrackerError(error, 'unsupported'),
            `${path} is absent rather than unsupported: ${String(error)}`,
          );
          throw new Error(`${path}: expected it to work, but it rejected with ${String(error)}`);
        }
      }
    },
  ),
  adapterCase(
    'presence/read-only',
    'a read-only adapter has no method that writes',
    ['harness.readOnly'],
    async ({ adapter, readOnly }) => {
      // Looked at by names, because a stranger's adapter may have what its type does not say.
      const reader = (readOnly?.() ?? {}) as unknown as Record<string, Record<string, unknown> | undefined>;
      for (const [group, methods] of Object.entries(WRITING_METHODS)) {
        const found = methods.filter((method) => reader[group]?.[method] !== undefined);
        expectEqual(found, [], `the writing methods of ${group} of a read-only adapter`);
      }
      for (const [name, group] of Object.entries(adapter)) {
        if (typeof group !== 'object' || group === null) continue;
        const reading = Object.keys(group).filter((method) => WRITING_METHODS[name]?.includes(method) !== true);
        const found = reading.filter((method) => reader[name]?.[method] !== undefined);
        expectEqual(found, reading, `what is left of ${name} of a read-only adapter`);
      }
    },
  ),
  adapterCase(
    'presence/abort',
    'every method passes the reason of an abort, and sends nothing',
    [],
    async (harness) => {
      const calls = await everyCall(harness);
      const before = harness.sent?.();
      for (const { path, call } of calls) {
        const reason = { why: `abort of ${path}` };
        let caught: unknown = 'nothing';
        try {
          await call(AbortSignal.abort(reason));
          // What sends nothing at all has nothing to end.
          if (before !== undefined && harness.sent?.() === before) continue;
        } catch (error) {
          caught = error;
        }
        expectTrue(caught === reason, `${path}: expected the reason of the abort, found ${String(caught)}`);
      }
      expectEqual(harness.sent?.(), before, 'requests sent by aborted calls');
    },
  ),
  adapterCase('connection/report', 'a connection test says who and where', [], async ({ adapter }) => {
    const { account, workspace, missingPermissions, warnings } = await adapter.testConnection();
    expectTrue(account === null || account.trim() !== '', 'the account is a name or null');
    expectTrue(workspace.trim() !== '', 'the workspace is not blank');
    expectTrue(isTexts(missingPermissions), 'missing permissions are texts');
    expectTrue(isTexts(warnings), 'warnings are texts');
  }),
  adapterCase(
    'limits/report',
    'limits are told from what is known, and nothing is sent',
    ['limits'],
    async (harness) => {
      const { adapter } = harness;
      await adapter.testConnection();
      const before = harness.sent?.();
      for (const { scope, limit, remaining, resetAt } of adapter.limits().limits) {
        expectTrue(typeof scope === 'string' && scope !== '', 'a limit has a name');
        expectTrue(
          isCountOrNull(limit) && isCountOrNull(remaining),
          `${scope}: limit and remaining are counts or null`,
        );
        expectUtc(resetAt, `the end of ${scope}`);
      }
      expectEqual(harness.sent?.(), before, 'requests sent for the limits');
    },
  ),
];
