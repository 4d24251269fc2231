import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { chooseDevice, withControls } from '../../testing/phone.js';

const output = (page: Page) => page.getByRole('application');

/** Checks one of the choices side by side. */
const choose = (page: Page, name: string | RegExp) =>
  page.getByRole('radio', { name, exact: true }).first().check();

/** A PNG of one black pixel. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC',
  'base64',
);

/** Waits until the output has a size. */
const outputIs = (page: Page, size: string) =>
  page.getByRole('application', { name: new RegExp(`^(Output|Salida), ${size} `) }).waitFor();

/** What the table of products shows. */
const products = async (page: Page): Promise<number[]> =>
  (await page.locator('.matrix__cell strong').allTextContents()).map((text) =>
    Number(text.replace('−', '-')),
  );

const shownSum = async (page: Page): Promise<number> =>
  Number((await page.locator('.convolution-sum .stat dd').first().textContent())!.replace('−', '-'));

const step = (page: Page, n: number) => page.getByRole('button', { name: new RegExp(`^(Step|Paso) ${n}:`) });
const verdict = (page: Page) => page.locator('.guide .verdict').last();

describePage('the page of convolution', () => {
  it('begins with a window on its way, whose numbers can be read, and leads in five steps to two layers', async () => {
    const { page, problems, close } = await openPage('convolution', { device: 'wasm' });
    await page.locator('.pixel-cover').first().waitFor({ state: 'attached' });
    expect(await page.locator('.pixel-view__number').count()).toBe(12 * 12 + 10 * 10);
    await page.getByRole('button', { name: 'Show the whole output' }).click();
    await verdict(page).filter({ hasText: 'a large one: here is an edge.' }).waitFor();

    await step(page, 2).click();
    await outputIs(page, '22 × 22');
    await page.getByRole('button', { name: 'Horizontal edges' }).click();
    await page.getByText(/As you predicted\. It subtracts the row above/).waitFor();
    await verdict(page)
      .filter({ hasText: /^\d+% of what it finds lies on horizontal edges\.$/ })
      .waitFor();

    await step(page, 3).click();
    await page.getByRole('button', { name: '6', exact: true }).last().click();
    await page.getByText('⌊(12 + 2·0 − 3) / 2⌋ + 1 = 5.').waitFor();
    await outputIs(page, '5 × 5');
    await page.getByRole('button', { name: 'ring of zeros' }).click();
    await verdict(page).filter({ hasText: 'With padding it is 6 wide' }).waitFor();

    await step(page, 4).click();
    await page.getByRole('button', { name: '25', exact: true }).click();
    await outputIs(page, '5 × 5');
    const [block, most] = /^The largest of (.*) is (.*)\.$/.exec((await verdict(page).textContent())!.trim())!.slice(1); // biome-ignore format: one line
    expect(Math.max(...block!.split(' · ').map(Number))).toBe(Number(most));
    expect(await page.locator('.matrix__cell--chosen strong').textContent()).toBe(most);

    await step(page, 5).click();
    await page.getByRole('button', { name: '5 × 5', exact: true }).click();
    await page.getByText(/As you predicted\. Each of the/).waitFor();
    await page.getByRole('img', { name: 'Input: Layer 1, 22 × 22 pixels' }).waitFor();
    await outputIs(page, '20 × 20');
    await page.getByRole('button', { name: 'with it', exact: true }).click();
    await verdict(page).filter({ hasText: 'it sees 8 × 8 pixels' }).waitFor();
    for (const n of [1, 2, 3, 4, 5]) await page.getByRole('button', { name: new RegExp(`^Step ${n}: .*, seen$`) }).waitFor(); // biome-ignore format: one line
    await page.waitForTimeout(400); // the address is written
    await page.reload();
    await outputIs(page, '9 × 9'); // 24, 22, 11, 9
    expect(problems).toEqual([]);
    await close();
  });

  it('goes backward in slow motion: to the output, to each weight, to the input, and learns the other kernel', async () => {
    const { page, problems, screenshot, close } = await openPage('convolution', { device: 'wasm' });
    await outputIs(page, '10 × 10');
    await page.getByRole('button', { name: 'Backward in slow motion' }).click();
    const slow = page.getByRole('region', { name: 'Slow motion' });
    const next = slow.getByRole('button', { name: 'Next' });
    await slow.getByText(/“Sobel, horizontal edges” makes\. .*: 237\.8\./).waitFor();
    const numbersOf = async (map: number) =>
      (await page.locator('.map').nth(map).locator('.pixel-view__number').allTextContents()).map((text) =>
        Number(text.replace('−', '-')),
      );
    const [output, target, difference] = [await numbersOf(0), await numbersOf(1), await numbersOf(2)];
    for (const [i, value] of difference.entries())
      expect(Math.abs(value - (output[i]! - target[i]!))).toBeLessThan(0.2); // what is shown is rounded
    await next.click();
    await slow.getByText(/^The weight in row 1, column 1 met the 100 framed pixels/).waitFor();
    await screenshot('convolution-backward-kernel');
    const products = await numbersOf(2);
    const sum = /added up: (−?[\d.]+)\. So/.exec((await slow.textContent())!)![1]!;
    const total = products.reduce((a, b) => a + b, 0);
    expect(Math.abs(total - Number(sum.replace('−', '-')))).toBeLessThan(5); // 100 rounded numbers
    for (let i = 0; i < 9; i++) await next.click();
    await slow.getByText(/turned by 180°/).waitFor();
    const followed = page.getByRole('application', { name: /^Gradient of the input, 12 × 12 pixels/ });
    await followed.focus();
    await page.keyboard.press('Home');
    await followed.and(page.getByRole('application', { name: /Column 1, row/ })).waitFor();
    await screenshot('convolution-backward-input');
    await next.click();
    await slow.getByText(/each weight moves by −0\.002 times its gradient/).waitFor();
    await next.click();
    await slow.getByText(/squared differences: 216\.\d\./).waitFor();
    await slow.getByRole('button', { name: '100 updates' }).click();
    await slow.getByText(/squared differences: [01]\.\d\./).waitFor();
    await slow.getByRole('button', { name: 'End' }).click();
    await outputIs(page, '10 × 10');
    expect(problems).toEqual([]);
    await close();
  });

  it('finds the edges of a board with Sobel, and shows the products of each sum', async () => {
    const { page, problems, close } = await openPage('convolution', {
      state: '?source=scene&pixels=48',
      device: 'wasm',
    });
    await choose(page, 'Board');
    await page.getByRole('img', { name: /Input: Board/ }).waitFor();
    await output(page).focus();
    for (let i = 0; i < 6; i++) await page.keyboard.press('Shift+ArrowLeft'); // to the first column
    for (let i = 0; i < 6; i++) await page.keyboard.press('Shift+ArrowUp');
    await page.keyboard.press('Shift+ArrowRight');
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight'); // squares are 12 wide
    await page.getByRole('application', { name: /Column 11, row 1: 4\./ }).waitFor();
    expect(await products(page)).toEqual([0, 0, 1, 0, 0, 2, 0, 0, 1]);
    expect(await shownSum(page)).toBe(4);
    for (let i = 0; i < 12; i++) await page.keyboard.press('ArrowRight'); // where white ends
    await page.getByRole('application', { name: /Column 23, row 1: −4\./ }).waitFor();
    expect(await products(page)).toEqual([-1, 0, 0, -2, 0, 0, -1, 0, 0]);
    expect(await shownSum(page)).toBe(-4);
    await page.keyboard.press('Shift+ArrowRight');
    await page.getByRole('application', { name: /Column 31, row 1: 0\./ }).waitFor();
    expect(await shownSum(page)).toBe(0);
    expect(problems).toEqual([]);
    await close();
  });

  it('computes the same on WebGPU', async () => {
    const { page, problems, close } = await openPage('convolution', {
      state: '?source=scene&pixels=48',
      device: 'webgpu',
      software: true,
    });
    await page
      .getByRole('status')
      .getByText(/WebGPU/)
      .waitFor({ timeout: 30_000 });
    await choose(page, 'Board');
    await page.getByRole('img', { name: /Input: Board/ }).waitFor();
    await output(page).focus();
    for (const key of ['Shift+ArrowLeft', 'Shift+ArrowUp'])
      for (let i = 0; i < 6; i++) await page.keyboard.press(key);
    await page.keyboard.press('Shift+ArrowRight');
    for (let i = 0; i < 2; i++) await page.keyboard.press('ArrowRight');
    await page.getByRole('application', { name: /Column 11, row 1: 4\./ }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('spells the output size out, and says when nothing comes out', async () => {
    const { page, problems, close } = await openPage('convolution', {
      state: '?source=scene&pixels=48',
      device: 'wasm',
    });
    const formula = page.locator('.size-formulas');
    await formula.getByText('= ⌊(48 + 2·0 − 1·(3 − 1) − 1) / 1⌋ + 1').waitFor();
    await page.getByRole('slider', { name: 'Stride' }).fill('2');
    await page.getByLabel('Dilation').fill('3');
    await page.getByRole('combobox', { name: 'Padding' }).selectOption('4');
    await formula.getByText('= ⌊(48 + 2·4 − 3·(3 − 1) − 1) / 2⌋ + 1').waitFor();
    await formula.getByText('= 25', { exact: true }).waitFor();
    await choose(page, 'Maximum');
    await formula.getByText('⌊(25 − 2) / 2⌋ + 1').waitFor();
    await outputIs(page, '12 × 12');
    expect(await page.locator('.stats').last().textContent()).toContain('9 × 9'); // 1 + 3 · 2 + 2 · 1
    // an output of 6 × 6 as the next input is smaller than a window that reaches over 17
    await page.getByRole('slider', { name: 'Stride' }).fill('4');
    await outputIs(page, '6 × 6');
    await page.getByRole('button', { name: 'Use as input' }).click();
    await page.getByRole('combobox', { name: 'Padding' }).selectOption('0');
    await page.getByLabel('Dilation').fill('4');
    await page.getByText(/The window reaches over 9 pixels/).waitFor();
    await page.getByRole('combobox', { name: 'Padding' }).selectOption('same');
    await page.getByRole('group', { name: 'Pooling' }).getByRole('radio', { name: 'None' }).check();
    await outputIs(page, '2 × 2');
    expect(problems).toEqual([]);
    await close();
  });

  it('takes a kernel that one writes, with the keyboard', async () => {
    const { page, problems, close } = await openPage('convolution', {
      state: '?source=scene&pixels=48',
      device: 'wasm',
    });
    await outputIs(page, '46 × 46');
    await page.getByLabel('Row 1, column 1').focus();
    for (const [text, key] of [
      ['1', 'ArrowRight'],
      ['2', 'ArrowRight'],
      ['1', 'ArrowDown'],
    ] as const) {
      // biome-ignore format: cells
      await page.keyboard.type(text);
      await page.keyboard.press(key);
    }
    await page.keyboard.type('-');
    await expect.poll(() => page.getByLabel('Row 2, column 3').getAttribute('aria-invalid')).toBe('true');
    await page.keyboard.type('2');
    expect(await page.locator('select').first().inputValue()).toBe('own');
    expect(await page.locator('.number-grid__cell').evaluateAll((cells) => cells.map((cell) => (cell as HTMLInputElement).value.replace('−', '-')))).toEqual(['1', '2', '1', '-2', '0', '-2', '-1', '0', '1']); // biome-ignore format: one line
    await page.getByText('The weights sum to 0', { exact: false }).waitFor();
    await page.getByLabel('Row 2, column 2').fill('8');
    await page.getByRole('button', { name: 'Normalize' }).click();
    await page.getByText('The weights sum to 1', { exact: false }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('opens a picture, says what is wrong with other files or without a camera, and goes on', async () => {
    const { page, problems, close } = await openPage('convolution', {
      state: '?source=scene&pixels=48',
      device: 'wasm',
    });
    await outputIs(page, '46 × 46');
    const input = page.locator('input[type=file]');
    await input.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
    await page.getByText('That file is not a picture this page can read').waitFor();
    await input.setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer: onePixel.subarray(0, 50) });
    await page.getByText('That picture can not be decoded').waitFor();
    const huge = Buffer.from(onePixel);
    huge.writeUInt32BE(20_000, 16);
    huge.writeUInt32BE(20_000, 20);
    await input.setInputFiles({ name: 'c.png', mimeType: 'image/png', buffer: huge });
    await page.getByText('That picture is too large').waitFor();
    await page.getByRole('slider', { name: 'Stride' }).fill('2');
    await outputIs(page, '23 × 23'); // and it goes on working
    await input.setInputFiles({ name: 'd.png', mimeType: 'image/png', buffer: onePixel });
    await page.getByRole('img', { name: /Input: Your picture, 48 × 48/ }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.getByRole('button', { name: 'Camera' }).click();
    await page.getByText(/No camera found|The camera was not allowed/).waitFor();
    await choose(page, 'Rings');
    await page.getByRole('img', { name: /Input: Rings/ }).waitFor();
    expect(await page.getByRole('alert').count()).toBe(0);
    await page.evaluate(
      (bytes) => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File([Uint8Array.from(bytes)], 'e.png', { type: 'image/png' }));
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
      },
      [...onePixel],
    );
    await page.getByRole('img', { name: /Input: Your picture, 48 × 48/ }).waitFor();
    await chooseDevice(page, 'cpu'); // another worker has the picture too
    await page.getByRole('slider', { name: 'Stride' }).fill('3');
    await outputIs(page, '16 × 16');
    await page.getByRole('img', { name: /Input: Your picture/ }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('shows a camera live, one frame after another, and switches it off when one leaves', async () => {
    const { page, problems, close } = await openPage('convolution', {
      state: '?source=scene&pixels=48',
      device: 'wasm',
      before: () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
        let shade = 0;
        const media = {
          getUserMedia: async () => {
            const context = canvas.getContext('2d')!;
            setInterval(() => {
              shade = (shade + 16) % 256;
              context.fillStyle = `rgb(${shade} ${shade} ${shade})`;
              context.fillRect(0, 0, 160, 120);
            }, 30);
            const stream = canvas.captureStream(30);
            Object.assign(globalThis, { stream });
            return stream;
          },
        };
        Object.defineProperty(navigator, 'mediaDevices', { value: media });
      },
    });
    await outputIs(page, '46 × 46');
    await expectResponsive(page, 'with the camera on', async () => {
      await page.getByRole('button', { name: 'Camera' }).click();
      await page.getByRole('img', { name: /Input: Camera, 48 × 36/ }).waitFor();
      const center = () => page.locator('.pixel-view canvas').first().evaluate((canvas) => (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(20, 20, 1, 1).data[0]); // biome-ignore format: one line
      const seen = new Set<number | undefined>();
      await expect
        .poll(async () => seen.add(await center()).size, { interval: 50, timeout: 10_000 })
        .toBeGreaterThan(4);
      await choose(page, '96');
      await page.getByRole('img', { name: /Input: Camera, 96 × 72/ }).waitFor();
    });
    await page.getByRole('button', { name: 'Stop the camera' }).waitFor();
    await page.evaluate(() => {
      location.hash = '#/';
    });
    const states = () => page.evaluate(() => (globalThis as unknown as { stream: MediaStream }).stream.getTracks().map(({ readyState }) => readyState)); // biome-ignore format: one line
    await expect.poll(states).toEqual(['ended']);
    expect(problems).toEqual([]);
    await close();
  });

  it('slides over the picture, and leaves the main thread free', async () => {
    const { page, problems, screenshot, close } = await openPage('convolution', {
      state: '?source=scene&pixels=48',
      device: 'wasm',
    });
    await outputIs(page, '46 × 46');
    await expectResponsive(page, 'while it slides', async () => {
      for (const stride of ['2', '3', '4', '1'])
        await page.getByRole('slider', { name: 'Stride' }).fill(stride);
      await outputIs(page, '46 × 46');
      await page.getByLabel('Positions per second').fill('3'); // 250
      await page.getByRole('button', { name: 'Slide it' }).click();
      await page.locator('.pixel-cover').first().waitFor({ state: 'attached' });
      await page.getByRole('application', { name: /row (1\d|2\d):/ }).waitFor();
      await page.getByRole('button', { name: 'Pause' }).click();
    });
    await screenshot('convolution-sliding');
    await page.getByRole('button', { name: 'Show the whole output' }).click();
    expect(await page.locator('.pixel-cover').count()).toBe(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Slide', exact: true }).click();
    await page.getByText('Your system asks for less motion', { exact: false }).waitFor();
    await page.waitForTimeout(500);
    await page.getByRole('button', { name: 'Pause' }).click();
    const name = await output(page).getAttribute('aria-label');
    expect(Number(/Column (\d+), row 1:/.exec(name ?? '')?.[1])).toBeLessThan(8); // two a second, not 250
    expect(problems).toEqual([]);
    await close();
  });

  itFits('convolution', {
    state: '?source=scene&pixels=48',
    device: 'wasm',
    ready: (page) => outputIs(page, '46 × 46'),
  });

  itFits('convolution', {
    state: '?source=scene&pixels=48',
    device: 'wasm',
    picture: 'convolution-edges',
    async ready(page) {
      await page.getByRole('button', { name: /^Bordes, y luego/ }).click();
      await outputIs(page, '47 × 47');
      await withControls(page, async () => {
        await choose(page, 'Rojo, verde, azul');
        await choose(page, '5 × 5');
      });
      await page.getByRole('radio', { name: 'Rojo', exact: true }).waitFor();
    },
  });
});
