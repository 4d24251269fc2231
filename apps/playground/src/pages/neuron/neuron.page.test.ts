import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { judged, pauseTraining, startTraining } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { setSpeedToMax } from '../../testing/phone.js';

const solved = (page: Page) => judged(page, /^Solved after/);

describePage('the page of the neuron', () => {
  it('learns AND, and after switching over the ten points', async () => {
    const { page, problems, close } = await openPage('neuron');
    await solved(page); // it is running when one comes
    await page.getByRole('radio', { name: 'Ten points' }).check();
    await page.getByRole('button', { name: 'Start' }).click();
    await judged(page, /^Solved after 3 epochs/);
    await page.getByRole('tab', { name: 'Network' }).press('ArrowRight');
    await expect.poll(() => page.getByRole('row', { name: '3.06 3.01 0 0 right' }).count()).toBe(1);
    const curve = page.getByRole('img', { name: /^Misclassified points per epoch/ });
    await expect
      .poll(() => curve.getAttribute('aria-label')) // drawn a little later
      .toContain('now 0, lowest 0, highest 2');
    expect(problems).toEqual([]);
    await close();
  });

  it('fails at XOR and says so, then learns it with a hidden layer without keeping the main thread busy', async () => {
    const { page, problems, screenshot, close } = await openPage('neuron');
    await page.getByRole('radio', { name: 'XOR' }).check();
    await setSpeedToMax(page);
    await startTraining(page);
    await judged(page, /at least one point of XOR stays/);
    await pauseTraining(page);
    await page.getByRole('button', { name: 'Add a hidden layer', exact: true }).click();
    await expectResponsive(page, 'while it trained', async () => {
      await startTraining(page);
      await solved(page);
    });
    await screenshot('neuron-xor');
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
    await judged(page, /^3 on the wrong side/);
    const step = page.getByRole('button', { name: 'One step' });
    await expect.poll(() => step.isEnabled()).toBe(true);
    await page.getByRole('button', { name: 'Start' }).click();
    await solved(page);
    await bias.focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowUp');
    await judged(page, /^3 on the wrong side/);
    for (let i = 0; i < 3; i++) await page.keyboard.press('Shift+ArrowDown');
    await judged(page, /^Every point is on its side\.$/);
    expect(problems).toEqual([]);
    await close();
  });

  it('solves XOR with a hidden layer within ten seconds, with nothing else set', async () => {
    const { page, problems, close } = await openPage('neuron');
    await page.getByRole('radio', { name: 'XOR' }).check();
    await page.getByRole('button', { name: 'Add a hidden layer', exact: true }).click();
    await setSpeedToMax(page); // the epochs count, at ten a second
    await startTraining(page);
    await solved(page);
    const text = await page.locator('.verdict', { hasText: /after \d+ epochs/ }).textContent();
    expect(Number(/after (\d+) epochs/.exec(text ?? '')?.[1])).toBeLessThan(100); // ten a second
    expect(problems).toEqual([]);
    await close();
  });

  it('leads through its steps: a guess at XOR is checked, words set the controls', async () => {
    const { page, problems, close } = await openPage('neuron');
    await solved(page);
    await page.getByRole('button', { name: /^Step 3: Give it XOR/ }).click();
    await page.getByRole('button', { name: 'Yes', exact: true }).click();
    await page
      .getByText(/It turned out otherwise: No\./)
      .first()
      .waitFor();
    const again = page.getByRole('button', { name: /^Step 3: Give it XOR, seen/ });
    await again.waitFor();
    await page.getByRole('button', { name: 'perceptron rule' }).click();
    await expect.poll(() => page.getByRole('radio', { name: 'Perceptron' }).isChecked()).toBe(true);
    await again.click();
    await expect.poll(() => page.locator('.predict .verdict').count()).toBe(0); // it is open anew
    expect(problems).toEqual([]);
    await close();
  });

  it('shows one point forward and backward in slow motion, and looks into a unit', async () => {
    const { page, problems, close } = await openPage('neuron', { device: 'cpu' });
    await solved(page);
    await page.getByRole('button', { name: 'Look into the output' }).click();
    await page
      .getByRole('region', { name: 'Look inside' })
      .getByText('z = w₁x₁ + w₂x₂ + b')
      .first()
      .waitFor();
    const bias = page.getByRole('slider', { name: 'Bias of the output' });
    await bias.focus();
    await page.keyboard.press('Home'); // 0: now (0; 0) is wrong
    await page.getByRole('button', { name: 'One point in slow motion' }).click();
    const slow = page.getByRole('region', { name: 'Slow motion' });
    const next = slow.getByRole('button', { name: 'Next' });
    await slow
      .getByText(/^The point \(0; 0\) enters/)
      .first()
      .waitFor();
    await next.click();
    await slow.getByText('Forward: the output adds up to 0.00 and answers 1.').first().waitFor();
    await next.click();
    await slow.getByText('It answers 1, the target is 0: wrong.').first().waitFor();
    await next.click();
    await slow
      .getByText(/^Backward: answer − target is 1\.00/)
      .first()
      .waitFor();
    await next.click();
    await next.click(); // the update
    await slow
      .getByText(/^The point \(0; 1\) enters/)
      .first()
      .waitFor();
    await expect.poll(() => bias.getAttribute('aria-valuetext')).toBe('−0.10');
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
            document.activeElement?.getAttribute('aria-label') ??
            document.activeElement?.closest('button')?.textContent ??
            '',
        );
        if (label.includes(name)) {
          await page.keyboard.press(key);
          return;
        }
      }
      throw new Error(`The tab key does not reach "${name}".`);
    };
    await solved(page);
    await press('Reset', 'Enter');
    await expect.poll(() => page.getByRole('button', { name: 'Start' }).isEnabled()).toBe(true);
    await press('One step', 'Enter');
    await judged(page, /^[1-4] on the wrong side/);
    await press('Weight from x₁', 'ArrowUp');
    await page.keyboard.press('Shift+ArrowUp');
    const weight = page.getByRole('slider', { name: 'Weight from x₁ to the output' });
    await expect.poll(() => weight.getAttribute('aria-valuenow')).toMatch(/^1\.\d/);
    expect(problems).toEqual([]);
    await close();
  });

  itFits('neuron', {
    async ready(page) {
      await setSpeedToMax(page);
      await page.getByRole('button', { name: 'Añadir una capa oculta' }).click();
      await startTraining(page);
      await judged(page, /^Resuelto tras/);
    },
  });
});
