import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as api from '../../src/index.js';
import { TRACKER_ERROR_CODES, type TrackerErrorCode, type TrackerFault } from '../../src/index.js';

const details = { context: { operation: 'publish', attempts: 1 } };

const ONE_OF_EACH: { readonly [Code in TrackerErrorCode]: Extract<TrackerFault, { code: Code }> } = {
  configuration: new api.ConfigurationError([], details),
  invalid_input: new api.InvalidInputError([], details),
  authentication: new api.AuthenticationError('m', details),
  permission: new api.PermissionError('m', details),
  not_found: new api.NotFoundError('m', details),
  conflict: new api.ConflictError('m', details),
  rejected: new api.RejectedError('m', details),
  rate_limited: new api.RateLimitedError('m', details),
  transport: new api.TransportError('m', { ...details, retryable: false }),
  timeout: new api.TimeoutError('m', { ...details, timeoutMs: 1 }),
  contract: new api.ContractError('m', details),
  too_large: new api.TooLargeError('m', details),
  ambiguous_write: new api.AmbiguousWriteError('m', details),
  unsupported: new api.UnsupportedError('m', details),
  egress_refused: new api.EgressRefusedError('m', details),
  signature: new api.SignatureError('m', details),
  store: new api.StoreError('m', details),
};

/** Those whose instances decide for themselves. */
const EITHER: readonly TrackerErrorCode[] = ['conflict', 'transport', 'contract'];

const sections = new Map(
  readFileSync('docs/errors.md', 'utf8')
    .split(/^## /m)
    .slice(1)
    .map((section) => [/^`(\w+)`/.exec(section)?.[1], section] as const),
);

test.each(TRACKER_ERROR_CODES)(
  '%s: its class, whether it is retryable, its fields, what it excludes, what to do',
  (code) => {
    const section = sections.get(code) ?? '';
    const { name, context: _, ...fields } = Object.fromEntries(Object.entries(ONE_OF_EACH[code]));
    const { code: own, retryable, ...documented } = fields;
    expect(own).toBe(code);
    const opening = EITHER.includes(code) ? `\`${name}\`. ` : `\`${name}\`, ${retryable ? '' : 'not '}retryable. `;
    expect(section.split('\n\n')[1]).toContain(opening);
    if (EITHER.includes(code)) expect(section).toContain('Retryable');
    for (const field of Object.keys(documented)) expect(section).toContain(`\`${field}\``);
    expect(section).toContain('- **Excludes**');
    expect(section).toContain('- **Do**: ');
  },
);
