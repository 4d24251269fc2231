import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { pauseTraining, startTraining, stepsShown } from '../testing/moments.js';
import { describePage, openPage } from '../testing/open-page.js';
import { setSpeedToMax, withControls } from '../testing/phone.js';

/** Notes what is written on canvases, and what of it does not fit: in the page, before anything else. */
function noteTexts(): void {
  const cut: string[] = [];
  const written: Record<string, string[]> = {}; // by the chart's name
  Object.assign(globalThis, { cut, written });
  const write = CanvasRenderingContext2D.prototype.fillText;
  CanvasRenderingContext2D.prototype.fillText = function (text, x, y, most) {
    const {
      actualBoundingBoxLeft,
      actualBoundingBoxRight,
      actualBoundingBoxAscent,
      actualBoundingBoxDescent,
    } = this.measureText(text);
    const matrix = this.getTransform();
    const corners = [
      new DOMPoint(x - actualBoundingBoxLeft, y - actualBoundingBoxAscent),
      new DOMPoint(x + actualBoundingBoxRight, y + actualBoundingBoxDescent),
    ].map((corner) => corner.matrixTransform(matrix));
    const isIn = corners.every(
      (at) => at.x >= 0 && at.y >= 0 && at.x <= this.canvas.width && at.y <= this.canvas.height,
    );
    const chart = (this.canvas as HTMLCanvasElement).closest('[role=img]')?.getAttribute('aria-label') ?? '';
    const [name] = chart.split(/[.:]/);
    written[name!] = [...(written[name!] ?? []), text];
    if (!isIn) cut.push(text);
    write.call(this, text, x, y, most as number);
  };
}
const cutTexts = (page: Page) => page.evaluate(() => (globalThis as unknown as { cut: string[] }).cut);

/** How many pixels of a chart have a colour of the theme. */
const pixelsOf = (page: Page, chart: RegExp, color: string) =>
  page.getByRole('img', { name: chart }).evaluate((element, name) => {
    const canvas = element.querySelector('canvas')!;
    const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
    const hex = getComputedStyle(document.documentElement).getPropertyValue(name).trim();
    const wanted = [1, 3, 5].map((at) => Number.parseInt(hex.slice(at, at + 2), 16));
    let count = 0;
    for (let i = 0; i < data.length; i += 4) {
      if (data[i + 3] === 255 && wanted.every((part, c) => Math.abs(data[i + c]! - part) < 3)) count++;
    }
    return count;
  }, color);

/** What was written in a chart so far. */
const writtenIn = (page: Page, chart: string): Promise<string[]> =>
  page.evaluate(
    (name) => (globalThis as unknown as { written: Record<string, string[]> }).written[name] ?? [],
    chart,
  );

describePage('the charts', () => {
  it.each([390, 1280])(
    'cut no number, neither empty nor after thousands of steps, %i wide',
    async (width) => {
      const { page, problems, close } = await openPage('neuron', {
        width,
        device: 'wasm',
        before: noteTexts,
      });
      await page.getByRole('img', { name: /^Misclassified points/ }).scrollIntoViewIfNeeded(); // only what is seen is drawn
      await expect.poll(() => writtenIn(page, 'Misclassified points per epoch')).toContain('0');
      expect(await cutTexts(page)).toEqual([]);
      await withControls(page, async () => {
        await page.getByRole('radio', { name: 'XOR' }).check();
        await page.getByRole('radio', { name: 'Gradient descent' }).check();
      });
      await setSpeedToMax(page);
      await startTraining(page);
      await page.getByRole('img', { name: /^Loss per epoch/ }).scrollIntoViewIfNeeded();
      await expect
        .poll(() => writtenIn(page, 'Loss per epoch'))
        .toContainEqual(expect.stringMatching(/^\d+,000$/));
      expect(await cutTexts(page)).toEqual([]);
      expect(problems).toEqual([]);
      await close();
    },
  );

  it('number both axes where a curve begins with a gap', async () => {
    const { page, problems, close } = await openPage('writing', { device: 'wasm', before: noteTexts });
    await page.getByRole('img', { name: /Held out: now \d/ }).scrollIntoViewIfNeeded(); // before training there is no training loss
    await expect
      .poll(() => writtenIn(page, 'Loss in nats a character'))
      .toEqual(expect.arrayContaining(['1', '2', '50'])); // nats, and steps
    expect(problems).toEqual([]);
    await close();
  });

  it('show both curves where they coincide', async () => {
    const { page, problems, close } = await openPage('plane', { device: 'wasm' });
    await page.getByRole('radio', { name: 'Blobs' }).check();
    await page.getByRole('slider', { name: 'Noise' }).press('Home');
    const accuracy = /^Accuracy/;
    await page.getByRole('img', { name: /Training: now 100.*Test: now 100/ }).waitFor();
    await page.getByRole('img', { name: accuracy }).scrollIntoViewIfNeeded(); // only what is seen is drawn
    await stepsShown(page, 60); // so long that dashes of both have room
    await pauseTraining(page);
    await expect.poll(() => pixelsOf(page, accuracy, '--train')).toBeGreaterThan(60);
    await expect.poll(() => pixelsOf(page, accuracy, '--test')).toBeGreaterThan(60);
    expect(problems).toEqual([]);
    await close();
  });
});
