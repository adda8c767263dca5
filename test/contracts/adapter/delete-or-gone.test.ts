import { describe, expect, it, vi } from 'vitest';
import { deleteOrGone } from '../../../src/contracts/adapter/delete-or-gone.js';
import { NotFoundError } from '../../../src/errors/not-found-error.js';
import { PermissionError } from '../../../src/errors/permission-error.js';

const context = { operation: 'comments.delete', provider: 'acme', attempts: 1 };
const notFound = () => new NotFoundError('acme comments.delete: it does not exist', { context });
const denied = () => new PermissionError('acme comments.delete: no', { context, missing: [] });

describe('a deletion', () => {
  it('that succeeds asks for nothing more', async () => {
    const readHolder = vi.fn(async () => {});
    await deleteOrGone(async () => {}, readHolder);
    expect(readHolder).not.toHaveBeenCalled();
  });

  it('of what is gone succeeds where its holder is there', async () => {
    await expect(
      deleteOrGone(
        () => Promise.reject(notFound()),
        async () => ({}),
      ),
    ).resolves.toBeUndefined();
  });

  it('is not found where the holder is not found either', async () => {
    const first = notFound();
    await expect(
      deleteOrGone(
        () => Promise.reject(first),
        () => Promise.reject(notFound()),
      ),
    ).rejects.toBe(first);
  });

  it('fails with what reading the holder fails with', async () => {
    const second = denied();
    await expect(
      deleteOrGone(
        () => Promise.reject(notFound()),
        () => Promise.reject(second),
      ),
    ).rejects.toBe(second);
  });

  it('that is refused is an error, whoever holds it', async () => {
    const [first, readHolder] = [denied(), vi.fn(async () => {})];
    await expect(deleteOrGone(() => Promise.reject(first), readHolder)).rejects.toBe(first);
    expect(readHolder).not.toHaveBeenCalled();
  });
});
