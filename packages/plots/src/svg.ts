// internal: title, background and panels, which every picture has
import * as Plot from '@observablehq/plot';
import { newDocument, serialize } from '#dom';
import { shorten, textWidth } from './text-width.js';
import { figureStyle, fontFamily, panelClass, rootClass, tones } from './theme.js';

const namespace = 'http://www.w3.org/2000/svg';
const margin = 16;

/** The size of text inside plots, in pixels. */
export const fontSize = 12;

const headings = { title: { size: 16, height: 24 }, subtitle: { size: 12.5, height: 18 }, gap: 10 };

/** One plot of a picture, and where its top left corner stands below the headings. */
export interface Panel {
  readonly x: number;
  readonly y: number;
  readonly plot: Plot.PlotOptions & { readonly width: number; readonly height: number };
}

/** What stands in a picture. */
export interface Picture {
  readonly title: string;
  readonly subtitle?: string | undefined;
  /** What a screen reader says after the title. */
  readonly description: string;
  readonly panels: readonly Panel[];
}

/** Draws plots below a title, and prints the whole as an SVG document that needs nothing else. */
export function drawPicture({ title, subtitle, description, panels }: Picture): string {
  const document = newDocument();
  const element = (name: string, attributes: Readonly<Record<string, string | number>>, text?: string) => {
    const node = document.createElementNS(namespace, name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
    if (text !== undefined) node.textContent = text;
    return node;
  };

  const right = Math.max(...panels.map(({ x, plot }) => x + plot.width));
  const bottom = Math.max(...panels.map(({ y, plot }) => y + plot.height));
  const lines = [
    { text: title, ...headings.title, attributes: { 'font-weight': 600, fill: tones.ink.light } },
    { text: subtitle ?? '', ...headings.subtitle, attributes: { fill: tones.muted.light } },
  ].filter(({ text }) => text !== '');
  const widest = Math.max(0, ...lines.map(({ text, size }) => textWidth(text, size)));
  const width = Math.ceil(Math.max(right, Math.min(widest, Math.max(2 * right, 480))) + 2 * margin);
  const top = margin + lines.reduce((sum, { height }) => sum + height, lines.length > 0 ? headings.gap : 0);
  const height = Math.ceil(top + bottom + margin);

  const root = element('svg', {
    class: rootClass,
    role: 'img',
    'aria-label': title || description,
    width,
    height,
    viewBox: `0 0 ${width} ${height}`,
    color: tones.ink.light,
    'font-family': fontFamily,
  });
  root.append(
    element('title', {}, title || description),
    element('desc', {}, description),
    element('style', {}, figureStyle()),
    element('rect', { width, height, fill: tones.surface.light }),
  );
  let y = margin;
  for (const { text, size, height: lineHeight, attributes } of lines) {
    y += lineHeight;
    const shown = shorten(text, width - 2 * margin, size);
    root.append(element('text', { x: margin, y: y - 6, 'font-size': size, ...attributes }, shown));
  }
  for (const panel of panels) root.append(drawPanel(document, panel, top));
  return printable(serialize(root));
}

function drawPanel(document: Document, { x, y, plot }: Panel, top: number): Element {
  const panel = Plot.plot({ ...plot, document, className: panelClass }) as Element;
  panel.querySelector('style')?.remove(); // it is for a root: a part keeps its own size
  panel.removeAttribute('font-family');
  const place = { x: x + margin, y: y + top, 'font-size': fontSize, overflow: 'visible' };
  for (const [name, value] of Object.entries(place)) panel.setAttribute(name, String(value));
  return panel;
}

/** Replaces characters that XML cannot hold. */
const printable = (text: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the ones that XML forbids
  text.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\p{Surrogate}/gu, '\ufffd');
