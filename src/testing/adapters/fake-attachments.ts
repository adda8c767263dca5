import type { AttachmentDraft, IssueAttachment } from '../../contracts/adapter/attachments-group.js';
import type { Backlink } from '../../contracts/adapter/backlinks-group.js';
import type { CallOptions, CreateOptions } from '../../contracts/adapter/call-options.js';
import { clientMarker } from '../../digest/client-marker.js';
import { toBlob } from '../../http/upload.js';
import { detailsOf, type FakeContext, invalid, issueAt, soughtMarker } from './fake-context.js';
import type { FakeFile } from './fake-tracker.js';

const toAttachment = ({ id, name, type, content }: FakeFile): IssueAttachment => ({
  ...{ id, name, type },
  sizeBytes: content.size,
  url: `https://fake.example/files/${id}`,
});

const filesOf = ({ tracker }: FakeContext, issueId: string) =>
  [...tracker.files.values()].filter(({ issue }) => issue === issueId);

export function listAttachments(
  context: FakeContext,
  issueId: string,
  { signal }: CallOptions = {},
): Promise<readonly IssueAttachment[]> {
  return context.tracker.serve(signal, () => {
    issueAt(context, 'attachments.list', issueId);
    return filesOf(context, issueId).map(toAttachment);
  });
}

export async function addAttachment(
  context: FakeContext,
  issueId: string,
  { content, name, type }: AttachmentDraft,
  { clientKey, signal }: CreateOptions = {},
): Promise<IssueAttachment> {
  const { tracker } = context;
  const operation = 'attachments.add';
  signal?.throwIfAborted();
  if (typeof name !== 'string' || name.trim() === '') throw invalid(context, operation, 'name', 'must not be blank');
  const blob = await toBlob(content, type, detailsOf(context, operation).context, undefined, signal);
  return tracker.serve(signal, () => {
    issueAt(context, operation, issueId);
    const marker = clientKey === undefined ? null : clientMarker(clientKey);
    const file: FakeFile = { id: tracker.nextId(), issue: issueId, name, type, content: blob, marker };
    tracker.files.set(file.id, file);
    return toAttachment(file);
  });
}

export async function findAttachment(
  context: FakeContext,
  issueId: string,
  clientKey: string,
  { signal }: CallOptions = {},
): Promise<IssueAttachment | undefined> {
  const wanted = soughtMarker(context, 'attachments.findByClientKey', clientKey);
  return context.tracker.serve(signal, () => {
    const found = filesOf(context, issueId).find(({ marker }) => marker === wanted);
    return found && toAttachment(found);
  });
}

export async function upsertBacklink(
  context: FakeContext,
  issueId: string,
  backlink: Backlink,
  { signal }: CallOptions = {},
): Promise<void> {
  const operation = 'backlinks.upsert';
  if (!URL.canParse(backlink.url)) throw invalid(context, operation, 'url', 'must be an absolute URL');
  const { backlinks } = context.tracker;
  await context.tracker.serve(signal, () => {
    issueAt(context, operation, issueId);
    const there = backlinks.get(issueId) ?? new Map<string, Backlink>();
    backlinks.set(issueId, there.set(backlink.key, backlink));
  });
}

export async function removeBacklink(
  { tracker }: FakeContext,
  issueId: string,
  key: string,
  { signal }: CallOptions = {},
): Promise<void> {
  await tracker.serve(signal, () => {
    tracker.backlinks.get(issueId)?.delete(key);
  });
}
