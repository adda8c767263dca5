import { describe, expect, it, vi } from 'vitest';
import { deleteOrGone } from '../../../src/contracts/adapter/delete-or-gone.js';
import { NotFoundError } from '../../../src/errors/not-found-error.js';
import { PermissionError } from '../../../src/errors/permission-error.js';

const context = { operation: 'comments.delete', provider: 'acme', attempts: 1 };
const notFound = () => new NotFoundError('acme comments.delete: it does not exist', { context });
const denied = () => new PermissionError('acme comments.delete: no', { context, missing: [] });
const missing = () => Promise.reject(notFound());
const there = async () => ({});

describe('a deletion', () => {
  it('that succeeds asks for nothing more', async () => {
    const read = vi.fn(there);
    await deleteOrGone(async () => {}, read, read);
    expect(read).not.toHaveBeenCalled();
  });

  it.each([
    ['is not found by itself', missing],
    ['is not in its list', async () => false],
  ])('of what is gone succeeds where it %s and its holder is there', async (_, isThere) => {
    await expect(deleteOrGone(missing, isThere, there)).resolves.toBeUndefined();
  });

  it('of what is still there is a PermissionError, and no success', async () => {
    const fault = await deleteOrGone(missing, there, there).catch((error: unknown) => error);
    expect(fault).toBeInstanceOf(PermissionError);
    expect(fault).toMatchObject({ context, missing: ['to delete it'] });
    expect(String(fault)).toContain('acme comments.delete: not deleted: it is still there');
  });

  it('is not found where the holder is not found either', async () => {
    const first = notFound();
    await expect(deleteOrGone(() => Promise.reject(first), missing, missing)).rejects.toBe(first);
  });

  it('fails with what looking for it, or reading the holder, fails with', async () => {
    const second = denied();
    await expect(deleteOrGone(missing, () => Promise.reject(second), there)).rejects.toBe(second);
    await expect(deleteOrGone(missing, missing, () => Promise.reject(second))).rejects.toBe(second);
  });

  it('that is refused is an error, whoever holds it', async () => {
    const [first, read] = [denied(), vi.fn(there)];
    await expect(deleteOrGone(() => Promise.reject(first), read, read)).rejects.toBe(first);
    expect(read).not.toHaveBeenCalled();
  });
});
