import type { IssueDraft } from '../../contracts/adapter/issue-write.js';
import { type ExternalRef, refOrderText } from '../../contracts/external-ref.js';
import type { Issue } from '../../contracts/issue.js';
import type { Page } from '../../contracts/page.js';
import { isTimestamp } from '../../contracts/timestamp.js';
import type { TrackerErrorCode } from '../../errors/codes.js';
import { isTrackerError, type TrackerFault } from '../../errors/is-tracker-error.js';
import { expectEqual, expectTrue } from '../stores/assert.js';
import type { WholeHarness } from './adapter-case.js';

/** More pages than any case makes: a listing that goes on and on is stopped. */
const MAX_PAGES = 10_000;

/** A listing, walked to its end. Only the last page may say that it is the last, and it must. */
export async function walk<Item>(listing: AsyncGenerator<Page<Item>, void, void>): Promise<Page<Item>[]> {
  const pages: Page<Item>[] = [];
  for await (const page of listing) {
    expectTrue(pages.at(-1)?.cursor !== null, 'a page without a cursor is the last one');
    expectTrue(page.cursor === null || page.cursor !== '', 'a cursor is a text with something in it, or null');
    pages.push(page);
    expectTrue(pages.length < MAX_PAGES, `a listing ends, within ${MAX_PAGES} pages`);
  }
  expectTrue(pages.length > 0, 'a listing has a page, be it an empty one');
  expectEqual(pages.at(-1)?.cursor, null, 'the cursor of the last page');
  return pages;
}

/** All items of a listing. */
export async function all<Item>(listing: AsyncGenerator<Page<Item>, void, void>): Promise<Item[]> {
  return (await walk(listing)).flatMap(({ items }) => items);
}

/** The first page of a listing. */
export async function firstPage<Item>(listing: AsyncGenerator<Page<Item>, void, void>): Promise<Page<Item>> {
  const { value } = await listing.next();
  await listing.return();
  if (!value) throw new Error('a listing has a page, be it an empty one');
  return value;
}

/** Makes an issue. */
export async function made({ adapter }: WholeHarness, draft: Partial<IssueDraft> = {}): Promise<Issue> {
  return (await adapter.issues.create({ title: 'An issue of the suite', ...draft })).issue;
}

/** Makes some issues, waits until they show, and gives their ids in the order in which they were made. */
export async function someIssues(harness: WholeHarness, count: number): Promise<string[]> {
  const ids: string[] = [];
  for (let nth = 1; nth <= count; nth++) ids.push((await made(harness, { title: `Issue ${nth} of the suite` })).ref.id);
  await harness.settle?.();
  return ids;
}

export const idsOf = (issues: readonly Issue[]) => issues.map(({ ref }) => ref.id);

/** How often each of these is in a list. */
export const counts = (wanted: readonly string[], found: readonly string[]) =>
  Object.fromEntries(wanted.map((id) => [id, found.filter((other) => other === id).length]));

/** The same list with each of these in it once. */
export const once = (wanted: readonly string[]) => Object.fromEntries(wanted.map((id) => [id, 1]));

/** Two refs that mean one issue. */
export function isSameRef(a: ExternalRef | null | undefined, b: ExternalRef | null | undefined): boolean {
  return a != null && b != null && refOrderText(a) === refOrderText(b);
}

/** The fault of this code that a call rejects with. */
export async function faultOf<Code extends TrackerErrorCode>(
  call: Promise<unknown>,
  code: Code,
  what: string,
): Promise<Extract<TrackerFault, { code: Code }>> {
  let outcome: string;
  try {
    await call;
    outcome = 'it resolved';
  } catch (error) {
    if (isTrackerError(error, code)) return error;
    outcome = `it rejected with ${String(error)}`;
  }
  throw new Error(`${what}: expected a fault of code ${code}, but ${outcome}`);
}

/** Checks that a call is refused for its input, at a path, before anything is sent. */
export async function expectRefused(
  harness: WholeHarness,
  call: () => Promise<unknown>,
  path: string,
  what: string,
): Promise<void> {
  const before = harness.sent?.();
  const { problems } = await faultOf(call(), 'invalid_input', what);
  const paths = problems.map((problem) => problem.path);
  // `labels` may be named for `labels[1]`.
  const names = (found: string) => found === path || (found !== '' && path.startsWith(`${found}[`));
  expectTrue(paths.some(names), `${what}: expected a problem at ${path}, found ${JSON.stringify(paths)}`);
  expectEqual(harness.sent?.(), before, `${what}: requests sent before it was refused`);
}

/** Whether a call was refused because the tracker has no such thing, or no word for what stands at a path of the input. */
export async function isUnsupported(call: Promise<unknown>, path?: string): Promise<boolean> {
  try {
    await call;
    return false;
  } catch (error) {
    if (isTrackerError(error, 'unsupported')) return true;
    if (isTrackerError(error, 'invalid_input') && error.problems.some((problem) => problem.path === path)) return true;
    throw error;
  }
}

/** Checks a time: RFC 3339 in UTC. */
export function expectUtc(time: string | null, what: string): void {
  if (time === null) return;
  const isUtc = isTimestamp(time) && /(?:z|[+-]00:00)$/i.test(time);
  expectTrue(isUtc, `${what}: expected a time in UTC, found ${JSON.stringify(time)}`);
}

/** An issue without what every change changes. */
export function settledPart({ updatedAt: _, revision: __, ...rest }: Issue) {
  return rest;
}
