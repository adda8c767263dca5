import { inspect } from 'node:util';
import { describe, expect, it } from 'vitest';
import type { RedmineAdapter } from '../../../src/adapters/redmine/index.js';
import { issue, type Json, MONA, project } from './fixtures.js';
import { answered, faultOf } from './scene.js';

type Act = (redmine: RedmineAdapter) => Promise<unknown>;
const get: Act = (redmine) => redmine.issues.get('5');
const create: Act = (redmine) => redmine.issues.create({ title: 'x' });
const HTML = '<!DOCTYPE html><html><head><title>Redmine 500 error</title></head><body>Internal error</body></html>';

interface Case {
  readonly title: string;
  readonly status: number;
  /** JSON, or a text as it is, or nothing. */
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly act?: Act;
  readonly error: Json;
  readonly says: string;
}

const cases: Case[] = [
  {
    title: 'a wrong key',
    status: 401,
    headers: { 'www-authenticate': 'Basic realm="Redmine API"' },
    error: { code: 'authentication', retryable: false },
    says: 'redmine issues.get: Redmine does not know the key, or its account is locked',
  },
  { title: 'a missing right', status: 403, act: create, error: { code: 'permission' }, says: 'lacks a right' },
  { title: 'no such issue', status: 404, error: { code: 'not_found', retryable: false }, says: 'it does not exist' },
  {
    title: 'a proxy that knows no such path',
    status: 404,
    body: HTML,
    error: { code: 'not_found' },
    says: 'not exist',
  },
  {
    title: 'a form it does not answer in',
    status: 406,
    error: { code: 'rejected' },
    says: 'the form of the request (406)',
  },
  { title: 'somebody to act for who is not there', status: 412, error: { code: 'rejected' }, says: '(412)' },
  { title: 'JSON that is none', status: 400, body: HTML, act: create, error: { code: 'rejected' }, says: 'refused' },
  {
    title: 'fields that are wrong',
    status: 422,
    body: { errors: ['Subject cannot be blank', 'Assignee is invalid'] },
    act: create,
    error: {
      code: 'rejected',
      fields: [
        { path: '', message: 'Subject cannot be blank' },
        { path: '', message: 'Assignee is invalid' },
      ],
    },
    says: 'redmine issues.create: Redmine refuses it: Subject cannot be blank; Assignee is invalid',
  },
  {
    title: 'fields that are wrong, in the language of the account',
    status: 422,
    body: { errors: ['Thema muss ausgefüllt werden'] },
    act: create,
    error: { code: 'rejected' },
    says: 'Thema muss ausgefüllt werden',
  },
  {
    title: 'a change by somebody else',
    status: 422,
    body: { errors: [] },
    act: create,
    error: { code: 'conflict' },
    says: 'somebody else changed it meanwhile',
  },
  { title: 'a conflict', status: 409, act: create, error: { code: 'conflict' }, says: 'a conflict' },
  {
    title: 'a proxy that limits the rate',
    status: 429,
    body: HTML,
    headers: { 'retry-after': '3600' },
    error: { code: 'rate_limited', retryAfterMs: 3_600_000 },
    says: 'the server limits the rate',
  },
  {
    title: 'a file too large for a proxy',
    status: 413,
    body: HTML,
    act: create,
    error: { code: 'too_large' },
    says: 'too large',
  },
  {
    title: 'an error of its own',
    status: 500,
    body: HTML,
    error: { code: 'transport', retryable: true },
    says: 'failed (500)',
  },
  {
    title: 'a write that may have been done',
    status: 502,
    body: HTML,
    act: create,
    error: { code: 'ambiguous_write' },
    says: '',
  },
  { title: 'a page to sign in', status: 200, body: HTML, error: { code: 'contract' }, says: '' },
  { title: 'half an answer', status: 200, body: '{"issue":{"id":5', error: { code: 'contract' }, says: '' },
  { title: 'nothing', status: 200, body: '', error: { code: 'contract' }, says: '' },
  {
    title: 'an issue whose status does not say whether it is closed',
    status: 200,
    body: { issue: issue(5, { status: { id: 1, name: 'New' } }) },
    error: { code: 'contract', problems: [{ path: 'issue.status.is_closed' }] },
    says: '',
  },
  {
    title: 'an issue that does not say who may see it',
    status: 200,
    body: { issue: issue(5, { is_private: undefined }) },
    error: { code: 'contract', problems: [{ path: 'issue.is_private' }] },
    says: '',
  },
];

describe('what Redmine answers', () => {
  it.each(cases)('$title is an error of ours', async ({ status, body, headers = {}, act = get, error, says }) => {
    const { redmine } = answered((request) => {
      const { pathname } = new URL(request.url);
      // What comes before a write is fine.
      if (act === create && pathname.endsWith('/users/current.json')) {
        return Response.json({ user: { ...MONA, login: 'mona', admin: true } });
      }
      if (act === create && pathname.includes('/projects/')) return Response.json({ project: project() });
      const text = typeof body === 'string' || body === undefined ? (body ?? null) : JSON.stringify(body);
      return new Response(text, { status, headers });
    });
    const fault = await faultOf(act(redmine));
    expect(fault).toMatchObject(error);
    expect(fault.message).toContain(says);
    expect(inspect(fault, { depth: 9, showHidden: true }) + JSON.stringify(fault)).not.toMatch(/canary/);
  });

  it('is a success of a write without a body', async () => {
    const { redmine } = answered((request) => {
      const { pathname } = new URL(request.url);
      if (request.method === 'PUT') return new Response(null, { status: 204 });
      if (pathname.endsWith('/users/current.json')) return Response.json({ user: { ...MONA, login: 'mona' } });
      if (pathname.includes('/projects/')) return Response.json({ project: project() });
      return Response.json({ issue: issue(5, { subject: 'New title' }) });
    });
    expect((await redmine.issues.update('5', { title: 'New title' })).warnings).toEqual([]);
  });
});
