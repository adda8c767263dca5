import { gunzip, readWithin } from './bounded-bytes.js';
import { type Refusal, refuse } from './refusal.js';

/** A body that was JSON. Wrapped, because what was sent may look like anything, a refusal too. */
export interface JsonBody {
  readonly value: unknown;
}

/** Reads a request's JSON, gzip-compressed or not, holding no more than `maxBytes` of either form. */
export async function readJsonBody(request: Request, maxBytes: number): Promise<JsonBody | Refusal> {
  const { headers } = request;
  if (!/^application\/json\s*(?:;|$)/i.test(headers.get('content-type') ?? '')) {
    return refuse('content_type_unsupported', 'send the header Content-Type: application/json');
  }
  const encoding = (headers.get('content-encoding') ?? '').trim().toLowerCase();
  if (!['', 'identity', 'gzip'].includes(encoding)) {
    return refuse('content_encoding_unsupported', 'compress with gzip or not at all', {
      headers: { 'Accept-Encoding': 'gzip' },
    });
  }
  const tooLarge = refuse('body_too_large', `the body is larger than ${maxBytes} bytes; send less at once`, {
    details: { limit_bytes: maxBytes },
  });
  if (Number(headers.get('content-length')) > maxBytes) return tooLarge;

  let chunks = await readWithin(request.body, maxBytes).catch(() =>
    refuse('body_incomplete', 'the body broke off; send it again'),
  );
  if (Array.isArray(chunks) && encoding === 'gzip') {
    chunks = await readWithin(gunzip(chunks), maxBytes).catch(() =>
      refuse('invalid_gzip', 'Content-Encoding says gzip, but the body is not whole gzip'),
    );
  }
  if (chunks === 'too_large') return tooLarge;
  return Array.isArray(chunks) ? parse(chunks) : chunks;
}

function parse(chunks: readonly Uint8Array[]): JsonBody | Refusal {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    let text = '';
    for (const chunk of chunks) text += decoder.decode(chunk, { stream: true });
    text += decoder.decode();
    return { value: JSON.parse(text) };
  } catch {
    return refuse('invalid_json', 'the body is not JSON in UTF-8');
  }
}
