import { rangeError, typeError } from './errors.js';
import { isArrayLike } from './finite.js';
import { reportStyle } from './html-report-style.js';
import { checkOptions, type OptionNames } from './options.js';

/** Text of cells is escaped; a column of numbers, or of numbers as text, is right-aligned. */
export interface ReportTable {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
}

/** Content of a section: a paragraph, preformatted text, a picture or a table. */
export type Block =
  | { readonly text: string }
  | { readonly preformatted: string }
  | { readonly svg: string; readonly caption?: string }
  | { readonly table: ReportTable; readonly caption?: string };

/** A heading and its content. */
export interface ReportSection {
  readonly title: string;
  readonly blocks: readonly Block[];
}

export interface HtmlReportOptions {
  /** Heading of the page. */
  readonly title: string;
  /** Line below the heading, default none. */
  readonly subtitle?: string;
  /** Sections in their order, each with a heading and its blocks. */
  readonly sections: readonly ReportSection[];
  /** Language of the text as a BCP 47 tag, for the page's `lang` attribute, default `'en'`. */
  readonly language?: string;
}

const htmlReportOptions: OptionNames<HtmlReportOptions> = {
  title: true,
  subtitle: true,
  sections: true,
  language: true,
};

const subject = 'htmlReport';

/**
 * Writes pictures, tables and text as one self-contained HTML page, which runs no script.
 *
 * Text is escaped. An `svg` is inserted as it is, so take it from this package or from another source that you trust.
 *
 * @returns An HTML document, light or dark as the viewer prefers.
 * @throws RangeError if a table's row doesn't fit its columns, or an `svg` isn't an SVG element.
 * @throws TypeError if a block has none of `text`, `preformatted`, `svg` and `table`.
 * @example
 * const page = htmlReport({ title: 'A & B', sections: [{ title: 'Result', blocks: [{ text: 'accuracy > 0.97' }] }] });
 * page.includes('<h1>A &amp; B</h1>'); // => true
 */
export function htmlReport(options: HtmlReportOptions): string {
  const { title, subtitle, sections, language = 'en' } = checkOptions(subject, options, htmlReportOptions);
  if (!isArrayLike(sections)) {
    throw typeError(subject, { expected: 'an array of sections', received: sections, where: 'sections' });
  }
  const body = sections.map((section, index) => renderSection(section, `sections[${index}]`)).join('\n');
  return `<!doctype html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<title>${escapeHtml(title)}</title>
<style>
${reportStyle}
</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
${subtitle === undefined ? '' : `<p>${escapeHtml(subtitle)}</p>\n`}</header>
<main>
${body}
</main>
</body>
</html>
`;
}

function renderSection({ title, blocks }: ReportSection, place: string): string {
  if (!isArrayLike(blocks)) {
    throw typeError(subject, { expected: 'an array of blocks', received: blocks, where: `${place}.blocks` });
  }
  const parts = blocks.map((block, index) => renderBlock(block, `${place}.blocks[${index}]`));
  return `<section>\n<h2>${escapeHtml(title)}</h2>\n${parts.join('\n')}\n</section>`;
}

function renderBlock(block: Block, place: string): string {
  if ('text' in block) return `<p>${escapeHtml(block.text)}</p>`;
  if ('preformatted' in block) return `<pre tabindex="0">${escapeHtml(block.preformatted)}</pre>`;
  if ('svg' in block) return renderFigure(block.svg, block.caption, place);
  if ('table' in block) return renderTable(block.table, block.caption, place);
  const expected = 'one of text, preformatted, svg and table';
  throw typeError(subject, { expected, received: Object.keys(block), where: place });
}

function renderFigure(svg: string, caption: string | undefined, place: string): string {
  const trimmed = svg.trim();
  if (!/^<svg[\s>]/.test(trimmed) || !trimmed.endsWith('</svg>')) {
    const hint = 'Give the text of the picture, not the name of a file.';
    const received = trimmed.length > 40 ? `${trimmed.slice(0, 40)}…` : trimmed || 'an empty string';
    throw rangeError(subject, { expected: 'an SVG element', received, where: `${place}.svg`, hint });
  }
  const line = caption === undefined ? '' : `\n<figcaption>${escapeHtml(caption)}</figcaption>`;
  const width = /^<svg[^>]*\swidth="(\d+)"/.exec(trimmed)?.[1] ?? '0';
  return `<figure>\n<div class="scroll" style="--width:${width}px">${trimmed}</div>${line}\n</figure>`;
}

function renderTable({ columns, rows }: ReportTable, caption: string | undefined, place: string): string {
  rows.forEach((row, index) => {
    if (row.length === columns.length) return;
    const where = `${place}.table.rows[${index}]`;
    throw rangeError(subject, { expected: `${columns.length} cells`, received: row.length, where });
  });
  const classes = columns.map((_, column) =>
    rows.every((row) => isNumber(row[column])) ? ' class="number"' : '',
  );
  const head = columns
    .map((name, column) => `<th scope="col"${classes[column]}>${escapeHtml(name)}</th>`)
    .join('');
  const lines = rows.map((row) => {
    const cells = row.map((cell, column) => `<td${classes[column]}>${escapeHtml(String(cell))}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  const title = caption === undefined ? '' : `<caption>${escapeHtml(caption)}</caption>\n`;
  return `<div class="scroll" tabindex="0">\n<table>\n${title}<thead><tr>${head}</tr></thead>\n<tbody>\n${lines.join('\n')}\n</tbody>\n</table>\n</div>`;
}

// Numbers that were printed to a fixed length are numbers too; an empty cell may stand among them.
const isNumber = (cell: string | number | undefined): boolean =>
  /^([-+−]?[\d.,]+(e[-+]?\d+)?( ?%)?)?$/.test(String(cell));

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escapeHtml = (text: string): string =>
  String(text).replace(/[&<>"']/g, (character) => entities[character] as string);
