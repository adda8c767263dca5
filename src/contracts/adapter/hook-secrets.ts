/** Shorter parts are words rather than keys, and a message without them could not be read. */
const MIN_LENGTH = 6;

/** Login, path, query and fragment of an address, in its own spelling. */
const PARTS = /^\w+:[\\/]*(?:([^\\/?#]*)@)?[^\\/?#]*[\\/]?([^?#]*)\??([^#]*)#?(.*)$/s;

/**
 * What no error shows of a webhook's address, for `HttpRequest.secrets`: hosts tell their tenants apart by a key in it.
 * The whole, its login, path, query and fragment, and each step of the path and value of the query, as it was given, as it
 * is sent and as it reads once it is decoded.
 *
 * @param url - The address, checked by `checkHook`.
 * @param secret - The secret of the hook, where there is one.
 *
 * @public
 */
export function hookSecrets(url: string, secret?: string): string[] {
  const spellings = [url, new URL(url).href];
  const logins = spellings.flatMap(loginsIn).flatMap(decodings);
  const parts = spellings.flatMap(partsOf).flatMap(decodings);
  const long = parts.filter(({ length }) => length >= MIN_LENGTH);
  return [...new Set([secret ?? '', ...logins, ...long])].filter(Boolean);
}

function loginsIn(address: string): string[] {
  const [, login = ''] = PARTS.exec(address) ?? [];
  const [user = ''] = login.split(':');
  return [login, user, login.slice(user.length + 1)];
}

function partsOf(address: string): string[] {
  const [, , path = '', query = '', fragment = ''] = PARTS.exec(address) ?? [];
  const values = query.split('&').map((pair) => pair.slice(pair.indexOf('=') + 1));
  return [address, path, query, fragment, ...path.split(/[\\/]/), ...values];
}

/** A text as it is and as it reads once it is decoded, by those who take a plus sign for a blank and by others. */
function decodings(text: string): string[] {
  const escaped = text.replaceAll('&', '%26');
  const read = (coded: string) => new URLSearchParams(`=${coded}`).get('') ?? '';
  return [text, read(escaped), read(escaped.replaceAll('+', '%2B'))];
}
