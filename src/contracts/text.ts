import * as z from 'zod/mini';
import { nullable } from './objects.js';

/**
 * Text of which a function has nothing to say; what it says is the problem. In place of zod's own, which weighs more.
 */
export function textThat(complaint: (text: string) => string | false) {
  return z.custom<string>((value) => typeof value === 'string' && !complaint(value), {
    error: ({ input }) => (typeof input === 'string' && complaint(input)) || 'expected string',
  });
}

/** A problem with a value that has the right type, for `check`. */
export const unless =
  <Value>(test: (value: Value) => boolean, message: string) =>
  ({ value, issues }: { readonly value: Value; readonly issues: z.core.$ZodRawIssue[] }) => {
    if (!test(value)) issues.push({ code: 'custom', input: undefined, message });
  };

/** Any text. */
export const zText = /* @__PURE__ */ textThat(() => false);

/** Any text, or null. */
export const zTextOrNull = /* @__PURE__ */ nullable(zText);
