import { check } from '../contracts/problems.js';
import { type SnapshotReceipt, zSnapshotReceipt } from '../contracts/snapshot-receipt.js';
import type { HttpReply } from '../http/http-request.js';

/** A server's answer to a snapshot, read for what it proves. */
export interface SnapshotAnswer {
  /** `stored`: a plain 2xx. `replayed`: an earlier answer again. `key_reused`: 422, the key stands for other content. */
  readonly verdict: 'stored' | 'replayed' | 'key_reused';
  /** The digest that the server says it has, where it says so. */
  readonly contentDigest: string | undefined;
  /** Whether the server says that this is the stream's newest. */
  readonly latest: boolean | undefined;
  /** The key of the stream's newest, where the server names it. */
  readonly latestKey: string | undefined;
  readonly receipt: SnapshotReceipt | null;
}

/** Reads an answer; `undefined` for a 422 that is about something else. Other servers answer other shapes, or nothing. */
export function readSnapshotAnswer({ status, headers, body }: HttpReply<unknown>): SnapshotAnswer | undefined {
  const fields = asRecord(body);
  const verdict = status === 422 ? 'key_reused' : isReplay(headers, fields) ? 'replayed' : 'stored';
  if (status === 422 && fields.error_code !== 'idempotency_key_reused') return undefined;
  const receipt = check(zSnapshotReceipt, body);
  return {
    verdict,
    contentDigest: asText(fields.content_digest),
    latest: typeof fields.latest === 'boolean' ? fields.latest : undefined,
    latestKey: asText(fields.latest_key) ?? asText(asRecord(fields.details).latest_key),
    receipt: receipt.ok ? receipt.value : null,
  };
}

function isReplay(headers: Headers, fields: Readonly<Record<string, unknown>>): boolean {
  return headers.get('idempotency-replayed')?.trim().toLowerCase() === 'true' || fields.status === 'duplicate';
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
}

function asText(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
