import * as z from 'zod/mini';
import { zFlag } from '../number.js';
import { exactOptional } from '../objects.js';
import { type RetryOptions, zCount, zRetryOptions } from '../retry-options.js';
import type { Schema } from '../schema.js';
import { textThat } from '../text.js';

/**
 * What the options of every adapter have.
 *
 * @public
 */
export interface AdapterOptions {
  /** Leaves out every method that writes. Default false. */
  readonly readOnly?: boolean;
  /** The `User-Agent`. Name your application. Default `spec-kitty-tracker`. */
  readonly userAgent?: string;
  /** Allows plain http to a host that is not this machine. The credentials then travel in the open. Default false. */
  readonly allowInsecureHttp?: boolean;
  /** How often and how long to try. */
  readonly retry?: RetryOptions;
  /** The time for one attempt, its body included, in milliseconds. Default 30 000. */
  readonly timeoutMs?: number;
  /** The largest answer that is read, in bytes. Default 33 554 432 (32 MiB). */
  readonly maxResponseBytes?: number;
}

/**
 * Finds the tracker's id of a person whom the host knows by something else; `undefined` for nobody.
 *
 * @public
 */
export type ResolveUser = (who: string) => string | undefined | Promise<string | undefined>;

/** Text for a header. @public */
export const zHeaderText = textThat(
  (text) => !/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(text) && 'expected printable ASCII text, not blank',
);

/** A function of the host's. @public */
export const zFunctionOf = <Port>() =>
  z.custom<Port>((value) => typeof value === 'function', { error: 'expected a function' });

/** The members of {@link AdapterOptions}, for the schema of an adapter's own. @public */
export const adapterOptions: {
  readonly [Name in keyof AdapterOptions]-?: z.ZodMiniExactOptional<Schema<Required<AdapterOptions>[Name]>>;
} = {
  readOnly: exactOptional(zFlag),
  userAgent: exactOptional(zHeaderText),
  allowInsecureHttp: exactOptional(zFlag),
  retry: exactOptional(zRetryOptions),
  timeoutMs: exactOptional(zCount),
  maxResponseBytes: exactOptional(zCount),
};
