import { describe, expect, it } from '@jest/globals';
import { htmlToText, readHtml } from './html.js';

describe('htmlToText', () => {
  it('reads headings, paragraphs, lists and tables as people see them', () => {
    const html =
      '<h1>Returns</h1><p>Within <b>30</b>&nbsp;days.</p><ul><li>unused</li><li>boxed</li></ul>' +
      '<table><tr><th>Item</th><th>Fee</th></tr><tr><td><p>Shoe</p></td><td>5&euro;</td></tr></table>';
    expect(htmlToText(html)).toBe('Returns\n\nWithin 30\u00a0days.\n\n- unused\n- boxed\n\nItem | Fee\nShoe | 5€');
  });

  it('leaves out addresses, pictures, comments and programs', () => {
    const html =
      '<p>Read <a href="https://example.com/x?y">the terms</a><img src="a.png" alt="pic"><!-- c --></p><script>no()</script>';
    expect(htmlToText(html)).toBe('Read the terms');
  });

  it.each([
    ['the attribute', '<p hidden>SECRET</p>'],
    ['a style', '<p style="color: red; display : none">SECRET</p>'],
    ['a style in capitals', "<p STYLE='DISPLAY:NONE'>SECRET</p>"],
    ['visibility', '<div style="visibility:hidden"><p>SECRET</p></div>'],
    ['a font without size', '<span style="font-size: 0px">SECRET</span>'],
    ['transparency', '<td style="opacity:0">SECRET</td>'],
    ['a class', '<style>.x, .quiet { display: none }</style><p class="big quiet">SECRET</p>'],
    ['an id', '<style>p#q{visibility:hidden}</style><p id="q">SECRET</p>'],
    ['a template', '<template>SECRET</template>'],
  ])('leaves out what is hidden by %s', (_name, hidden) => {
    expect(htmlToText(`<body><p>Seen</p>${hidden}</body>`)).toBe('Seen');
  });

  it('keeps what is only small, faint or in a hidden-sounding class', () => {
    const html = '<p style="font-size:0.9em">small</p><p style="opacity:0.5">faint</p><p class="hidden">kept</p>';
    expect(htmlToText(html)).toBe('small\n\nfaint\n\nkept');
  });

  it('reads the title', () => {
    expect(readHtml('<html><head><title>Terms &amp; prices</title></head><p>x</p>').title).toBe('Terms & prices');
  });
});
