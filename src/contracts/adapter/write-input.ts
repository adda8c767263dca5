import * as z from 'zod/mini';
import { optional, strictObject } from '../objects.js';
import { zOneOf } from '../one-of.js';
import { schemaFor } from '../schema-for.js';
import { textThat, zText } from '../text.js';
import type { AttachmentDraft } from './attachments-group.js';
import type { Backlink } from './backlinks-group.js';
import type { CreateOptions } from './call-options.js';
import { checkInput } from './check-input.js';
import type { AddCommentOptions } from './comments-group.js';
import { zLine } from './query-input.js';

const zWebUrl = textThat(
  (text) =>
    !(/^https?:\/\//i.test(text) && URL.canParse(text)) && 'expected an address that begins with https:// or http://',
);
const isStream = (value: unknown) => typeof (value as Partial<ReadableStream> | null)?.getReader === 'function';

// `undefined` counts as absent: hosts pass what they may or may not have.
const callOptions = {
  signal: optional(
    z.custom<AbortSignal>((value) => typeof (value as Partial<AbortSignal> | null)?.aborted === 'boolean', {
      error: 'expected an AbortSignal',
    }),
  ),
};
const createOptions = { ...callOptions, clientKey: optional(zLine) };
const zCreateOptions = strictObject(createOptions);
const zAddCommentOptions = strictObject({
  ...createOptions,
  visibility: optional(zOneOf(['public', 'restricted'])),
});
const zAttachmentDraft = strictObject({
  content: z.custom<AttachmentDraft['content']>((value) => value instanceof Uint8Array || isStream(value), {
    error: 'expected bytes (Uint8Array) or a stream of them',
  }),
  name: zLine,
  type: textThat(
    (text) => !/^[\w.+-]+\/[\w.+-]+(?:\s*;.*)?$/.test(text) && 'expected a media type, such as text/plain',
  ),
  description: optional(zText),
});
const zBacklink = schemaFor<Backlink>()(strictObject({ key: zLine, url: zWebUrl, title: zLine }));
const zHook = strictObject({ url: zWebUrl, secret: zLine });

/**
 * The options of a call that makes something, checked before anything is sent: a client key that is not blank, and no
 * option that nobody knows.
 *
 * @param operation - For the error.
 * @param provider - For the error.
 *
 * @public
 */
export function checkCreateOptions(
  options: CreateOptions | undefined,
  operation: string,
  provider: string,
): CreateOptions {
  return checkInput(zCreateOptions, options ?? {}, operation, provider) as CreateOptions;
}

/**
 * The options of `comments.add`, checked before anything is sent. A misspelt visibility is refused: what was meant for
 * few is never shown to all.
 *
 * @param provider - For the error.
 *
 * @public
 */
export function checkAddCommentOptions(options: AddCommentOptions | undefined, provider: string): AddCommentOptions {
  return checkInput(zAddCommentOptions, options ?? {}, 'comments.add', provider) as AddCommentOptions;
}

/**
 * A file for `attachments.add`, checked before anything of it is read.
 *
 * @param provider - For the error.
 *
 * @public
 */
export function checkAttachment(draft: AttachmentDraft, provider: string): AttachmentDraft {
  return checkInput(zAttachmentDraft, draft, 'attachments.add', provider) as AttachmentDraft;
}

/**
 * A backlink of `backlinks.upsert`, checked before anything is sent.
 *
 * @param provider - For the error.
 *
 * @public
 */
export function checkBacklink(backlink: Backlink, provider: string): Backlink {
  return checkInput(zBacklink, backlink, 'backlinks.upsert', provider);
}

/**
 * A hook of `webhooks.register`, checked before anything is sent. Without a secret nobody could tell who delivers.
 *
 * @param provider - For the error.
 *
 * @public
 */
export function checkHook(
  hook: { readonly url: string; readonly secret: string },
  provider: string,
): { readonly url: string; readonly secret: string } {
  return checkInput(zHook, hook, 'webhooks.register', provider);
}
