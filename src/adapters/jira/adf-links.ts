/** Schemes that a link may have. What has none is relative, and allowed. */
const SCHEMES: ReadonlySet<string> = /* @__PURE__ */ new Set(
  'http https mailto tel sms ftp ftps sftp irc ircs xmpp news'.split(' '),
);

/** Whether a link may lead there: never to `javascript:` or `data:`, however it is spelt. @internal */
export function isSafeUrl(url: string): boolean {
  if (url === '') return false;
  if (/^https?:[!-~]+$/.test(url)) return true;
  // A browser leaves out blanks and control characters before it looks for the scheme.
  const [, scheme] = /^([^/?#]*?):/.exec(url.replace(/[\s\p{Cc}\p{Cf}]/gu, '')) ?? [];
  return scheme === undefined || SCHEMES.has(scheme.toLowerCase());
}

/** Whether an image can be shown from there. @internal */
export function isImageUrl(url: string): boolean {
  return /^https?:\/\/[^\s/]/i.test(url);
}
