import { describe, expect, it } from 'vitest';
import { checkQuery } from '../../../src/contracts/adapter/query-input.js';
import {
  checkAddCommentOptions,
  checkAttachment,
  checkBacklink,
  checkCreateOptions,
  checkHook,
} from '../../../src/contracts/adapter/write-input.js';
import { isTrackerError } from '../../../src/errors/is-tracker-error.js';

/** The paths that are refused; none when it passes. */
function refused(act: () => unknown): readonly string[] {
  try {
    act();
    return [];
  } catch (error) {
    if (!isTrackerError(error, 'invalid_input')) throw error;
    expect(error.context).toMatchObject({ provider: 'acme', attempts: 0 });
    return error.problems.map(({ path }) => path).sort();
  }
}

const content = new Uint8Array([1]);
const { signal } = new AbortController();

describe('what is handed to a writing method', () => {
  it('passes as it is when it is right', () => {
    const stream = new ReadableStream<Uint8Array>();
    for (const draft of [
      { content, name: 'a.txt', type: 'text/plain' },
      { content: stream, name: 'ä b.svg', type: 'image/svg+xml; charset=utf-8', description: '' },
    ]) {
      expect(checkAttachment(draft, 'acme')).toEqual(draft);
    }
    expect(checkAttachment({ content: stream, name: 'a', type: 'a/b' }, 'acme').content).toBe(stream);
    expect(checkCreateOptions(undefined, 'issues.create', 'acme')).toEqual({});
    const options = { signal, clientKey: 'WP01', visibility: 'restricted' } as const;
    expect(checkAddCommentOptions(options, 'acme').signal).toBe(signal);
    expect(checkAddCommentOptions({ ...options, clientKey: undefined } as never, 'acme').visibility).toBe('restricted');
    const link = { key: 'k', url: 'https://host.example/o/1', title: 'Object 1' };
    expect(checkBacklink(link, 'acme')).toEqual(link);
    const hook = { url: 'https://host.example/hook?id=1', secret: 's' };
    expect(checkHook(hook, 'acme')).toEqual(hook);
    expect(checkQuery({ cursor: 'c', project: 'P' }, ['cursor', 'project'], 'directory.labels', 'acme')).toEqual({
      cursor: 'c',
      project: 'P',
    });
  });

  it.each([
    ['nothing', undefined, ['']],
    ['text as content', { content: 'abc', name: 'a', type: 'a/b' }, ['content']],
    ['no name and no type', { content }, ['name', 'type']],
    ['a blank name', { content, name: ' ', type: 'a/b' }, ['name']],
    ['a name of two lines', { content, name: 'a\nb', type: 'a/b' }, ['name']],
    ['what is no media type', { content, name: 'a', type: 'text' }, ['type']],
    ['a key that nobody knows', { content, name: 'a', type: 'a/b', size: 1 }, ['size']],
  ])('is refused: an attachment that is %s', (_, draft, paths) => {
    expect(refused(() => checkAttachment(draft as never, 'acme'))).toEqual(paths);
  });

  it.each([
    [{ clientKey: '' }, ['clientKey']],
    [{ clientKey: 7 }, ['clientKey']],
    [{ clientkey: 'a' }, ['clientkey']],
    [{ signal: 'x' }, ['signal']],
  ])('is refused: options such as %j', (options, paths) => {
    expect(refused(() => checkCreateOptions(options as never, 'issues.create', 'acme'))).toEqual(paths);
    expect(refused(() => checkAddCommentOptions(options as never, 'acme'))).toEqual(paths);
  });

  it('is refused: a visibility that is misspelt', () => {
    expect(refused(() => checkAddCommentOptions({ visibility: 'internal' } as never, 'acme'))).toEqual(['visibility']);
  });

  it.each([
    [{}, ['key', 'title', 'url']],
    [{ key: 'k', url: 'javascript:alert(1)', title: 't' }, ['url']],
    [{ key: 'k', url: '/relative', title: 't' }, ['url']],
  ])('is refused: a backlink such as %j', (link, paths) => {
    expect(refused(() => checkBacklink(link as never, 'acme'))).toEqual(paths);
  });

  it.each([
    [{ url: 'https://a.example' }, ['secret']],
    [{ url: 'not a url', secret: '' }, ['secret', 'url']],
  ])('is refused: a hook such as %j', (hook, paths) => {
    expect(refused(() => checkHook(hook as never, 'acme'))).toEqual(paths);
  });

  it('is refused: a key of a query that would be ignored', () => {
    const query = { cursor: 'c', labels: ['a'] };
    expect(refused(() => checkQuery(query as never, ['cursor'], 'issues.ids', 'acme'))).toEqual(['labels']);
  });
});
