import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toBlob } from '../../src/http/upload.js';
import { failureOf } from './failure-of.js';

const context = { operation: 'attachments.add', provider: 'acme', attempts: 0 };

/** A stream of these chunks, and whether it was cancelled. */
function streamOf(chunks: readonly unknown[], end: 'close' | 'hang' | Error = 'close') {
  const left = [...chunks];
  const state = { cancelled: false, pulled: 0 };
  const stream = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        state.pulled++;
        if (left.length > 0) controller.enqueue(left.shift() as Uint8Array);
        else if (end === 'close') controller.close();
        else if (end !== 'hang') controller.error(end);
        else return new Promise(() => {});
        return undefined;
      },
      cancel: () => {
        state.cancelled = true;
      },
    },
    { highWaterMark: 0 },
  );
  return { state, stream };
}

const bytes = fc.uint8Array({ maxLength: 20 });

describe('a file to be uploaded', () => {
  it('has all bytes, from a stream as from an array, and its type', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(bytes, { maxLength: 6 }), async (chunks) => {
        const whole = new Uint8Array(chunks.flatMap((chunk) => [...chunk]));
        for (const content of [whole, streamOf(chunks).stream]) {
          const blob = await toBlob(content, 'image/png', context);
          expect(blob.type).toBe('image/png');
          expect(new Uint8Array(await blob.arrayBuffer())).toEqual(whole);
        }
      }),
    );
  });

  it('does not change when the array does', async () => {
    const array = new TextEncoder().encode('before');
    const blob = await toBlob(array, 'text/plain', context);
    array.fill(0);
    expect(await blob.text()).toBe('before');
  });

  it('of a part of a buffer is that part', async () => {
    const part = new TextEncoder().encode('xxpartxx').subarray(2, 6);
    expect(await (await toBlob(part, 'text/plain', context)).text()).toBe('part');
  });

  it('may be as large as the limit and no larger; the rest of a stream is not read', async () => {
    const chunk = new Uint8Array(10);
    expect((await toBlob(chunk, 'text/plain', context, 10)).size).toBe(10);
    const { state, stream } = streamOf([chunk, chunk, chunk, chunk]);
    for (const content of [new Uint8Array(16), stream]) {
      const error = await failureOf(toBlob(content, 'text/plain', context, 15), 'too_large');
      expect(error).toMatchObject({ limitBytes: 15, context });
      expect(error.message).toBe('attachments.add: the file is larger than the limit of 15 bytes');
    }
    expect(state).toEqual({ cancelled: true, pulled: 2 });
  });

  it('passes on what its stream fails with', async () => {
    const reason = new Error('disk');
    await expect(toBlob(streamOf([], reason).stream, 'text/plain', context)).rejects.toBe(reason);
  });

  it.each(['text', 7, null, new Uint16Array(2)])('is made of bytes, not of %j', async (chunk) => {
    const { state, stream } = streamOf([new Uint8Array(1), chunk]);
    const error = await failureOf(toBlob(stream, 'text/plain', context), 'invalid_input');
    expect(error.problems).toEqual([{ path: 'content', message: 'expected a stream of bytes' }]);
    expect(state.cancelled).toBe(true);
  });

  it('stops reading when its caller aborts, with the reason, also in the middle of a wait', async () => {
    const controller = new AbortController();
    const { state, stream } = streamOf([new Uint8Array(3)], 'hang');
    const reading = toBlob(stream, 'text/plain', context, undefined, controller.signal);
    await Promise.resolve();
    const reason = { tired: true };
    controller.abort(reason);
    await expect(reading).rejects.toBe(reason);
    expect(state.cancelled).toBe(true);
    const late = streamOf([new Uint8Array(3)]);
    await expect(toBlob(late.stream, 'text/plain', context, undefined, controller.signal)).rejects.toBe(reason);
    expect(late.state.pulled).toBe(0);
  });
});
