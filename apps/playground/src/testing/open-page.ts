import { mkdir, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Browser, chromium, type Page } from 'playwright';
import { afterEach, describe, inject } from 'vitest';
import { hangs } from './moments.js';

const site = inject('site');
const out = fileURLToPath(new URL('../../../../out/playground', import.meta.url));
const axePath = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const isPictured = process.env.NEURONA_PICTURES === '1';

/** Settings of {@link openPage}. */
export interface OpenPageOptions {
  /** Width of the window: 390 is a phone (844 high), default 1280 (800 high). */
  readonly width?: number;
  /** Height of the window. */
  readonly height?: number;
  /** What the system prefers, default light. */
  readonly theme?: 'light' | 'dark';
  /** Whether the system asks for less motion, default false. */
  readonly isCalm?: boolean;
  /** The browser's language, default English. */
  readonly language?: 'en' | 'es';
  /** A device chosen on an earlier visit, default automatic. */
  readonly device?: 'webgpu' | 'wasm' | 'cpu';
  /** What stands in the address after the page's name: `?data=xor`. */
  readonly state?: string;
  /** Whether the page stands in another site. */
  readonly embed?: boolean;
  /** Whether pages that stand in for later ones are there too, 25 in all. */
  readonly standIns?: boolean;
  /** Another host than that of all tests. */
  readonly site?: string;
  /** Whether WebGPU may be played by the CPU. */
  readonly software?: boolean;
  /** Whether the host sends no isolation headers and the service worker may run; default false. */
  readonly bare?: boolean;
  /** Whether it has a browser of its own, as what is done to it would reach the pages of others. */
  readonly alone?: boolean;
  /** Runs in the page before anything else: to take features away, for example. */
  readonly before?: (() => void) | readonly (() => void)[];
}

/** An open page of the site. */
export interface OpenedPage {
  readonly page: Page;
  /** Errors on the console and uncaught ones: hand to `expect(problems).toEqual([])` at the end. */
  readonly problems: string[];
  /** Keeps a picture of the whole page, `out/playground/<name>.png`, where `NEURONA_PICTURES=1` asks for them. */
  screenshot(name: string): Promise<void>;
  /** Keeps a picture of what is in the window, or of a part of it. */
  view(name: string, part?: string): Promise<void>;
  /** Accessibility faults that axe calls serious or critical, with the elements that have them. */
  faults(): Promise<string[]>;
  close(): Promise<void>;
}

/** The browser of this process, and its open pages: files share it, each test has a profile of its own. */
const shared = globalThis as unknown as { launched?: Promise<Browser> };
const open = new Set<() => Promise<void>>();

const launch = (): Promise<Browser> => {
  if ('reason' in site) throw new Error(site.reason);
  return chromium.launch(site.browser);
};

/** Launches the browser that tests share: until it ends, or if it doesn't start, when the next test tries again. */
function launchShared(): Promise<Browser> {
  const launched = launch();
  const forget = () => {
    if (shared.launched === launched) delete shared.launched;
  };
  launched.then((browser) => browser.once('disconnected', forget), forget);
  shared.launched = launched;
  return launched;
}

/** A group of tests that need the site and Chromium: skipped, with the reason in the title, where there is none. */
export function describePage(title: string, body: () => void): void {
  const isMissing = 'reason' in site;
  describe.skipIf(isMissing)(isMissing ? `${title} (skipped: ${site.reason})` : title, () => {
    body();
    afterEach(async () => {
      for (const close of open) await close().catch(() => {}); // of a test that failed: its page would train on, unless its browser ended
    });
  });
}

/** The folder of the built site. */
export const siteFolder = (): string => ('reason' in site ? '' : site.folder);

/**
 * Opens a page of the built site and waits for its heading.
 * @param name - As in its address; empty for the start page.
 */
