import { parseHTML } from 'linkedom';
import { describe, expect, it } from 'vitest';
import { type Block, htmlReport } from './html-report.js';
import { plotLearningCurve } from './learning-curve.js';
import { errorOf } from './testing/picture.js';

const page = (...blocks: Block[]) => htmlReport({ title: 'Digits', sections: [{ title: 'Result', blocks }] });
const parse = (html: string) => parseHTML(html).document;

describe('htmlReport', () => {
  it('is one page with a title, a size for phones, and a rule that no script runs and nothing is fetched', () => {
    const document = parse(htmlReport({ title: 'Digits', subtitle: 'seed 1', sections: [] }));
    expect(document.documentElement.getAttribute('lang')).toBe('en');
    expect(document.querySelector('title')?.textContent).toBe('Digits');
    expect(document.querySelector('h1')?.textContent).toBe('Digits');
    expect(document.querySelector('header p')?.textContent).toBe('seed 1');
    expect(document.querySelector('meta[name="viewport"]')?.getAttribute('content')).toContain(
      'width=device-width',
    );
    const policy = document
      .querySelector('meta[http-equiv="Content-Security-Policy"]')
      ?.getAttribute('content');
    expect(policy).toBe("default-src 'none'; style-src 'unsafe-inline'; img-src data:");
    expect(document.querySelector('style')?.textContent).toContain('@media (prefers-color-scheme:dark)');
  });

  it('holds text, preformatted text, pictures and tables in their order', () => {
    const svg = plotLearningCurve({ loss: { train: [2, 1] } });
    const html = page(
      { text: 'Good.' },
      { preformatted: 'a\n  b' },
      { svg, caption: 'The curve.' },
      {
        table: {
          columns: ['class', 'recall'],
          rows: [
            ['zero', 0.5],
            ['one', '1.000'],
          ],
        },
        caption: 'By class',
      },
    );
    const section = parse(html).querySelector('section');
    expect([...(section?.children ?? [])].map((child) => child.tagName)).toEqual([
      'H2',
      'P',
      'PRE',
      'FIGURE',
      'DIV',
    ]);
    expect(section?.querySelector('pre')?.textContent).toBe('a\n  b');
    expect(html).toContain(svg);
    expect(section?.querySelector('figcaption')?.textContent).toBe('The curve.');
    expect(section?.querySelector('caption')?.textContent).toBe('By class');
    expect([...(section?.querySelectorAll('td') ?? [])].map((cell) => cell.textContent)).toEqual([
      'zero',
      '0.5',
      'one',
      '1.000',
    ]);
    expect([...(section?.querySelectorAll('.number') ?? [])].map((cell) => cell.textContent)).toEqual([
      'recall',
      '0.5',
      '1.000',
    ]);
  });

  it('escapes everything but pictures', () => {
    const evil = `<script>alert("1")</script>&'`;
    const html = htmlReport({
      title: evil,
      subtitle: evil,
      language: '"><script>',
      sections: [
        {
          title: evil,
          blocks: [
            { text: evil },
            { preformatted: evil },
            { table: { columns: [evil], rows: [[evil]] }, caption: evil },
            { svg: '<svg width="1"></svg>', caption: evil },
          ],
        },
      ],
    });
    expect(html).not.toContain('<script');
    expect(html.split('&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;&#39;')).toHaveLength(11);
  });

  it('is the same text for the same input', () => {
    expect(page({ text: 'a' })).toBe(page({ text: 'a' }));
  });

  it('refuses what it cannot show', () => {
    expect(errorOf(() => page({ svg: 'curve.svg' }))).toBe(
      'RangeError: [htmlReport] expected an SVG element, got curve.svg (sections[0].blocks[0].svg). ' +
        'Give the text of the picture, not the name of a file.',
    );
    expect(errorOf(() => page({ svg: '' }))).toBe(
      'RangeError: [htmlReport] expected an SVG element, got an empty string (sections[0].blocks[0].svg). ' +
        'Give the text of the picture, not the name of a file.',
    );
    expect(errorOf(() => page({ table: { columns: ['a', 'b'], rows: [[1, 2], [3]] } }))).toBe(
      'RangeError: [htmlReport] expected 2 cells, got 1 (sections[0].blocks[0].table.rows[1]).',
    );
    expect(errorOf(() => page({ image: 'x' } as unknown as Block))).toBe(
      'TypeError: [htmlReport] expected one of text, preformatted, svg and table, got [image] (sections[0].blocks[0]).',
    );
    expect(errorOf(() => htmlReport({ title: 'a' } as Parameters<typeof htmlReport>[0]))).toBe(
      'TypeError: [htmlReport] expected an array of sections, got undefined (sections).',
    );
  });
});
