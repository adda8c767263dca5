import { expect, test } from 'vitest';
import { isConnectFailure } from '../../src/http/connect-failure.js';

const failed = (cause: Error) => new TypeError('fetch failed', { cause });
const coded = (code: string, more: object = {}) => Object.assign(new Error(code), { code, ...more });

test.each([
  ['Node', failed(coded('ECONNREFUSED', { syscall: 'connect' }))],
  ['Node, no such name', failed(coded('ENOTFOUND', { syscall: 'getaddrinfo' }))],
  ['Node, several addresses', failed(Object.assign(new AggregateError([], ''), { code: 'ECONNREFUSED' }))],
  ['undici', failed(coded('UND_ERR_CONNECT_TIMEOUT'))],
  ['a certificate', failed(coded('SELF_SIGNED_CERT_IN_CHAIN'))],
  ['Bun', coded('ConnectionRefused')],
  ['Bun, newer', coded('ECONNREFUSED')],
  [
    'Deno',
    failed(new Error('error sending request for url (http://h/): client error (Connect): dns error: failed to lookup')),
  ],
])('%s says that no connection was made', (_, error) => {
  expect(isConnectFailure(error)).toBe(true);
});

test.each([
  ['a reset', failed(coded('ECONNRESET', { syscall: 'read' }))],
  ['a closed socket', failed(coded('UND_ERR_SOCKET'))],
  ['a host lost in mid-connection', failed(coded('EHOSTUNREACH', { syscall: 'read' }))],
  ['workerd', new Error('Network connection lost.')],
  ['Deno', failed(new Error('error sending request for url (http://h/?q=dns%20error): client error (SendRequest)'))],
  ['no error at all', 'ECONNREFUSED'],
  ['nothing', undefined],
])('%s may have reached the server', (_, error) => {
  expect(isConnectFailure(error)).toBe(false);
});
