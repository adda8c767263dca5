import type { ExternalRef } from '../external-ref.js';
import type { Timestamp } from '../timestamp.js';
import type { CallOptions } from './call-options.js';

/**
 * A change that a tracker told us of. A hint: where order or content matter, the issue is read again.
 *
 * @public
 */
export interface ChangeEvent {
  /** What happened. */
  readonly kind: 'created' | 'updated' | 'transitioned' | 'deleted' | 'commented' | 'linked';
  /** To which issue. */
  readonly ref: ExternalRef;
  /** When. */
  readonly at: Timestamp;
  /** The tracker's id of who did it, or null. */
  readonly actor: string | null;
  /** The tracker's id of the delivery, or null. */
  readonly deliveryId: string | null;
  /** The tracker's own object. */
  readonly raw: unknown;
}

/**
 * A delivery as it came in, its bytes untouched.
 *
 * @public
 */
export interface WebhookDelivery {
  /** The headers. */
  readonly headers: Headers;
  /** The raw body. */
  readonly body: Uint8Array;
}

/**
 * A hook at the tracker.
 *
 * @public
 */
export interface WebhookRegistration {
  /** The tracker's id. */
  readonly id: string;
  /** Where it delivers to. */
  readonly url: string;
  /** When it runs out, or null. */
  readonly expiresAt: Timestamp | null;
  /** Whether the tracker still delivers. */
  readonly active: boolean;
}

/**
 * Webhooks of a tracker.
 *
 * @public
 */
export interface WebhooksGroup {
  /** Checks the signature; throws `SignatureError` when it does not hold. */
  verify?(delivery: WebhookDelivery): Promise<void>;
  /** The changes in a verified delivery. */
  parse?(delivery: WebhookDelivery): Promise<readonly ChangeEvent[]>;
  /** Makes a hook. */
  register?(
    hook: { readonly url: string; readonly secret: string },
    options?: CallOptions,
  ): Promise<WebhookRegistration>;
  /** Removes a hook. Removing one that is gone succeeds. */
  unregister?(id: string, options?: CallOptions): Promise<void>;
  /** The hooks the credentials can see. */
  list?(options?: CallOptions): Promise<readonly WebhookRegistration[]>;
  /** Extends a hook that runs out. */
  renew?(id: string, options?: CallOptions): Promise<WebhookRegistration>;
  /** How a hook fares. */
  health?(id: string, options?: CallOptions): Promise<{ readonly state: 'ok' | 'disabled' | 'probation' | 'silent' }>;
}
