import { DOMParser } from 'linkedom';
import { describe, expect, it } from 'vitest';

/** Parses a picture. */
export const parsePicture = (svg: string): Element =>
  (new DOMParser().parseFromString(svg, 'image/svg+xml') as unknown as Document).documentElement;

/** What the text elements of a picture say, in their order. */
export const textsOf = (svg: string): string[] =>
  [...parsePicture(svg).querySelectorAll('text')]
    .map((text) => text.textContent ?? '')
    .filter((text) => text !== '');

/** What the marks of one kind say when pointed at. */
export const tooltipsOf = (svg: string, mark: string): string[] =>
  [...parsePicture(svg).querySelectorAll(`[aria-label="${mark}"] title`)].map(
    (title) => title.textContent ?? '',
  );

/** The error that a call throws, as its class and its whole message. */
export function errorOf(call: () => unknown): string {
  try {
    call();
  } catch (error) {
    return String(error);
  }
  throw new Error('the call did not throw');
}

/** The checks that every picture passes; `draw` is given a title. */
export function describePicture(name: string, draw: (title: string) => string): void {
  describe(`${name} as a picture`, () => {
    it('stands alone: a namespace, a size, a background, fonts, and nothing from elsewhere', () => {
      const svg = draw('A picture');
      const root = parsePicture(svg);
      expect(svg.startsWith('<svg xmlns="http://www.w3.org/2000/svg" ')).toBe(true);
      const [width, height] = [root.getAttribute('width'), root.getAttribute('height')];
      expect(Number(width)).toBeGreaterThan(0);
      expect(root.getAttribute('viewBox')).toBe(`0 0 ${width} ${height}`);
      expect(root.getAttribute('font-family')).toContain('sans-serif');
      const background = root.querySelector('rect');
      expect([background?.getAttribute('width'), background?.getAttribute('height')]).toEqual([
        width,
        height,
      ]);
      const outside = svg
        .replaceAll('http://www.w3.org/2000/svg', '')
        .match(/https?:|url\(|<script|NaN|undefined|Infinity/g);
      expect(outside).toBeNull();
    });

    it('keeps every panel inside its edges', () => {
      const root = parsePicture(draw('A picture'));
      const number = (element: Element, attribute: string) => Number(element.getAttribute(attribute));
      const panels = [...root.querySelectorAll('svg')];
      expect(panels.length).toBeGreaterThan(0);
      for (const panel of panels) {
        expect(number(panel, 'x') + number(panel, 'width')).toBeLessThanOrEqual(number(root, 'width'));
        expect(number(panel, 'y') + number(panel, 'height')).toBeLessThanOrEqual(number(root, 'height'));
      }
    });

    it('says to a screen reader what it shows', () => {
      const root = parsePicture(draw('Two < "three" & four'));
      expect(root.getAttribute('role')).toBe('img');
      expect(parsePicture(draw('A picture')).getAttribute('aria-label')).toBe('A picture');
      expect(root.firstElementChild?.tagName).toBe('title');
      expect(root.firstElementChild?.textContent).toBe('Two < "three" & four');
      expect(root.querySelector('desc')?.textContent).not.toBe('');
    });

    it('escapes what it is given and replaces what XML cannot hold', () => {
      const svg = draw('a<b>&"\u0000\ud800');
      expect(svg).toContain('aria-label="a&lt;b&gt;&amp;&quot;\ufffd\ufffd"');
      expect(svg).toContain('<title>a&lt;b&gt;&amp;"\ufffd\ufffd</title>');
    });

    it('is the same text for the same input', () => {
      expect(draw('A picture')).toBe(draw('A picture'));
    });

    it('has a dark side', () => {
      const style = parsePicture(draw('A picture')).querySelector('style')?.textContent;
      expect(style).toContain('@media (prefers-color-scheme:dark)');
      expect(style).toContain('.neurona-figure [fill="#ffffff"]{fill:#14181f}');
    });
  });
}
