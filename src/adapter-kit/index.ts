export { type AccessToken, type TokenRequest, tokenText, zAccessToken } from '../contracts/adapter/access-token.js';
export { type AdapterOptions, adapterOptions, type ResolveUser } from '../contracts/adapter/adapter-options.js';
export { checkInput } from '../contracts/adapter/check-input.js';
export {
  checkDraft,
  checkListQuery,
  checkPatch,
  checkRelation,
  checkSearchQuery,
} from '../contracts/adapter/check-issue-input.js';
export { deleteOrGone } from '../contracts/adapter/delete-or-gone.js';
export { hookSecrets } from '../contracts/adapter/hook-secrets.js';
export { createLabelCodec, type LabelCodec } from '../contracts/adapter/label-codec.js';
export {
  type MethodGroups,
  type MethodNames,
  type MethodOf,
  type Methods,
  methodsOf,
  type NamedMethods,
  type NamesIn,
  type Operation,
  type OperationGroups,
} from '../contracts/adapter/methods.js';
export { checkQuery } from '../contracts/adapter/query-input.js';
export * as shape from '../contracts/adapter/shape.js';
export { unheldFields } from '../contracts/adapter/unheld-fields.js';
export { withoutWriting } from '../contracts/adapter/without-writing.js';
export { createWords, type WordMap, type Words } from '../contracts/adapter/word-map.js';
export {
  checkAddCommentOptions,
  checkAttachment,
  checkBacklink,
  checkCreateOptions,
  checkHook,
} from '../contracts/adapter/write-input.js';
export type { Checked } from '../contracts/problems.js';
export type { Schema } from '../contracts/schema.js';
export { type Comparable, type Equal, type Pinned, schemaFor } from '../contracts/schema-for.js';
export { carryMarker, clientMarker, markBody, unmarkBody } from '../digest/client-marker.js';
export { type CursorCodec, createCursorCodec } from '../digest/cursor.js';
export { compareUtf8 } from '../digest/utf8-order.js';
export { redact } from '../errors/redact.js';
export { createHttpClient } from '../http/http-client.js';
export type {
  AttemptReport,
  FaultAnswer,
  FaultTable,
  HttpClient,
  HttpClientOptions,
  HttpReply,
  HttpRequest,
  Repeatability,
} from '../http/http-request.js';
export {
  type Booking,
  createLimiter,
  type LimitedRequest,
  type Limiter,
  type LimiterOptions,
  type LimitRule,
} from '../http/limiter.js';
export { nextSearch } from '../http/link-header.js';
export { type AdapterOptionRules, type ReadOptions, readOptions } from '../http/read-options.js';
export { checkServerUrl, type ServerUrlRules } from '../http/server-url.js';
export { createTimeAnchor, type TimeAnchor, type TimeAnchorRules } from '../http/time-anchor.js';
export { toBlob } from '../http/upload.js';
export { type PageWalk, type ServerPage, walkPages } from '../http/walk-pages.js';
export { createRuntime, type Runtime } from '../runtime/runtime.js';
