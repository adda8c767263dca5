import type { CallOptions, CreateOptions } from './call-options.js';

/**
 * A file at an issue.
 *
 * @public
 */
export interface IssueAttachment {
  /** The tracker's id. */
  readonly id: string;
  /** The file name. */
  readonly name: string;
  /** The media type, or null. */
  readonly type: string | null;
  /** The size in bytes, or null. */
  readonly sizeBytes: number | null;
  /** Where it can be had, or null. */
  readonly url: string | null;
}

/**
 * A file to be attached.
 *
 * @public
 */
export interface AttachmentDraft {
  /** The bytes, or a stream of them. */
  readonly content: Uint8Array | ReadableStream<Uint8Array>;
  /** The file name. */
  readonly name: string;
  /** The media type. */
  readonly type: string;
  /** A line about it, where the tracker has a place for one. */
  readonly description?: string;
}

/**
 * Files at an issue.
 *
 * @public
 */
export interface AttachmentsGroup {
  /** The files of an issue. */
  list?(issueId: string, options?: CallOptions): Promise<readonly IssueAttachment[]>;
  /** Attaches a file. Sent once: a lost answer is an `AmbiguousWriteError`. */
  add?(issueId: string, draft: AttachmentDraft, options?: CreateOptions): Promise<IssueAttachment>;
  /** The file that was attached under a client key, or undefined. */
  findByClientKey?(issueId: string, clientKey: string, options?: CallOptions): Promise<IssueAttachment | undefined>;
}
