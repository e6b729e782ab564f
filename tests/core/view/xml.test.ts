import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MAX_XML_DEPTH, prettyXml } from '../../../src/core/view/xml.ts';

function pretty(text: string): string {
  const result = prettyXml(text);
  if (!result.ok) throw new Error(JSON.stringify(result.failure));
  return result.value;
}

describe('prettyXml', () => {
  it('prints one element a line and keeps text beside its tags', () => {
    expect(pretty('<?xml version="1.0"?><a x="1>2"><b>text</b><c/><d></d><!-- note --></a>')).toBe(
      '<?xml version="1.0"?>\n<a x="1>2">\n  <b>text</b>\n  <c/>\n  <d></d>\n  <!-- note -->\n</a>',
    );
  });

  it('copies entities, CDATA and a document type as they stand', () => {
    const bomb = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>';
    const source = `${bomb}<x><![CDATA[<not> a tag]]>&b;</x>`;
    expect(pretty(source).replace(/\n\s*/g, '')).toBe(source);
  });

  it('keeps every token of mixed content', () => {
    const source = '<p>one <b>two</b> three</p>';
    expect(pretty(source)).toBe('<p>one\n  <b>two</b>\n  three\n</p>');
  });

  it('says where the markup ends to be XML', () => {
    expect(prettyXml('<a>\n<b></a>')).toMatchObject({
      ok: false,
      failure: { problem: 'a closing tag does not match the open element', line: 2, column: 4 },
    });
    expect(prettyXml('<a')).toMatchObject({ ok: false, failure: { problem: 'a tag is not closed' } });
    expect(prettyXml('<a>')).toMatchObject({ ok: false, failure: { problem: 'an element is not closed' } });
  });

  it('takes a cut document as it is', () => {
    expect(prettyXml('<a><b>text</b><c', { incomplete: true })).toEqual({
      ok: true,
      value: '<a>\n  <b>text</b>\n  <c',
    });
  });

  it('refuses depth beyond its cap without recursing', () => {
    expect(prettyXml('<a>'.repeat(MAX_XML_DEPTH) + '</a>'.repeat(MAX_XML_DEPTH)).ok).toBe(true);
    expect(prettyXml('<a>'.repeat(2_000_000)).ok).toBe(false);
  });

  it('changes nothing but white space, whatever the text, and answers every text', () => {
    const tokens = [
      '<a>',
      '</a>',
      '<b x="1>2"/>',
      "<c y='/>'>",
      '</c>',
      'text',
      '&e;',
      '<!-- a>b -->',
      '<![CDATA[<x>]]>',
    ];
    const pieces = fc.oneof(
      fc.constantFrom(
        ...tokens,
        '<?p ?>',
        '<!DOCTYPE x [<!ENTITY e "v">]>',
        '<',
        '>',
        '</',
        '<!',
        '<!--',
        '"',
        ' ',
        '\n',
      ),
      fc.string({ unit: 'binary', maxLength: 3 }),
    );
    const solid = (text: string): string => text.replace(/\s/g, '');
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), fc.boolean(), (all, incomplete) => {
        const text = all.join('');
        const result = prettyXml(text, { incomplete });
        if (result.ok) expect(solid(result.value)).toBe(solid(text));
        else expect(result.failure.problem).not.toBe('');
      }),
      { numRuns: 500 },
    );
    const nested = fc.array(fc.constantFrom('text', ' ', '<b/>', '&e;')).map((inner) => `<a>${inner.join('')}</a>`);
    fc.assert(fc.property(nested, (text) => void expect(prettyXml(text).ok).toBe(true)));
  });
});
