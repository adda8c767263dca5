/** Which rooms of ours a room may import, and what it may import from outside. */
export interface Row {
  readonly floor: number;
  /** The folder under src/, `adapters/x` for any adapter, `index.ts` for the front door. */
  readonly room: string;
  readonly ours: {
    /** Whole floors, in ascending order. */
    readonly floors?: readonly number[];
    /** Rooms of those floors that are not meant. */
    readonly except?: readonly string[];
    readonly rooms?: readonly string[];
    /** What the document says beside the list. */
    readonly note?: string;
  };
  readonly outside: {
    readonly packages?: readonly string[];
    /** Packages that only files of these names may import. */
    readonly only?: Readonly<Record<string, readonly string[]>>;
    /** Packages that only one entry of the room may import: folder to packages. */
    readonly entries?: Readonly<Record<string, readonly string[]>>;
    /** What the document says in place of the list. */
    readonly text?: string;
  };
}

const MARKDOWN = [
  'mdast-util-from-markdown',
  'mdast-util-to-markdown',
  'mdast-util-gfm',
  'micromark',
  'micromark-extension-gfm',
];

/**
 * Who may import whom. Arrows only point down; a type-only import counts like any other. `docs/ARCHITECTURE.md` shows the
 * same table, and a test compares the two.
 */
export const IMPORT_TABLE: readonly Row[] = [
  { floor: 0, room: 'errors', ours: {}, outside: {} },
  { floor: 0, room: 'runtime', ours: {}, outside: {} },
  { floor: 0, room: 'contracts', ours: { rooms: ['errors'] }, outside: { packages: ['zod'] } },
  { floor: 1, room: 'digest', ours: { rooms: ['runtime', 'errors'] }, outside: { packages: ['@noble/hashes'] } },
  {
    floor: 1,
    room: 'http',
    ours: { rooms: ['runtime', 'contracts', 'errors'] },
    outside: { packages: ['ky', 'p-retry'] },
  },
  {
    floor: 1,
    room: 'markdown',
    ours: { rooms: ['contracts', 'errors'] },
    outside: { packages: MARKDOWN, text: 'the mdast and micromark family' },
  },
  { floor: 1, room: 'routing', ours: { rooms: ['contracts', 'errors'] }, outside: {} },
  { floor: 1, room: 'stores', ours: { rooms: ['runtime', 'contracts', 'errors', 'digest'] }, outside: {} },
  {
    floor: 1,
    room: 'events',
    ours: { rooms: ['runtime', 'contracts', 'errors'] },
    outside: { packages: ['zod', 'ulid'] },
  },
  { floor: 2, room: 'snapshot', ours: { rooms: ['contracts', 'errors', 'digest', 'routing'] }, outside: {} },
  {
    floor: 2,
    room: 'publish',
    ours: { floors: [0, 1], rooms: ['snapshot'] },
    outside: { packages: ['zod', 'eventemitter3'] },
  },
  {
    floor: 2,
    room: 'adapters/x',
    ours: {
      rooms: ['contracts', 'errors', 'runtime', 'digest', 'http', 'markdown'],
      note: 'never another adapter',
    },
    outside: {
      only: { zod: ['wire.ts', 'options.ts'] },
      text: 'zod (in `wire.ts`, `options.ts`), what its rich text needs',
    },
  },
  {
    floor: 2,
    room: 'outbox',
    ours: { floors: [0, 1], except: ['http', 'markdown'], note: 'adapters through their interface only' },
    outside: { packages: ['zod'] },
  },
  {
    floor: 2,
    room: 'webhooks',
    ours: { floors: [0, 1], except: ['http', 'markdown'], note: 'adapters through their interface only' },
    outside: { packages: ['zod'] },
  },
  {
    floor: 2,
    room: 'links',
    ours: {
      floors: [0, 1],
      except: ['http', 'markdown'],
      rooms: ['outbox'],
      note: 'adapters through their interface only',
    },
    outside: { packages: ['zod'] },
  },
  {
    floor: 2,
    room: 'automation',
    ours: { rooms: ['contracts', 'errors', 'runtime', 'digest', 'markdown'] },
    outside: { packages: ['zod'], text: 'zod, its expression and template libraries' },
  },
  ...['sync', 'ingest', 'filing'].map(
    (room): Row => ({
      floor: 3,
      room,
      ours: {
        floors: [0, 1, 2],
        except: ['adapters', 'http'],
        note: 'they see interfaces, never a provider',
      },
      outside: { packages: ['zod'] },
    }),
  ),
  {
    floor: 4,
    room: 'testing',
    ours: { floors: [0, 1, 2, 3], note: 'except the insides of adapters' },
    outside: {
      entries: { msw: ['msw'], simulator: ['fast-check'] },
      text: 'msw and fast-check, each in an entry of its own (optional peers)',
    },
  },
  {
    floor: 4,
    room: 'adapter-kit',
    ours: { rooms: ['contracts', 'errors', 'runtime', 'digest', 'http', 'markdown'] },
    outside: {},
  },
  {
    floor: 4,
    room: 'index.ts',
    ours: { rooms: ['contracts', 'errors', 'runtime', 'routing', 'events', 'stores', 'snapshot', 'publish'] },
    outside: {},
  },
];

/** The entry of zod that we use: the whole of it is 19 kB larger. */
export const ENTRY_OF_PACKAGE: Readonly<Record<string, string>> = { zod: 'zod/mini' };

/** The rooms a row may import, floors written out. Adapters are one room, `adapters`. */
export function allowedRooms({ floor, ours }: Row): Set<string> {
  const below = IMPORT_TABLE.filter((row) => row.floor < floor && ours.floors?.includes(row.floor));
  const names = below.map(({ room }) => (room === 'adapters/x' ? 'adapters' : room));
  return new Set([...names.filter((name) => !ours.except?.includes(name)), ...(ours.rooms ?? [])]);
}

/** A row as the document shows it. */
function toMarkdown({ floor, room, ours, outside }: Row): string {
  const list = (words: readonly string[]) => words.join(', ').replace(/, ([^,]+)$/, ' and $1');
  const [first, last] = [ours.floors?.[0], ours.floors?.at(-1)];
  const floors =
    ours.floors && (ours.floors.length > 2 ? `floors ${first} to ${last}` : `floors ${list(ours.floors.map(String))}`);
  const except = ours.except && `${floors} except ${list(ours.except)}`;
  const rooms = [except ?? floors, ...(ours.rooms ?? [])].filter((word) => word !== undefined).join(', ') || 'nothing';
  const packages = outside.text ?? (outside.packages?.join(', ') || '-');
  return `| ${floor} | ${room} | ${rooms}${ours.note ? `; ${ours.note}` : ''} | ${packages} |`;
}

/** The whole table as the document shows it. */
export function tableAsMarkdown(): string {
  const head = ['| floor | room | may import (ours) | and from outside |', '|---|---|---|---|'];
  return [...head, ...IMPORT_TABLE.map(toMarkdown)].join('\n');
}
