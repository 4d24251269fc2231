import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { longestTask } from '../../testing/main-thread.js';
import { describePage, openPage, overflow, smallTargets } from '../../testing/open-page.js';

const solved = (page: Page) =>
  page
    .getByText(/^Solved after/)
    .first()
    .waitFor({ timeout: 20_000 });
const setSpeedToMax = (page: Page) => page.getByRole('slider', { name: /Speed|Velocidad/ }).press('End');

describePage('the page of the neuron', () => {
  it('learns AND, and after switching over the ten points', async () => {
    const { page, problems, close } = await openPage('neuron');
    await solved(page); // it is running when one comes
    await page.getByRole('radio', { name: 'Ten points' }).check();
    await page.getByRole('button', { name: 'Start' }).click();
    await page.getByText('Solved after 3 epochs').first().waitFor();
    await page.getByRole('tab', { name: 'Network' }).press('ArrowRight');
    expect(await page.getByRole('row', { name: '3.06 3.01 0 0 right' }).count()).toBe(1);
    expect(
      await page.getByRole('img', { name: /^Misclassified points per epoch/ }).getAttribute('aria-label'),
    ).toContain('now 0, lowest 0, highest 2');
    expect(problems).toEqual([]);
    await close();
  });

  it('fails at XOR and says so, then learns it with a hidden layer without keeping the main thread busy', async () => {
    const { page, problems, screenshot, close } = await openPage('neuron');
    await page.getByRole('radio', { name: 'XOR' }).check();
    await setSpeedToMax(page);
    await page.getByRole('button', { name: 'Start' }).click();
    await page
      .getByText(/at least one point of XOR stays/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Pause' }).click();
    await page.getByRole('button', { name: 'Add a hidden layer' }).click();
    const longest = await longestTask(page, async () => {
      await page.getByRole('button', { name: 'Start' }).click();
      await solved(page);
    });
    await screenshot('neuron-xor');
    console.log(`The longest task while it trained took ${longest.toFixed(1)} ms.`);
    expect(longest).toBeLessThan(50);
    expect(problems).toEqual([]);
    await close();
  });

  it('is broken by a weight that one drags, and repaired by hand or by further training', async () => {
    const { page, problems, close } = await openPage('neuron', { device: 'cpu' });
    await solved(page);
    const bias = page.getByRole('slider', { name: 'Bias of the output' });
    const box = (await bias.boundingBox())!;
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2, box.y - 60, { steps: 4 });
    await page.mouse.up();
    await page.getByText('3 on the wrong side').first().waitFor();
    const step = page.getByRole('button', { name: 'One step' });
    await expect.poll(() => step.isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Start' }).click();
    await solved(page);
    await bias.focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowUp');
    await page.getByText('3 on the wrong side').first().waitFor();
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowDown');
    await page.getByText('Every point is on its side.', { exact: true }).first().waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('solves XOR with a hidden layer within ten seconds, with nothing else set', async () => {
    const { page, problems, close } = await openPage('neuron');
    await page.getByRole('radio', { name: 'XOR' }).check();
    await page.getByRole('button', { name: 'Add a hidden layer' }).click();
    await page.getByRole('button', { name: 'Start' }).click();
    await solved(page);
    const epochs = Number(
      /after (\d+) epochs/.exec((await page.locator('.verdict').textContent()) ?? '')?.[1],
    );
    expect(epochs).toBeLessThan(100); // ten a second
    expect(problems).toEqual([]);
    await close();
  });

  it('is used with the keyboard alone: start, a weight by hand, step, reset', async () => {
    const { page, problems, close } = await openPage('neuron', { device: 'cpu' });
    const press = async (name: string, key: string) => {
      for (let i = 0; i < 60; i++) {
        await page.keyboard.press('Tab');
        const label = await page.evaluate(
          () =>
            document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
        );
        if (label.includes(name)) {
          await page.keyboard.press(key);
          return;
        }
      }
      throw new Error(`The tab key does not reach "${name}".`);
    };
    await expect.poll(() => page.getByRole('button', { name: 'Start' }).isEnabled()).toBe(true);
    await press('One step', 'Enter');
    await page
      .getByText(/^[1-4] on the wrong side/)
      .first()
      .waitFor();
    await press('Weight from x₁', 'ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    const weight = page.getByRole('slider', { name: 'Weight from x₁ to the output' });
    await expect.poll(() => weight.getAttribute('aria-valuenow')).toMatch(/^1\.\d/);
    expect(problems).toEqual([]);
    await close();
  });

  it.each([
    [390, 'light', 'es'],
    [390, 'dark', 'en'],
    [1280, 'light', 'en'],
    [1280, 'dark', 'es'],
  ] as const)('fits and is accessible, %i wide, %s, %s', async (width, theme, language) => {
    const { page, problems, screenshot, faults, close } = await openPage('neuron', {
      width,
      theme,
      language,
    });
    if (width < 700) await page.getByRole('button', { name: /^(Speed|Velocidad)/ }).click();
    await setSpeedToMax(page);
    await page.getByRole('switch').check();
    if (width < 700) await page.getByRole('button', { name: /^(Speed|Velocidad)/ }).click();
    await page.getByRole('button', { name: /Start|Iniciar/ }).click();
    await page
      .getByText(/^(Solved after|Resuelto tras)/)
      .first()
      .waitFor({ timeout: 30_000 });
    await screenshot(`neuron-${width}-${theme}`);
    expect(await overflow(page)).toBe(0);
    expect(await smallTargets(page)).toEqual([]);
    expect(await faults()).toEqual([]);
    expect(problems).toEqual([]);
    await close();
  });
});
