import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { carryMarker, clientMarker, markBody, unmarkBody } from '../../src/digest/client-marker.js';

const text = fc.string({ unit: 'grapheme' });
const lines = fc
  .array(fc.constantFrom('', 'text', '    code', '- item', '> <!-- quoted -->', 'end\r'))
  .map((all) => all.join('\n'));

describe('a client marker', () => {
  it('is short, fits a label, is equal for equal keys and does not show the key', () => {
    fc.assert(
      fc.property(text, text, (key, other) => {
        expect(clientMarker(key)).toMatch(/^sk-[0-9a-f]{32}$/);
        expect(clientMarker(key) === clientMarker(other)).toBe(key === other);
      }),
    );
  });
});

describe('a marked body', () => {
  it('gives back body and marker, whatever the body is', () => {
    fc.assert(
      fc.property(fc.oneof(text, lines), text, (body, key) => {
        // A lone carriage return at the end becomes half of a line end.
        fc.pre(!body.endsWith('\r'));
        const expected = { body: body.trim() === '' ? null : body, marker: clientMarker(key) };
        expect(unmarkBody(markBody(body, key))).toEqual(expected);
      }),
    );
    expect(unmarkBody(markBody(null, 'a'))).toEqual({ body: null, marker: clientMarker('a') });
  });

  it('ends in a comment of one line behind an empty one', () => {
    expect(markBody('    code\n', 'a')).toMatch(/^ {4}code\n\n\n<!-- spec-kitty:[0-9a-f]{32} -->$/);
    expect(markBody(null, 'a')).toMatch(/^<!-- spec-kitty:[0-9a-f]{32} -->$/);
  });

  it('is read after a tracker has changed line ends or added some', () => {
    const expected = { body: 'One\r\n\r\ntwo', marker: clientMarker('a') };
    const marked = markBody('One\n\ntwo', 'a').replaceAll('\n', '\r\n');
    for (const end of ['', '\n', '\r\n', ' \n\n']) expect(unmarkBody(marked + end)).toEqual(expected);
  });

  it('keeps what people wrote below', () => {
    expect(unmarkBody(`${markBody('One', 'a')}\ntwo`)).toEqual({ body: 'One\n\ntwo', marker: clientMarker('a') });
    expect(unmarkBody(`${markBody(null, 'a')}\n\ntwo`)).toEqual({ body: 'two', marker: clientMarker('a') });
    expect(unmarkBody(`${markBody('One', 'a')}\r\n\r\ntwo\r\n`).body).toBe('One\n\r\n\r\ntwo\r\n');
  });

  it('hands its marker on to the body that replaces it', () => {
    for (const before of [markBody('One', 'a'), `${markBody(null, 'a')}\r\n`, markBody(markBody('One', 'b'), 'a')]) {
      expect(carryMarker(before, 'two')).toBe(markBody('two', 'a'));
      expect(carryMarker(before, null)).toBe(markBody(null, 'a'));
    }
    for (const body of ['two', null, '']) expect(carryMarker('One', body)).toBe(body);
  });

  it('may have its marker behind other text, at the end', () => {
    expect(unmarkBody(`One${markBody(null, 'a')}\n`)).toEqual({ body: 'One', marker: clientMarker('a') });
    expect(unmarkBody(`One\ntwo ${markBody(null, 'a')}`)).toEqual({ body: 'One\ntwo ', marker: clientMarker('a') });
  });

  it('that was marked again has the newer marker and shows neither', () => {
    expect(unmarkBody(markBody(markBody('One', 'a'), 'b'))).toEqual({ body: 'One', marker: clientMarker('b') });
  });
});

describe('a body without a marker', () => {
  it.each([
    null,
    '',
    'text',
    '<!-- spec-kitty:12 -->',
    `> ${markBody(null, 'a')}`,
    `One\n > two ${markBody(null, 'a')}`,
    `${markBody(null, 'a')} text`,
  ])('%j stays as it is', (body) => {
    expect(unmarkBody(body)).toEqual({ body, marker: null });
  });

  it('is read in no time, however long its white space is', () => {
    const hostile = `${'\n'.repeat(100_000)}${markBody(null, 'a').slice(0, -1)}${' \n'.repeat(50_000)}x`;
    expect(unmarkBody(hostile).marker).toBe(null);
  });
});
