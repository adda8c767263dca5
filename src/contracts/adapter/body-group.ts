/**
 * Something in a rendered body that would act at the tracker.
 *
 * @public
 */
export interface ActiveNode {
  /** What it is. */
  readonly kind: 'mention' | 'reference' | 'link' | 'image' | 'html';
  /** What it names: a login, an issue key, an address. */
  readonly target: string;
}

/**
 * The tracker's body language. Loaded on demand.
 *
 * @public
 */
export interface BodyGroup {
  /** Canonical Markdown in the tracker's language. */
  render(markdown: string): Promise<unknown>;
  /** What in a rendered body would act: mentions, references, links, images, raw HTML. */
  activeNodes(rendered: unknown): Promise<readonly ActiveNode[]>;
}
