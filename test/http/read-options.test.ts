import { describe, expect, it } from 'vitest';
import * as z from 'zod/mini';
import { type AdapterOptions, adapterOptions } from '../../src/contracts/adapter/adapter-options.js';
import { exactOptional, strictObject } from '../../src/contracts/objects.js';
import { isTrackerError } from '../../src/errors/is-tracker-error.js';
import { readOptions } from '../../src/http/read-options.js';

interface AcmeOptions extends AdapterOptions {
  readonly siteUrl: string;
  readonly apiUrl?: string;
}
const schema = strictObject({ ...adapterOptions, siteUrl: z.string(), apiUrl: exactOptional(z.string()) });

const read = (options: unknown) =>
  readOptions<AcmeOptions, 'siteUrl' | 'apiUrl'>(options, {
    provider: 'acme',
    factory: 'createAcmeAdapter',
    schema,
    urls: { siteUrl: undefined, apiUrl: 'https://api.acme.example' },
    complaint: (option, url) => option === 'siteUrl' && url.endsWith('/api') && 'is the API, not the site',
  });

function refusal(options: unknown): readonly string[] {
  try {
    read(options);
    return [];
  } catch (error) {
    if (!isTrackerError(error, 'configuration')) throw error;
    expect(error.context).toEqual({ operation: 'createAcmeAdapter', provider: 'acme', attempts: 0 });
    return error.problems.map(({ path, message }) => `${path}: ${message}`);
  }
}

describe('the options of an adapter', () => {
  it("come out with defaults, and what is the HTTP client's apart", () => {
    const { options, urls, client } = read({ siteUrl: 'https://acme.example/x//', timeoutMs: 7, readOnly: undefined });
    expect(options).toEqual({ siteUrl: 'https://acme.example/x//', timeoutMs: 7 });
    expect(urls).toEqual({ siteUrl: 'https://acme.example/x', apiUrl: 'https://api.acme.example' });
    expect(client).toEqual({ provider: 'acme', headers: { 'user-agent': 'spec-kitty-tracker' }, timeoutMs: 7 });
    const more = { userAgent: 'host/1', retry: { attempts: 2 }, maxResponseBytes: 9, allowInsecureHttp: true };
    const plain = read({ siteUrl: 'http://acme.example', ...more });
    expect(plain.urls.siteUrl).toBe('http://acme.example');
    expect(plain.client).toMatchObject({ headers: { 'user-agent': 'host/1' }, retry: { attempts: 2 } });
  });

  it('are refused with everything that is wrong, and no value', () => {
    const secret = 'https://user:s3cret@acme.example';
    expect(
      refusal({ siteUrl: secret, apiUrl: 'http://acme.example', timeoutMs: 0, colour: 'red', userAgent: ' ' }),
    ).toEqual([
      'userAgent: expected printable ASCII text, not blank',
      expect.stringContaining('timeoutMs: expected'),
      'colour: is not a known key; remove it',
      'siteUrl: must not hold a user name or password',
      'apiUrl: must begin with https:// (http:// for loopback, or allowInsecureHttp)',
    ]);
    expect(refusal({ siteUrl: 'https://acme.example/api' })).toEqual(['siteUrl: is the API, not the site']);
    expect(refusal(undefined).length).toBeGreaterThan(0);
    expect(refusal({ siteUrl: 'https://acme.example', allowInsecureHttp: 'yes' })).toHaveLength(1);
  });
});