export async function openPage(name: string, options: OpenPageOptions = {}): Promise<OpenedPage> {
  if ('reason' in site) throw new Error(site.reason);
  const { width = 1280, theme = 'light', language = 'en', device, software, bare, before } = options;
  const { state = '', embed, standIns, alone } = options;
  const browser = await (alone ? launch() : (shared.launched ?? launchShared()));
  const isPhone = width < 700;
  const context = await browser.newContext({
    viewport: { width, height: options.height ?? (isPhone ? 844 : 800) },
    deviceScaleFactor: isPhone ? 2 : 1,
    hasTouch: isPhone,
    colorScheme: theme,
    reducedMotion: options.isCalm ? 'reduce' : 'no-preference',
    locale: language,
    serviceWorkers: bare ? 'allow' : 'block',
  });
  const close = async () => {
    open.delete(close);
    await (alone ? browser : context).close();
  };
  open.add(close);
  context.setDefaultTimeout(hangs);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(String(error)));
  if (device) await page.addInitScript((choice) => localStorage.setItem('neurona.device', choice), device);
  for (const script of [before ?? []].flat()) await page.addInitScript(script);
  const host = options.site ?? (bare ? site.bareUrl : site.url);
  const query = [software && 'software', embed && 'embed'].filter(Boolean).join('&');
  await page.goto(`${host}${standIns ? 'stand-ins.html' : ''}${query && `?${query}`}#/${name}${state}`);
  await page.locator('h1').waitFor();
  return {
    page,
    problems,
    async screenshot(file) {
      if (!isPictured) return;
      await mkdir(out, { recursive: true });
      const size = page.viewportSize()!;
      await page.evaluate(() => scrollTo(0, 0));
      const height = await page.evaluate(() => document.documentElement.scrollHeight);
      await page.setViewportSize({ ...size, height: Math.max(height, size.height) }); // what is fixed stays at its edge
      await page.waitForTimeout(100);
      await page.screenshot({ path: join(out, `${file}.png`) });
      await page.setViewportSize(size);
    },
    async view(file, part) {
      if (!isPictured) return;
      await (part ? page.locator(part) : page).screenshot({ path: join(out, `${file}.png`) });
    },
    async faults() {
      await page.evaluate(endTransitions); // halfway from one theme to the other, words are hard to read
      if (!(await page.evaluate(() => 'axe' in globalThis)))
        await page.evaluate(await readFile(axePath, 'utf8')); // not as a script of the page, which its policy forbids
      const found = await page.evaluate(async () => {
        const { axe } = globalThis as unknown as { axe: { run(): Promise<{ violations: AxeViolation[] }> } };
        return (await axe.run()).violations;
      });
      return found
        .filter(({ impact }) => impact === 'serious' || impact === 'critical')
        .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
    },
    close,
  };
}

/** In the page: ends what began and is to end, as a change of colours. */
async function endTransitions(): Promise<void> {
  await new Promise(requestAnimationFrame); // what has just been set begins
  for (const animation of document.getAnimations())
    if (animation instanceof CSSTransition) animation.finish();
  await new Promise(requestAnimationFrame); // and what depends on it follows
}

interface AxeViolation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly target: readonly string[] }[];
}

/** How far the page is wider than its window, in pixels: 0 where nothing scrolls sideways. On a phone at 360 pixels too. */
export async function overflow(page: Page): Promise<number> {
  const excess = () => page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  const size = page.viewportSize()!;
  const found = await excess();
  if (size.width >= 700 || found > 0) return found;
  await page.setViewportSize({ ...size, width: 360 });
  const narrow = await excess();
  await page.setViewportSize(size);
  return narrow;
}

/** What one taps and is lower than 40 pixels, in words; but for words in a line of text. */
export const smallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() => {
    const targets =
      'button:not(.word), select, input:not([type=radio], [type=checkbox], [hidden]), .segmented__option, .switch, .weight';
    return [...document.querySelectorAll(targets)]
      .map((element) => ({ element, box: element.getBoundingClientRect() }))
      .filter(({ box }) => box.width > 0 && Math.min(box.width, box.height) < 39.5)
      .map(({ element, box }) => `${element.className} ${element.textContent} ${box.width} × ${box.height}`);
  });
