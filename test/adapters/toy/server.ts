/** Sent as the token everywhere; no error, log or printed object may hold it. */
export const CANARY = 'toy_canary7Qz31hVwTrNs80JkLm55';

interface Card {
  readonly id: number;
  title: string;
  text: string | null;
  column: string;
  labels: readonly string[];
  people: readonly string[];
  readonly created: number;
  changed: number;
  version: number;
}

interface Note {
  readonly id: number;
  readonly card: number;
  readonly text: string;
  readonly author: string;
  readonly created: number;
  readonly changed: number;
}

const named = (...names: string[]) => names.map((name) => ({ id: name.toLowerCase(), name }));
const BOARDS = named('Main', 'Side', 'Old');
const PEOPLE = named('Ada', 'Grace', 'Linus');
const COLUMNS = named('Backlog', 'Doing', 'Done', 'Bin');

const fault = (status: number, message: string) => Response.json({ message }, { status });
const isClosed = ({ column }: Card) => column === 'Done' || column === 'Bin';

/** What the tracker takes of a card that someone sends. */
function fieldsOf({ title, text, column, labels, people }: Partial<Card>): Partial<Card> {
  const known = people?.filter((who) => PEOPLE.some(({ id }) => id === who));
  const fields = { title, text, column, labels, people: known };
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

function refusalOf({ title = 'A', labels = [], column = 'Done' }: Partial<Card>): Response | undefined {
  if (title.trim() === '') return fault(422, 'A card needs a title');
  if (labels.some((label) => label.includes(','))) return fault(422, 'No commas in labels');
  return COLUMNS.some(({ name }) => name === column) ? undefined : fault(422, 'There is no such column');
}

/** A page of a list whose order is that of the given places. */
function pageOf<Entry>(entries: readonly Entry[], place: (entry: Entry) => string, query: URLSearchParams, limit = 2) {
  const behind = entries
    .filter((entry) => place(entry) > (query.get('after') ?? ''))
    .toSorted((a, b) => (place(a) < place(b) ? -1 : 1));
  const items = behind.slice(0, limit);
  const last = items.at(-1);
  return Response.json({ items, next: last && behind.length > limit ? place(last) : null });
}

const padded = (number: number) => String(number).padStart(14, '0');

/** The toy tracker: one board with cards and notes, in memory. */
export function createToyServer() {
  const url = 'https://toy.example/api';
  const requests: Request[] = [];
  const cards = new Map<number, Card>();
  const notes: Note[] = [];
  let lastId = 100;
  let now = 1_773_133_200_000;
  const tick = () => {
    now += 1000;
    return now;
  };

  function listCards(query: URLSearchParams): Response {
    const state = query.get('state') ?? 'all';
    const labels = (query.get('labels') ?? '').split(',').filter((label) => label !== '');
    const words = query.get('q')?.toLowerCase() ?? '';
    const found = [...cards.values()].filter(
      (card) =>
        card.changed >= Number(query.get('since') ?? 0) &&
        (state === 'all' || isClosed(card) === (state === 'closed')) &&
        labels.every((label) => card.labels.includes(label)) &&
        `${card.title} ${card.text}`.toLowerCase().includes(words),
    );
    return pageOf(found, ({ changed, id }) => padded(changed) + padded(id), query, Number(query.get('limit') ?? 20));
  }

  function createCard(sent: Partial<Card>): Response {
    const at = tick();
    const blank = { title: '', text: null, column: 'Backlog', labels: [], people: [] };
    const card: Card = { id: ++lastId, ...blank, created: at, changed: at, version: 1, ...fieldsOf(sent) };
    const refused = refusalOf(card);
    if (!refused) cards.set(card.id, card);
    return refused ?? Response.json(card, { status: 201 });
  }

  function onCard(method: string, card: Card, sent: Partial<Record<keyof Card, unknown>>): Response {
    if (method === 'DELETE') cards.delete(card.id);
    if (method === 'DELETE') return new Response(null, { status: 204 });
    const refused = refusalOf(sent as Partial<Card>);
    if (method === 'GET' || refused) return refused ?? Response.json(card);
    if (sent.version !== undefined && String(sent.version) !== String(card.version))
      return fault(409, 'It has changed');
    Object.assign(card, fieldsOf(sent as Partial<Card>), { changed: tick(), version: card.version + 1 });
    return Response.json(card);
  }

  function onNotes(method: string, card: number, query: URLSearchParams, text: unknown): Response {
    if (method === 'GET')
      return pageOf(
        notes.filter((note) => note.card === card),
        ({ id }) => padded(id),
        query,
      );
    if (typeof text !== 'string') return fault(422, 'A note needs a text');
    const at = tick();
    const note = { id: ++lastId, card, text, author: 'ada', created: at, changed: at };
    notes.push(note);
    return Response.json(note, { status: 201 });
  }

  async function answer(request: Request): Promise<Response> {
    const { pathname, searchParams: query } = new URL(request.url);
    const { method } = request;
    const [, root, what, board, part, card, rest] = pathname.split('/');
    if (request.headers.get('authorization') !== `Bearer ${CANARY}`) return fault(401, 'Who are you?');
    const lists: Readonly<Record<string, readonly { readonly id: string; readonly name: string }[]>> = {
      '/api/boards': BOARDS,
      '/api/boards/main/people': PEOPLE,
      '/api/boards/main/columns': COLUMNS,
    };
    const list = lists[pathname];
    if (list) return pageOf(list, ({ id }) => id, query);
    if (pathname === '/api/me') return Response.json(PEOPLE[0]);
    const home = BOARDS.find(({ id }) => id === board);
    if (root !== 'api' || what !== 'boards' || !home) return fault(404, 'There is no such thing');
    if (part === undefined) return Response.json(home);
    const text = await request.text();
    const sent = (text === '' ? {} : JSON.parse(text)) as Record<string, unknown>;
    if (part === 'cards' && card === undefined) return method === 'GET' ? listCards(query) : createCard(sent);
    const found = cards.get(Number(card));
    if (!found) return fault(404, 'There is no such card');
    return rest === 'notes' ? onNotes(method, found.id, query, sent.text) : onCard(method, found, sent);
  }

  return {
    url,
    requests,
    handle: async (request: Request): Promise<Response> => {
      requests.push(request.clone());
      const response = await answer(request);
      response.headers.set('x-limit', `1000 ${1000 - (requests.length % 1000)}`);
      return response;
    },
  };
}
