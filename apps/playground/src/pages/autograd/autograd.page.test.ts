import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { describePage, openPage } from '../../testing/open-page.js';

describePage('the page of the autograd graph', () => {
  it('plays forward and backward when one comes, and checks a guess', async () => {
    const { page, problems, close } = await openPage('autograd');
    await expectResponsive(page, 'while it played', async () => {
      await page.getByRole('button', { name: '3', exact: true }).click();
      await page
        .getByText(/^As you predicted/)
        .first()
        .waitFor();
    });
    await page.getByText('The output is 7; ∂/∂x = 3, ∂/∂y = 2.').first().waitFor();
    await page.getByRole('button', { name: '·: value 6, gradient 1' }).click();
    await page.getByText('∂c/∂a = b =').first().waitFor();
    await page.getByText('1 · 3 = 3', { exact: true }).first().waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('reads what one types, says what it can’t, and keeps it in the address', async () => {
    const { page, problems, close } = await openPage('autograd');
    const field = page.getByRole('textbox', { name: 'Expression' });
    await field.fill('x^3 + alert(y)');
    await page.getByText('“alert” is not known here.').first().waitFor();
    await field.fill('x^3 / y');
    await page.getByRole('slider', { name: 'x', exact: true }).press('ArrowRight');
    await page.getByText('The output is 3.09; ∂/∂x = 4.41, ∂/∂y = −1.03.').first().waitFor();
    await expect.poll(() => decodeURIComponent(page.url())).toContain('e=x^3');
    expect(problems).toEqual([]);
    await close();
  });

  it('teaches a neuron step by step down its gradients', async () => {
    const { page, problems, close } = await openPage('autograd');
    await page.getByRole('button', { name: /^Step 5/ }).click();
    const down = page.getByRole('button', { name: 'One step down', exact: true });
    await page
      .getByText(/^The loss is 0\.6684/)
      .first()
      .waitFor();
    const learned = page.getByText(/the neuron answers its target/);
    const loss = page.locator('.guide .verdict').last();
    for (let i = 0; i < 60 && (await learned.count()) === 0; i++) {
      const before = await loss.textContent();
      await down.click(); // down the gradient of now
      await expect.poll(() => loss.textContent()).not.toBe(before);
    }
    await page.getByRole('button', { name: /^Step 5: .*, seen/ }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('autograd', {
    state: `?step=4&e=${encodeURIComponent('tanh(w*x + b)*x - exp(-y)')}`,
    async ready(page) {
      await page.getByRole('slider', { name: 'Adelante y atrás' }).press('End');
      await page.getByRole('button', { name: /^tanh:/ }).click();
    },
  });
});
