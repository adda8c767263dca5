// Texts as people write them into trackers: Markdown with line breaks, quotes, code, tables, tasks, and a share of letters
// that take more than one byte. The same number always gives the same text.

const SUBJECTS = [
  'Upload',
  'Login',
  'Search index',
  'Invoice export',
  'Größenrechner',
  'Webhook',
  'Café map',
  'Date input',
];
const FAULTS = [
  'fails with "permission denied"',
  'is slow on large projects',
  'drops the last row',
  'shows the wrong time zone',
  'forgets the filter again',
  'hangs after `git pull`',
  'breaks on quotes in names',
];
const PARAGRAPHS = [
  'Steps to reproduce:\n\n1. Open the settings page\n2. Click "Save" twice\n3. Watch the console\n',
  'It worked before the last release, and nothing in the changelog mentions it. Might be related to the cache that we added.\n',
  '```ts\nconst rows = await load({ limit: 50, after: "c\\u002d17" });\nif (rows.length === 0) throw new Error("nothing came");\n```\n',
  '- [x] add a test that fails\n- [ ] find out who else calls `resolve()`\n- [ ] write it down in `docs/limits.md`\n',
  '> Could you say which browser this was? I can\'t see it on Firefox.\n\nChrome, "stable" channel.\n',
  '| field | expected | got |\n|---|---|---|\n| `total` | 12 | 11 |\n| `at` | 09:30 | 10:30 |\n',
  'Für die Größe nehmen wir den Wert aus der Tabelle, nicht den aus dem Formular. Grüße, Jürgen\n',
  'The stack trace ends in `TypeError: Cannot read properties of undefined (reading "map")` at render.js:118:22.\n',
];
/** One body in four ends with one of these, which JavaScript holds in two bytes a letter. */
const WIDE = [
  'Ça marche chez moi 🤷 but not on the staging server, see https://example.org/runs/8821?job=4#step:7:112\n',
  'The label says “Save — and close”, not “Save”.\n',
  '本番環境では再現しません。ログを添付します。\n',
];

function pick<Item>(items: readonly Item[], seed: number): Item {
  return items[seed % items.length] as Item;
}

/** A well-mixed whole number from another one. */
export function mixed(seed: number): number {
  let value = Math.imul(seed + 1, 0x9e3779b1);
  value = Math.imul(value ^ (value >>> 15), 0x85ebca6b);
  return (value ^ (value >>> 13)) >>> 0;
}

export function titleOf(number: number): string {
  const seed = mixed(number);
  return `${pick(SUBJECTS, seed)} ${pick(FAULTS, seed >>> 8)} (build ${seed % 9000})`;
}

/** A body of about so many characters, give or take half of it. */
export function bodyOf(number: number, length: number, lineBreak = '\n'): string {
  const wanted = length * (0.5 + (mixed(number + 7) % 1000) / 1000);
  let text = `### Issue ${number}\n\n`;
  for (let at = 0; text.length < wanted; at++) text += `${pick(PARAGRAPHS, mixed(number * 31 + at))}\n`;
  if (mixed(number + 11) % 4 === 0) text += pick(WIDE, mixed(number));
  return text.replaceAll('\n', lineBreak);
}
