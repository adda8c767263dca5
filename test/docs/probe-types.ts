import { expect } from 'vitest';
import type { StandardSchema } from '../../src/index.js';
import type { Table } from './markdown.js';
import { plain, words } from './markdown.js';

interface Samples {
  readonly accepts: readonly unknown[];
  readonly refuses: readonly unknown[];
}

const TIME = '2026-03-10T09:30:00+00:00';
const MISSING = undefined;

/** What the words of a type column promise, by how they begin: the first that fits. */
const PHRASES: readonly (readonly [RegExp, Samples])[] = [
  [/^name/, { accepts: ['x', ' x '], refuses: ['', ' \u00a0', null, 1, MISSING] }],
  [/^text or null/, { accepts: ['', 'x', null], refuses: [1, {}, MISSING] }],
  [/^text/, { accepts: ['', 'x'], refuses: [null, 1, MISSING] }],
  [/^timestamp or null/, { accepts: [TIME, null], refuses: ['2026-03-10T09:30:00', 'x', 1, MISSING] }],
  [/^timestamp/, { accepts: [TIME], refuses: [null, '2026-03-10T09:30:00', 'x', MISSING] }],
  [/^boolean/, { accepts: [true, false], refuses: ['true', null, MISSING] }],
  [/^integer 0 .* to 4, or null/, { accepts: [0, 1, 2, 3, 4, null], refuses: [-1, 5, 1.5, '1', true, MISSING] }],
  [/^list of text/, { accepts: [[], ['a', '']], refuses: [['a', 1], [null], 'a', null, MISSING] }],
  [/^list of \[/, { accepts: [[]], refuses: [[1], [{}], {}, null, MISSING] }],
  [
    /^object: field name to/,
    { accepts: [{}, { a: 'external', b: 'shared' }], refuses: [{ a: 'x' }, { a: null }, [], null, MISSING] },
  ],
  [/^(object|\[how far|`\{)/, { accepts: [], refuses: [{}, [], null, 'x', MISSING] }],
];

function samplesFor(type: string, enums: ReadonlyMap<string, readonly string[]>): Samples {
  const named = /^an? \[([\w ]+)\]/.exec(type)?.[1];
  const listed =
    named === undefined ? (/^(?:`\w+`, )*`\w+` or `\w+`$/.test(type) ? words(type) : undefined) : enums.get(named);
  if (listed) return { accepts: listed, refuses: ['', 'x', `${listed[0]} `, null, 1, MISSING] };
  const samples = PHRASES.find(([phrase]) => phrase.test(type))?.[1];
  if (!samples) throw new Error(`no samples for the type "${type}"`);
  return samples;
}

/**
 * Holds a table of keys and types to a schema: its keys are exactly those of the example, and each takes what its words
 * promise and refuses the rest.
 *
 * @param place - The object in a fresh copy of a valid value that the table is about.
 */
export async function probeTypes<Root>(
  { rows }: Table,
  schema: StandardSchema<Root>,
  place: () => { readonly root: object; readonly target: Record<string, unknown> },
  enums: ReadonlyMap<string, readonly string[]> = new Map(),
): Promise<void> {
  const fields = rows.map((row) => row.slice(-2));
  const keys = fields.map(([key = '']) => plain(key));
  expect(keys).toEqual(Object.keys(place().target));
  const accepts = async (key: string, value: unknown) => {
    const { root, target } = place();
    if (value === undefined) delete target[key];
    else target[key] = value;
    return (await schema['~standard'].validate(root)).issues === undefined;
  };
  for (const [key = '', type = ''] of fields) {
    const samples = samplesFor(type, enums);
    for (const [promised, values] of [
      [true, samples.accepts],
      [false, samples.refuses],
    ] as const) {
      for (const value of values) {
        expect(await accepts(plain(key), value), `${key} (${type}) takes ${JSON.stringify(value)}`).toBe(promised);
      }
    }
  }
}
