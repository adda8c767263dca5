export { checkInput } from '../contracts/adapter/check-input.js';
export { createLabelCodec, type LabelCodec } from '../contracts/adapter/label-codec.js';
export { createWords, type WordMap, type Words } from '../contracts/adapter/word-map.js';
export { schemaFor } from '../contracts/schema-for.js';
export { clientMarker, markBody, unmarkBody } from '../digest/client-marker.js';
export { type CursorCodec, createCursorCodec } from '../digest/cursor.js';
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
export { toBlob } from '../http/upload.js';
export { type PageWalk, type ServerPage, walkPages } from '../http/walk-pages.js';
export { createRuntime, type Runtime } from '../runtime/runtime.js';
