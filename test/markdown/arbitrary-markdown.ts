import fc from 'fast-check';
import { EXAMPLES } from './examples.js';

// Signs of Markdown in any order, which finds more than letters do.
const SIGNS = (
  '* ** *** _ __ ~ ~~ ` `` ``` [ ]( ![ ] ) ( < > # ## --- === *** | \\ ! & . : 1. 2) - + a b foo é 😀 &amp; &#32; ' +
  '@ada @bob-b #12 GH-1 o/r#3 www.a.b http://a.b a@b.co <b> </b> <!--x--> <br>@ada [^1] [^1]:_ [a] [a](/b) ![a](/c.png)'
)
  .split(' ')
  .map((sign) => sign.replace('_', ' '));
const SPACES = [' ', '\n', '\n\n', '    ', '\t', '  \n', '\\\n', '\r\n', '> ', '- ', '1. ', '- [ ] ', '# ', '```js\n'];
const BLOCKS = [
  '| a | b |\n|---|---|\n',
  '[a]: /u "t"\n',
  '<div>\n',
  '<details>\n',
  'word '.repeat(20),
  'line\n'.repeat(20),
];

/** Text that is mostly Markdown, and mostly broken. */
export const arbitraryMarkdown: fc.Arbitrary<string> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc
      .array(
        fc.oneof(
          { weight: 6, arbitrary: fc.constantFrom(...SIGNS) },
          { weight: 3, arbitrary: fc.constantFrom(...SPACES) },
          { weight: 1, arbitrary: fc.constantFrom(...BLOCKS) },
        ),
        { maxLength: 16 },
      )
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  {
    weight: 2,
    arbitrary: fc
      .array(fc.constantFrom(...EXAMPLES), { minLength: 1, maxLength: 3 })
      .map((examples) => examples.join('\n')),
  },
);
