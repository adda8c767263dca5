const MASK = '[redacted]';
const CLIP_AT = 300;

// Shapes that carry a credential whatever its value is. Scheme words are kept, so that a reader sees what was there.
const SHAPES: readonly [RegExp, string][] = [
  [/\b(bearer|basic|token(?=\s\S{16}))\s+[\w~+/=.:-]{6,}/gi, `$1 ${MASK}`],
  [/\/\/[^\s/@]+@/g, `//${MASK}@`],
  [/((?:token|api_?key|[?&]key|password|secret|sig(?:nature)?)["']?\s*[=:]\s*["']?)[^\s&"',;}]+/gi, `$1${MASK}`],
  [/\b(?:gh[pousr]_|github_pat_|glpat-|lin_api_|perm:|ATATT|eyJ)[\w.:=-]{8,}/g, MASK],
];

/**
 * A text that may be shown: the given secrets and everything that looks like a credential masked, clipped to 300
 * characters. For texts that others wrote, such as a server's message or a foreign error.
 *
 * @public
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  let shown = text;
  for (const secret of secrets) if (secret.length >= 4) shown = shown.replaceAll(secret, MASK);
  for (const [shape, mask] of SHAPES) shown = shown.replace(shape, mask);
  return shown.length > CLIP_AT ? `${shown.slice(0, CLIP_AT)}…` : shown;
}

/**
 * What is left of a foreign error when it becomes a `cause`: a fresh object, because the original may print a bearer
 * token, a URL or a request body.
 *
 * @public
 */
export interface ErrorCause {
  /** The foreign error's class name. */
  readonly name: string;
  /** The foreign error's own code, such as `ECONNREFUSED`. */
  readonly code?: string;
  /** Its message, with everything that looks like a credential masked. */
  readonly message: string;
}

/** @internal */
export function toCause(error: unknown, secrets: readonly string[] | ((text: string) => string) = []): ErrorCause {
  const hide = typeof secrets === 'function' ? secrets : (text: string) => redact(text, secrets);
  if (!(error instanceof Error)) return { name: typeof error, message: typeof error === 'string' ? hide(error) : '' };
  const chain = [error, error.cause].filter((one) => one instanceof Error);
  const message = hide(chain.map((one) => one.message).join(': '));
  const code = chain.map((one) => (one as { code?: unknown }).code).find((one) => typeof one === 'string');
  return { name: error.name, message, ...(code && { code }) };
}
