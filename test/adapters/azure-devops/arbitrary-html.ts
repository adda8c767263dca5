import fc from 'fast-check';

const WORDS =
  'Alpha beta gamma, delta. theta_iota *star* [box] 1. # - > \\ ` ~x~ &lt;b&gt; &amp; 😀 | ! = + _ &nbsp; *'.split(' ');
const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 4 }).map((words) => words.join(' '));
const TAGS = [
  'b',
  'strong',
  'i',
  'em',
  'u',
  's',
  'code',
  'span style="color:red"',
  'a href="https://x.example/a?b=1&amp;c=2"',
];

const { line } = fc.letrec<{ line: string; piece: string }>((tie) => ({
  piece: fc.oneof(
    { depthSize: 'small' },
    text,
    fc.constantFrom('<br>', ' ', '\n', '<img src="https://x.example/i.png" alt="an [image]">'),
    fc.tuple(fc.constantFrom(...TAGS), tie('line')).map(([tag, inner]) => `<${tag}>${inner}</${tag.split(' ')[0]}>`),
  ),
  line: fc.array(tie('piece'), { maxLength: 3 }).map((parts) => parts.join('')),
}));

const around = (tag: string, inner: fc.Arbitrary<string>) => inner.map((text) => `<${tag}>${text}</${tag}>`);
const { blocks } = fc.letrec<{ block: string; blocks: string }>((tie) => ({
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    around('div', line),
    around('p', line),
    line,
    fc.constantFrom(
      '<div><br></div>',
      '<hr>',
      '<pre><code class="language-js">a\n```\n b</code></pre>',
      '<p>&nbsp;</p>',
    ),
    around('h2', line),
    around('blockquote', tie('blocks')),
    around('div', tie('blocks')),
    fc
      .array(around('li', fc.oneof(line, tie('blocks'))), { maxLength: 3 })
      .chain((items) => fc.constantFrom('ul', 'ol').map((tag) => `<${tag}>${items.join('')}</${tag}>`)),
    fc
      .array(fc.array(around('td', line), { minLength: 1, maxLength: 3 }), { maxLength: 3 })
      .map((rows) => `<table><tbody>${rows.map((row) => `<tr>${row.join('')}</tr>`).join('')}</tbody></table>`),
  ),
  blocks: fc.array(tie('block'), { maxLength: 4 }).map((parts) => parts.join('')),
}));

/** HTML as an editor might make it, and as none would. */
export const arbitraryHtml: fc.Arbitrary<string> = blocks;
