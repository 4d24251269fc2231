import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { withControls } from '../../testing/phone.js';

describePage('the page of the activations', () => {
  it('shows value and derivative where one drags, and says what is saturated', async () => {
    const { page, problems, close } = await openPage('activations');
    const dot = page.getByRole('slider', { name: 'Where one looks, x' });
    await dot.focus();
    await dot.press('Home');
    await page.getByText('Saturated: at x = −5.00 the derivative is 0.007.').first().waitFor();
    await page.getByRole('button', { name: 'Step 1: Drag along the curve, seen' }).waitFor();
    const plot = (await page.locator('.plot').boundingBox())!;
    await expectResponsive(page, 'while the dot was dragged', async () => {
      await page.mouse.move(plot.x + 30, plot.y + 100);
      await page.mouse.down();
      await page.mouse.move(plot.x + plot.width / 2, plot.y + 40, { steps: 20 });
      await page.mouse.up();
      await page.getByText('Here the derivative is 0.250.').first().waitFor();
    });
    await expect.poll(() => page.url()).toMatch(/x=0(&|$)/);
    expect(problems).toEqual([]);
    await close();
  });

  it('leads through its steps: vanishing, dead, exploding, and the step', async () => {
    const { page, problems, close } = await openPage('activations');
    const seen = (name: RegExp) => page.getByRole('button', { name }).waitFor();
    await page.getByRole('button', { name: /^Next: Ten layers/ }).click();
    await page.getByRole('button', { name: 'About a tenth' }).click();
    await page
      .getByText(/It turned out otherwise: Less than a millionth\./)
      .first()
      .waitFor();
    await seen(/^Step 2: .*, seen/);
    await page.getByRole('img', { name: /^10 layers in a row\. At the first, 3e−7 of/ }).waitFor();
    await page.getByRole('button', { name: /^Next: Straight above/ }).click();
    await page.getByRole('button', { name: 'All of it' }).click();
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'below zero' }).click();
    await seen(/^Step 3: .*, seen/);
    await page.getByRole('button', { name: /^Next: The weights/ }).click();
    await page.getByText('The gradient explodes: 38 times').first().waitFor();
    const weight = page.getByRole('slider', { name: 'Weight between layers, w' });
    for (let i = 0; i < 5; i++) await weight.press('ArrowLeft');
    await seen(/^Step 4: .*, seen/);
    await page.getByRole('button', { name: /^Next: Why not/ }).click();
    await page.getByRole('button', { name: 'Nothing' }).click();
    await seen(/^Step 5: .*, seen/);
    await page.getByRole('radio', { name: /^GELU/ }).check();
    await page.getByRole('slider', { name: 'Layer', exact: true }).press('End');
    await page
      .getByText(/^∂h₁₀\/∂z₁ = φ′\(1\.00\) · w · ∂h₁₀\/∂z₂/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('activations', {
    state: '?fn=gelu&chain=1&x=1.5&step=4',
    async ready(page) {
      await page.locator('.plot').waitFor();
      await withControls(page, () => page.getByRole('radio', { name: /^SELU/ }).check());
    },
  });
});
