import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive, snapshotsShown } from '../../testing/main-thread.js';
import { pauseTraining, startTraining, stepsShown } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { setSpeedToMax, withControls } from '../../testing/phone.js';

describePage('the page of gradient descent', () => {
  it('races to the valley’s floor: Adam and the others arrive, and the main thread stays free', async () => {
    const { page, problems, close } = await openPage('descent');
    await setSpeedToMax(page);
    await expectResponsive(page, 'during the race', async () => {
      await startTraining(page);
      await page.getByRole('row', { name: /^Adam .*there$/ }).waitFor();
    });
    expect(await page.getByRole('application').getAttribute('aria-label')).toMatch(
      /Adam: there after \d+ steps, at height/,
    );
    await page
      .getByText(/is there first, after \d+ steps/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Again', exact: true }).waitFor(); // nobody moves any more
    for (const row of await page.getByRole('row', { name: /there$/ }).all()) {
      const height = await row.locator('td').nth(1).textContent();
      expect(Number(height)).toBeLessThan(0.0105); // as low as the goal, to the digits shown
    }
    expect(problems).toEqual([]);
    await close();
  });

  it('leads through its steps: a guess is checked by the run', async () => {
    const { page, problems, close } = await openPage('descent', { device: 'cpu' });
    await page.getByRole('button', { name: /^Step 4: One parameter, one rate/ }).click();
    await page.getByRole('button', { name: 'Diverge', exact: true }).click();
    await page
      .getByText(/^As you predicted\. The distance to the minimum/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: '0.8', exact: true }).click();
    await page
      .getByText(/^It reached the minimum/)
      .first()
      .waitFor();
    await page.getByRole('radio', { name: 'ES', exact: true }).check(); // a guess is kept in another language
    await page.getByRole('button', { name: 'Divergir', exact: true, pressed: true }).waitFor();
    await page
      .getByText(/^Tal como predijiste/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('takes a step of an optimizer in slow motion, by its formula and the numbers of now', async () => {
    const { page, problems, screenshot, close } = await openPage('descent', { device: 'cpu' });
    await page.getByRole('combobox', { name: 'Optimizer' }).selectOption('adam');
    await stepsShown(page, 1); // it begins by itself
    await page.getByRole('button', { name: 'Reset' }).click();
    await page.getByRole('button', { name: 'The next step in slow motion' }).click();
    const slow = page.getByRole('region', { name: 'Slow motion' });
    const next = slow.getByRole('button', { name: 'Next' });
    await slow
      .getByText(/^The gradient where it stands now/)
      .first()
      .waitFor();
    for (const words of [/^The average of the gradients/, /^The average of the squared/, /^Both averages/]) {
      await next.click();
      await slow.getByText(words).first().waitFor();
    }
    await next.click();
    await slow
      .getByText(/^The step: minus the learning rate/)
      .first()
      .waitFor();
    await page.getByText('−0.2 · (−0.35; 8.00) / √(0.12; 64.00) = (0.20; −0.20)').first().waitFor(); // the first step of Adam is its rate
    await screenshot('descent-slow');
    await next.click();
    await page.getByText('(−3.50; 2.00) + (0.20; −0.20) = (−3.30; 1.80)').first().waitFor();
    await next.click();
    await page.getByText('∇L(−3.30; 1.80)').first().waitFor();
    await slow.getByRole('button', { name: 'End' }).click();
    expect(problems).toEqual([]);
    await close();
  });

  it('keeps the tasks of the main thread short at full speed', async () => {
    const { page, problems, close } = await openPage('descent');
    await setSpeedToMax(page);
    await page.getByRole('combobox', { name: 'Landscape' }).selectOption('rosenbrock');
    await page.getByRole('button', { name: 'Reset' }).click();
    await expectResponsive(page, 'at full speed', async () => {
      await startTraining(page);
      await snapshotsShown(page);
    });
    expect(problems).toEqual([]);
    await close();
  });

  it('shows who flies off the map when all learning rates are doubled', async () => {
    const { page, problems, close } = await openPage('descent', { device: 'cpu' });
    const rates = page.getByRole('slider', { name: 'All learning rates' });
    await rates.focus();
    for (let i = 0; i < 3; i++) await page.keyboard.press('ArrowRight');
    expect(await rates.getAttribute('aria-valuetext')).toBe('× 2');
    await startTraining(page);
    await page
      .getByText(/Off the map: SGD\. The learning rate is too large/)
      .first()
      .waitFor();
    await page.getByRole('row', { name: /^SGD .*off$/ }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('starts where one taps the map, and where the keyboard’s cross stands', async () => {
    const { page, problems, close } = await openPage('descent', { device: 'cpu' });
    const map = page.getByRole('application');
    const { width, height } = (await map.boundingBox())!;
    await map.click({ position: { x: width / 2, y: height / 4 } });
    await expect.poll(() => map.getAttribute('aria-label')).toContain('start at 0.00, 2.00');
    await page.getByRole('row', { name: /^Nesterov .*there$/ }).waitFor();
    await map.focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await expect.poll(() => map.getAttribute('aria-label')).toContain('start at 0.20, 1.80');
    await page.getByRole('checkbox', { name: 'SGD' }).uncheck();
    await expect.poll(() => map.getAttribute('aria-label')).not.toContain('SGD');
    expect(problems).toEqual([]);
    await close();
  });

  it('tells too small, swinging and too large learning rates of one parameter apart', async () => {
    const { page, problems, screenshot, close } = await openPage('descent', { device: 'cpu' });
    /** Makes so many steps with a learning rate, and stays there. */
    const makeSteps = async (rate: string, count: number) => {
      await page.getByRole('button', { name: rate }).click();
      await pauseTraining(page);
      await page.getByRole('button', { name: 'Reset' }).click();
      for (let i = 0; i < count; i++) await page.getByRole('button', { name: 'One step' }).click();
    };
    await page.getByRole('radio', { name: 'One parameter' }).check();
    await makeSteps('Too small', 15);
    await page
      .getByText(/^It converges slowly/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Too large' }).click();
    await page
      .getByText(/^It diverges/)
      .first()
      .waitFor();
    await page.getByRole('button', { name: 'Just right' }).click();
    await page
      .getByText(/^It reached the minimum after \d+ steps/)
      .first()
      .waitFor();
    await makeSteps('Oscillating', 6);
    await page
      .getByText(/^It oscillates across the minimum/)
      .first()
      .waitFor();
    await screenshot('descent-slope');
    await page.getByRole('radio', { name: 'Two hollows' }).check();
    await page.getByRole('img', { name: /^Two hollows: the parameter is/ }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('descent', {
    picture: 'descent-slope',
    async ready(page) {
      await page.getByRole('radio', { name: 'Un parámetro' }).check();
      await withControls(page, () =>
        page.getByRole('button', { name: 'Demasiado alta', exact: true }).click(),
      );
      await page
        .getByText(/^Diverge/)
        .first()
        .waitFor();
    },
  });

  itFits('descent', {
    async ready(page) {
      await setSpeedToMax(page);
      await startTraining(page);
      await page
        .getByText(/llega primero/)
        .first()
        .waitFor();
      await pauseTraining(page);
    },
  });
});
