import fc from 'fast-check';

/** A node of a document, for tests. */
export interface Node {
  readonly type: string;
  readonly attrs?: object;
  readonly content?: readonly Node[];
  readonly marks?: readonly object[];
  readonly text?: string;
}

/** A new node each time: what is kept is told by its identity. */
const fresh = (make: () => Node) => fc.constant(0).map(make);
const filledWith = (type: string, content: fc.Arbitrary<Node[]>, attrs?: object): fc.Arbitrary<Node> =>
  content.map((inner) => ({ type, ...(attrs && { attrs }), content: inner }));
const some = (node: fc.Arbitrary<Node>, maxLength = 3) => fc.array(node, { minLength: 1, maxLength });

const WORDS = 'Alpha beta gamma, delta. theta_iota *star* [box] 1. # - > \\ ` <b> & 😀 a@b.co http://p.q/r'.split(' ');
const LOOKS = [
  [],
  [],
  [],
  [{ type: 'strong' }],
  [{ type: 'em' }],
  [{ type: 'strong' }, { type: 'em' }],
  [{ type: 'strike' }],
  [{ type: 'code' }],
  [{ type: 'link', attrs: { href: 'https://x.example/a' } }],
  [{ type: 'underline' }],
  [{ type: 'strong' }, { type: 'textColor', attrs: { color: '#00ff00' } }],
];

const text = fc
  .tuple(
    fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }),
    fc.constantFrom(' ', ''),
    fc.constantFrom(...LOOKS),
  )
  .map(
    ([words, end, marks]): Node => ({
      type: 'text',
      text: words.join(' ') + end,
      ...(marks.length > 0 && { marks }),
    }),
  );
const unknownInline = fc.oneof(
  fc
    .constantFrom('Ada', 'Bob Li')
    .map((name): Node => ({ type: 'mention', attrs: { id: `id-${name}`, text: `@${name}`, localId: '' } })),
  fresh(() => ({ type: 'status', attrs: { text: 'IN REVIEW', color: 'blue', localId: 's' } })),
  fresh(() => ({ type: 'date', attrs: { timestamp: '1760000000000' } })),
  fresh(() => ({ type: 'emoji', attrs: { shortName: ':smile:', text: '😄' } })),
  fresh(() => ({ type: 'inlineCard', attrs: { url: 'https://acme.atlassian.net/browse/ACME-1' } })),
  fresh(() => ({ type: 'inlineExtension', attrs: { extensionKey: 'k', extensionType: 't' } })),
  fresh(() => ({ type: 'mediaInline', attrs: { id: 'm', collection: 'c' } })),
);
const line = fc.array(
  fc.oneof(
    { weight: 7, arbitrary: text },
    { weight: 1, arbitrary: fresh(() => ({ type: 'hardBreak' })) },
    { weight: 2, arbitrary: unknownInline },
  ),
  { maxLength: 5 },
);
const paragraph = filledWith('paragraph', line);
const heading = fc.integer({ min: 1, max: 6 }).chain((level) => filledWith('heading', line, { level }));
const code = fc.constantFrom('a\nb', '```\nx', '  y ').map(
  (value): Node => ({
    type: 'codeBlock',
    attrs: { language: 'js', wrap: true },
    content: [{ type: 'text', text: value }],
  }),
);
const file = fresh(() => ({
  type: 'mediaSingle',
  attrs: { layout: 'center' },
  content: [{ type: 'media', attrs: { type: 'file', id: 'f', collection: 'c' } }],
}));
const image = fresh(() => ({
  type: 'mediaSingle',
  attrs: { layout: 'wide', width: 50 },
  content: [{ type: 'media', attrs: { type: 'external', url: 'https://x.example/a b.png', alt: 'x]y' } }],
}));
const task = fc
  .tuple(line, fc.constantFrom('TODO', 'DONE'), fc.uuid())
  .map(([content, state, localId]): Node => ({ type: 'taskItem', attrs: { localId, state }, content }));
const tasks = filledWith('taskList', some(task), { localId: 'list' });

const { list } = fc.letrec<{ item: Node; bullets: Node; list: Node }>((tie) => ({
  item: filledWith('listItem', some(fc.oneof({ weight: 4, arbitrary: paragraph }, code, file, tie('list')))),
  bullets: filledWith('bulletList', some(tie('item'))),
  list: fc.oneof(
    { depthSize: 'small' },
    tie('bullets'),
    filledWith('orderedList', some(tie('item')), { order: 7 }),
    tasks,
  ),
}));
const bullets = filledWith('bulletList', some(filledWith('listItem', some(fc.oneof(paragraph, code)))));
const cell = fc.oneof(
  { weight: 5, arbitrary: paragraph.map((inner) => [inner]) },
  { weight: 1, arbitrary: fc.tuple(paragraph, bullets) },
);
const row = (type: string, attrs: object) =>
  filledWith(
    'tableRow',
    fc.array(cell, { minLength: 2, maxLength: 2 }).map((cells) => cells.map((content) => ({ type, attrs, content }))),
  );
const table = fc
  .tuple(fc.constantFrom({}, { background: '#fff' }, { colspan: 2 }), fc.integer({ min: 0, max: 2 }))
  .chain(([attrs, rows]) =>
    filledWith(
      'table',
      fc
        .tuple(row('tableHeader', attrs), fc.array(row('tableCell', {}), { minLength: rows, maxLength: rows }))
        .map(([head, others]) => [head, ...others]),
      { layout: 'wide', isNumberColumnEnabled: false },
    ),
  );
const column = filledWith('layoutColumn', some(paragraph, 2), { width: 50 });

const block = fc.oneof(
  { weight: 6, arbitrary: paragraph },
  {
    weight: 1,
    arbitrary: paragraph.map(
      (inner): Node => ({ ...inner, marks: [{ type: 'alignment', attrs: { align: 'center' } }] }),
    ),
  },
  { weight: 3, arbitrary: list },
  heading,
  code,
  file,
  image,
  table,
  filledWith('blockquote', some(fc.oneof(paragraph, code, bullets))),
  filledWith('panel', some(fc.oneof(paragraph, heading, list)), { panelType: 'info' }),
  filledWith('expand', some(fc.oneof(paragraph, table), 2), { title: 'More' }),
  filledWith('layoutSection', fc.array(column, { minLength: 2, maxLength: 2 })),
  line.map(
    (content): Node => ({
      type: 'decisionList',
      attrs: { localId: 'd' },
      content: [{ type: 'decisionItem', attrs: { localId: 'e', state: 'DECIDED' }, content }],
    }),
  ),
  fresh(() => ({ type: 'rule' })),
  fresh(() => ({ type: 'extension', attrs: { extensionKey: 'toc', extensionType: 'm', parameters: { depth: 2 } } })),
  fresh(() => ({ type: 'blockCard', attrs: { url: 'https://acme.atlassian.net/browse/ACME-2' } })),
);

/** Documents as Jira has them: every kind of node, in places where the schema allows it. */
export const arbitraryDocument: fc.Arbitrary<{ readonly type: 'doc'; readonly version: 1; readonly content: Node[] }> =
  fc.array(block, { maxLength: 6 }).map((content) => ({ type: 'doc', version: 1, content }));
