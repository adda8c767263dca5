/** A mention of a person, as the address of a link. @internal */
export const MENTION = /^vss-mention:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/i;

/** Whether an address only leads somewhere: one that a browser would carry out is none. @internal */
export function isSafeAddress(url: string): boolean {
  const [, scheme] = /^([^/?#:]*):/.exec(url.replaceAll(/[\p{Cc}\s]/gu, '')) ?? [];
  return scheme === undefined || /^(?:https?|mailto|tel|ftps?|xmpp|vstfs|x-mvwit)$/i.test(scheme);
}
