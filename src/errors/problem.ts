/**
 * One thing that is wrong with a value: where, what, and what to do about it.
 *
 * Never holds the value itself, so that a secret in the wrong place is not printed.
 *
 * @public
 */
export interface Problem {
  /** Where, from the root of what was handed in: `issues[3].priority`; the empty text is the root itself. */
  readonly path: string;
  /** What is wrong and what would be right, in one sentence. */
  readonly message: string;
}

/**
 * The problems as one line, the first few of them, for an error's message.
 *
 * @internal
 */
export function summarizeProblems(problems: readonly Problem[], shown = 3): string {
  const texts = problems.slice(0, shown).map(({ path, message }) => (path === '' ? message : `${path}: ${message}`));
  const rest = problems.length - texts.length;
  return rest > 0 ? `${texts.join('; ')}; and ${rest} more (see problems)` : texts.join('; ');
}
