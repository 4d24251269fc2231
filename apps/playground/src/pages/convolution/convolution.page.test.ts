import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { choose, outputIs } from '../../testing/convolution-output.js';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { addressWritten, hangs, pressIfThere } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { withControls } from '../../testing/phone.js';

const output = (page: Page) => page.getByRole('application');

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
    const { page, problems, close } = await openPage('convolution', {
      device: 'wasm',
      before: () =>
        new MutationObserver(() => {
          if (document.querySelector('.pixel-cover')) document.documentElement.dataset.slid = 'yes';
        }).observe(document, { childList: true, subtree: true }),
    });
    await page.locator('[data-slid]').waitFor(); // it comes to its end by itself
    await expect.poll(() => page.locator('.pixel-view__number').count()).toBe(12 * 12 + 10 * 10);
    await pressIfThere(page, 'Show the whole output');
    await verdict(page).filter({ hasText: 'a large one: here is an edge.' }).waitFor();

    await step(page, 2).click();
    await outputIs(page, '22 × 22');
    await page.getByRole('button', { name: 'Horizontal edges' }).click();
    await page
      .getByText(/As you predicted\. It subtracts the row above/)
      .first()
      .waitFor();
    await verdict(page)
      .filter({ hasText: /^\d+% of what it finds lies on horizontal edges\.$/ })
      .waitFor();

    await step(page, 3).click();
    await page.getByRole('button', { name: '6', exact: true }).last().click();
    await page.getByText('⌊(12 + 2·0 − 3) / 2⌋ + 1 = 5.').first().waitFor();
    await outputIs(page, '5 × 5');
    await page.getByRole('button', { name: 'ring of zeros' }).click();
    await verdict(page).filter({ hasText: 'With padding it is 6 wide' }).waitFor();

    await step(page, 4).click();
    await page.getByRole('button', { name: '25', exact: true }).click();
    await outputIs(page, '5 × 5');
    await verdict(page)
      .filter({ hasText: /^The largest of/ })
      .waitFor();
    const [block, most] = /^The largest of (.*) is (.*)\.$/.exec((await verdict(page).textContent())!.trim())!.slice(1); // biome-ignore format: one line
    expect(Math.max(...block!.split(' · ').map(Number))).toBe(Number(most));
    expect(await page.locator('.matrix__cell--chosen strong').textContent()).toBe(most);

    await step(page, 5).click();
    await page.getByRole('button', { name: '5 × 5', exact: true }).click();
    await page
      .getByText(/As you predicted\. Each of the/)
      .first()
      .waitFor();
    await page.getByRole('img', { name: 'Input: Layer 1, 22 × 22 pixels' }).waitFor();
    await outputIs(page, '20 × 20');
    await page.getByRole('button', { name: 'with it', exact: true }).click();
    await verdict(page).filter({ hasText: 'it sees 8 × 8 pixels' }).waitFor();
    for (const n of [1, 2, 3, 4, 5]) await page.getByRole('button', { name: new RegExp(`^Step ${n}: .*, seen$`) }).waitFor(); // biome-ignore format: one line
    await addressWritten(page);
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
    await slow
      .getByText(/“Sobel, horizontal edges” makes\. .*: 237\.8\./)
      .first()
      .waitFor();
    const numbersOf = async (map: number) =>
      (await page.locator('.map').nth(map).locator('.pixel-view__number').allTextContents()).map((text) =>
        Number(text.replace('−', '-')),
      );
    const [output, target, difference] = [await numbersOf(0), await numbersOf(1), await numbersOf(2)];
    for (const [i, value] of difference.entries())
      expect(Math.abs(value - (output[i]! - target[i]!))).toBeLessThan(0.2); // what is shown is rounded
    await next.click();
    await slow
      .getByText(/^The weight in row 1, column 1 met the 100 framed pixels/)
      .first()
      .waitFor();
    await screenshot('convolution-backward-kernel');
    const products = await numbersOf(2);
    const sum = /added up: (−?[\d.]+)\. So/.exec((await slow.textContent())!)![1]!;
    const total = products.reduce((a, b) => a + b, 0);
    expect(Math.abs(total - Number(sum.replace('−', '-')))).toBeLessThan(5); // 100 rounded numbers
    for (let i = 0; i < 9; i++) await next.click();
    await slow
      .getByText(/turned by 180°/)
      .first()
      .waitFor();
    const followed = page.getByRole('application', { name: /^Gradient of the input, 12 × 12 pixels/ });
    await followed.focus();
    await page.keyboard.press('Home');
    await followed.and(page.getByRole('application', { name: /Column 1, row/ })).waitFor();
    await screenshot('convolution-backward-input');
    await next.click();
    await slow
      .getByText(/each weight moves by −0\.002 times its gradient/)
      .first()
      .waitFor();
    await next.click();
    await slow
      .getByText(/squared differences: 216\.\d\./)
      .first()
      .waitFor();
    await slow.getByRole('button', { name: '100 updates' }).click();
    await slow
      .getByText(/squared differences: [01]\.\d\./)
      .first()
      .waitFor();
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
      .waitFor();
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
    await formula.getByText('= ⌊(48 + 2·0 − 1·(3 − 1) − 1) / 1⌋ + 1').first().waitFor();
    await page.getByRole('slider', { name: 'Stride' }).fill('2');
    await page.getByLabel('Dilation').fill('3');
    await page.getByRole('combobox', { name: 'Padding' }).selectOption('4');
    await formula.getByText('= ⌊(48 + 2·4 − 3·(3 − 1) − 1) / 2⌋ + 1').first().waitFor();
    await formula.getByText('= 25', { exact: true }).first().waitFor();
    await choose(page, 'Maximum');
    await formula.getByText('⌊(25 − 2) / 2⌋ + 1').first().waitFor();
    await outputIs(page, '12 × 12');
    await expect.poll(() => page.locator('.stats').last().textContent()).toContain('9 × 9'); // 1 + 3 · 2 + 2 · 1
    // an output of 6 × 6 as the next input is smaller than a window that reaches over 17
    await page.getByRole('slider', { name: 'Stride' }).fill('4');
    await outputIs(page, '6 × 6');
    await page.getByRole('button', { name: 'Use as input' }).click();
    await page.getByRole('combobox', { name: 'Padding' }).selectOption('0');
    await page.getByLabel('Dilation').fill('4');
    await page
      .getByText(/The window reaches over 9 pixels/)
      .first()
      .waitFor();
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
    await page.getByText('The weights sum to 0', { exact: false }).first().waitFor();
    await page.getByLabel('Row 2, column 2').fill('8');
    await page.getByRole('button', { name: 'Normalize' }).click();
    await page.getByText('The weights sum to 1', { exact: false }).first().waitFor();
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
      await page.waitForFunction(() => {
        const output = document.querySelector('[role=application]')?.getAttribute('aria-label') ?? '';
        if (!document.querySelector('.pixel-cover') || !/row (1\d|2\d):/.test(output)) return false;
        const [pause] = document.querySelectorAll<HTMLButtonElement>('.slide-bar button'); // at once, as it goes on
        pause!.click();
        return true;
      });
    });
    await page.getByRole('button', { name: 'Slide it' }).waitFor();
    await screenshot('convolution-sliding');
    await page.getByRole('button', { name: 'Show the whole output' }).click();
    await expect.poll(() => page.locator('.pixel-cover').count()).toBe(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await page.getByRole('button', { name: 'Slide', exact: true }).click();
    await page.getByText('Your system asks for less motion', { exact: false }).first().waitFor();
    const columns = await page.evaluate(
      (hangs) =>
        new Promise<number[]>((resolve, reject) => {
          const output = document.querySelector('[role=application]')!;
          const seen: number[] = [];
          const observer = new MutationObserver(() => {
            const column = Number(/Column (\d+), row 1:/.exec(output.getAttribute('aria-label') ?? '')?.[1]);
            if (column !== seen.at(-1)) seen.push(column);
            if (seen.length < 4) return;
            observer.disconnect();
            resolve(seen);
          });
          observer.observe(output, { attributeFilter: ['aria-label'] });
          setTimeout(() => {
            observer.disconnect();
            reject(new Error(`It went over columns ${seen.join(', ')} and no further.`));
          }, hangs);
        }),
      hangs,
    );
    expect(columns.map((column) => column - columns[0]!)).toEqual([0, 1, 2, 3]); // one after the other: at 250 a second some are passed over in each frame
    expect(problems).toEqual([]);
    await close();
  });

  itFits('convolution', {
    state: '?source=scene&pixels=48',
    device: 'wasm',
    async ready(page) {
      await outputIs(page, '46 × 46');
      await pressIfThere(page, 'Pausar');
    },
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
      await pressIfThere(page, 'Pausar');
    },
  });
});
