import { expect } from 'vitest';
import { createMemoryTokenStore, createTokenProvider, isTrackerError } from '../../src/index.js';
import { createTestRuntime } from '../../src/testing/index.js';
import { type FenceChecks, jsonMarked, type TableChecks } from './checks.js';
import { type Page, plain } from './markdown.js';

type Json = Record<string, unknown>;

/** Logs in, and refreshes, against a server that answers both routes as told. */
async function logIn(page: Page, login: Json, refresh: Json = login) {
  const sent: { readonly path: string; readonly body: unknown }[] = [];
  const fetch = async (request: Request) => {
    const { pathname: path } = new URL(request.url);
    sent.push({ path, body: await request.json() });
    return Response.json(path.endsWith('/refresh/') ? refresh : login);
  };
  const runtime = createTestRuntime({ fetch });
  const tokens = createMemoryTokenStore();
  const provider = createTokenProvider({ serverUrl: 'https://saas.test', tokens }, runtime);
  const { username, password } = jsonMarked<{ username: string; password: string }>(page, 'login-request');
  await provider.login(username, password);
  const first = (await tokens.get())?.value;
  await provider.refresh();
  const secondsLeft = (time = '') => (Date.parse(time) - runtime.now()) / 1000;
  return { sent, first, second: (await tokens.get())?.value, secondsLeft };
}

const answerIn = (page: Page) => jsonMarked<Json>(page, 'token-answer-example');

export const authTables: TableChecks = {
  'token-answer': async ({ rows }, page) => {
    const answer = answerIn(page);
    expect(rows.map(([key = '']) => plain(key))).toEqual(Object.keys(answer));
    const whole = await logIn(page, answer);
    for (const [name = '', need, , missing = ''] of rows) {
      const { [plain(name)]: _, ...rest } = answer;
      if (need === 'required') {
        const error: unknown = await logIn(page, rest).catch((fault: unknown) => fault);
        expect(isTrackerError(error, 'contract'), name).toBe(true);
        continue;
      }
      const { first, second, secondsLeft } = await logIn(page, answer, rest);
      expect(second, name).toEqual(first);
      expect(first).toEqual(whole.first);
      if (name === '`refresh`') {
        const error: unknown = await logIn(page, rest).catch((fault: unknown) => fault);
        expect(isTrackerError(error, 'authentication')).toBe(true);
        continue;
      }
      const fresh = await logIn(page, rest);
      if (name === '`access_lifetime`') expect(secondsLeft(fresh.first?.accessExpiresAt)).toBe(Number(missing));
      if (name === '`refresh_lifetime`') {
        expect(secondsLeft(fresh.first?.refreshExpiresAt)).toBe(Number(missing.split(';')[0]));
      }
      if (name === '`team_slug`') expect(fresh.first?.teamSlug).toBeNull();
    }
  },
};

export const authFences: FenceChecks = {
  'login-request': async ({ text }, page) => {
    const { sent } = await logIn(page, answerIn(page));
    expect(sent[0]).toEqual({ path: '/api/v1/token/', body: JSON.parse(text) });
  },
  'refresh-request': async ({ text }, page) => {
    const { sent } = await logIn(page, answerIn(page));
    expect(sent[1]).toEqual({ path: '/api/v1/token/refresh/', body: JSON.parse(text) });
  },
  'token-answer-example': async ({ text }, page) => {
    const answer = JSON.parse(text) as Json;
    const { first, secondsLeft } = await logIn(page, answer);
    expect(first).toMatchObject({ access: answer.access, refresh: answer.refresh, teamSlug: answer.team_slug });
    expect(secondsLeft(first?.accessExpiresAt)).toBe(answer.access_lifetime);
    expect(secondsLeft(first?.refreshExpiresAt)).toBe(answer.refresh_lifetime);
  },
};
