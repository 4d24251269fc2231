import { expect, it } from 'vitest';
import { stepsShown } from '../testing/moments.js';
import { describePage, openPage } from '../testing/open-page.js';

describePage('state in the address', () => {
  it('survives a reload, another page and back, and a link', async () => {
    const { page, problems, close } = await openPage('plane');
    await page.getByRole('slider', { name: /^Noise/ }).fill('0.3');
    await page.getByRole('button', { name: 'More', exact: true }).click();
    await page.getByRole('spinbutton', { name: 'Seed' }).fill('77');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Escape');
    await expect.poll(() => page.url()).toMatch(/#\/plane\?.*noise=0\.3/);
    await expect.poll(() => page.url()).toMatch(/seed=77/);
    const link = page.url();
    await page.reload();
    const noise = page.getByRole('slider', { name: /^Noise/ });
    await noise.waitFor();
    await expect.poll(() => noise.inputValue()).toBe('0.3');
    await page.getByRole('link', { name: 'neurona playground, start page' }).click();
    await page.getByRole('heading', { name: 'See networks learn.' }).waitFor();
    await page.goBack();
    await noise.waitFor();
    await expect.poll(() => noise.inputValue()).toBe('0.3');
    await close();
    const other = await openPage('plane', { state: link.slice(link.indexOf('?', link.indexOf('#'))) });
    await expect.poll(() => other.page.getByRole('slider', { name: /^Noise/ }).inputValue()).toBe('0.3');
    await other.page.getByRole('button', { name: 'More', exact: true }).click();
    await expect.poll(() => other.page.getByRole('spinbutton', { name: 'Seed' }).inputValue()).toBe('77');
    expect([...problems, ...other.problems]).toEqual([]);
    await other.close();
  });

  it('keeps what was learned while other pages are looked at, in one worker each for two pages at most', async () => {
    const { page, problems, close } = await openPage('digits');
    const count = page.locator('.bar__count strong');
    const step = page.getByRole('button', { name: 'One step' });
    for (const steps of ['1', '2', '3']) {
      await step.click();
      await expect.poll(() => count.textContent()).toBe(steps);
    }
    const go = (name: string) =>
      page.evaluate((hash) => {
        location.hash = hash;
      }, `#/${name}`);
    await go('');
    await page.getByRole('heading', { name: 'See networks learn.' }).waitFor();
    await go('digits');
    await expect.poll(() => count.textContent()).toBe('3');
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor(); // it waits
    await step.click();
    await expect.poll(() => count.textContent()).toBe('4');
    await go('neuron');
    await page.getByRole('heading', { level: 1, name: 'A neuron' }).waitFor();
    await stepsShown(page, 1); // it begins by itself
    await go('digits?optimizer=sgd'); // other settings begin anew
    await page.getByRole('button', { name: 'Start', exact: true }).waitFor();
    await expect.poll(() => count.textContent()).toBe('0');
    expect(problems).toEqual([]);
    await close();
  });

  it('holds own points and kernels, and passes over what it does not know', async () => {
    const points = await openPage('plane', { state: '?data=own&own=1*1*0_-1*-1*1_0.5*0*1&noise=nine' });
    await points.page
      .getByRole('img', { name: /^Own points/i })
      .or(points.page.getByRole('application'))
      .first()
      .waitFor();
    expect(await points.page.getByRole('slider', { name: /^Noise/ }).count()).toBe(0); // own points have none
    expect(points.problems).toEqual([]);
    await points.close();
    const kernel = await openPage('convolution', { state: '?kernel=1*0*0_0_0_0_2_0_0_0_0&stride=2' });
    await expect.poll(() => kernel.page.getByRole('slider', { name: 'Stride' }).inputValue()).toBe('2');
    await kernel.page.getByRole('application', { name: /^Output, 5 × 5/ }).waitFor();
    expect(kernel.problems).toEqual([]);
    await kernel.close();
  });

  it('follows the address when another state of the page is entered', async () => {
    const { page, problems, close } = await openPage('neuron');
    await page.evaluate(() => {
      location.hash = '#/neuron?data=or';
    });
    await expect.poll(() => page.getByRole('radio', { name: 'OR', exact: true }).isChecked()).toBe(true);
    await page.goBack();
    await expect.poll(() => page.getByRole('radio', { name: 'AND', exact: true }).isChecked()).toBe(true);
    expect(problems).toEqual([]);
    await close();
  });

  it('is shared as a link and as a frame for another site, where only the page is shown', async () => {
    const { page, problems, close } = await openPage('neuron');
    await page.getByRole('radio', { name: 'NAND' }).check();
    await page.getByRole('button', { name: 'Share' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share' });
    const link = await dialog.getByLabel('Link').inputValue();
    expect(link).toMatch(/#\/neuron\?data=nand$/);
    expect(await dialog.getByLabel('To stand in another site').inputValue()).toMatch(
      /^<iframe src="[^"]+\?embed#\/neuron\?data=nand"/,
    );
    expect(problems).toEqual([]);
    await close();
    const framed = await openPage('neuron', { embed: true, state: '?data=nand' });
    await expect.poll(() => framed.page.getByRole('radio', { name: 'NAND' }).isChecked()).toBe(true);
    expect(await framed.page.getByRole('banner').count()).toBe(0);
    const whole = framed.page.getByRole('link', { name: 'Open in the neurona playground' });
    expect(await whole.getAttribute('href')).toMatch(/\/#\/neuron\?data=nand$/);
    expect(framed.problems).toEqual([]);
    await framed.close();
  });

  it('shows the seed only where it does something', async () => {
    const { page, problems, close } = await openPage('neuron');
    const more = page.getByRole('button', { name: 'More', exact: true });
    await more.click();
    await page.getByLabel('Device').waitFor();
    expect(await page.getByRole('spinbutton', { name: 'Seed' }).count()).toBe(0); // the perceptron begins at zero and goes through its points in order
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: 'Add a hidden layer', exact: true }).click();
    await more.click();
    await page.getByRole('spinbutton', { name: 'Seed' }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('speaks the visitor’s language about devices and what goes wrong', async () => {
    const { page, problems, close } = await openPage('digits', { language: 'es', device: 'webgpu' });
    await page.getByText('WebGPU no funciona aquí; se usa WebAssembly.').first().waitFor();
    await page
      .getByText(/^WebAssembly, (un hilo|\d+ hilos)$/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Más' }).click();
    await page.getByRole('dialog').waitFor();
    const words = await page.getByRole('dialog').textContent();
    expect(words).not.toMatch(/thread|adapter|software adapter|SIMD/);
    expect(problems).toEqual([]);
    await close();
  });
});
