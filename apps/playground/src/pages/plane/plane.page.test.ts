import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive, snapshotsShown } from '../../testing/main-thread.js';
import { pauseTraining, stepsShown } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { setSpeedToMax } from '../../testing/phone.js';

/** Waits until 95 % of the test points are right. */
const solved = (page: Page) =>
  page
    .locator('.verdict')
    .getByText(/9[5-9]|100/)
    .and(page.getByText(/was not trained on|no se entrenó/))
    .waitFor();
const accuracy = async (page: Page): Promise<number> => {
  const label = await page.getByRole('img', { name: /^Accuracy/ }).getAttribute('aria-label');
  return Number(/Test: now ([\d.]+)%/.exec(label ?? '')?.[1]) / 100;
};

describePage('the page of points in the plane', () => {
  it('learns the moons, then the spirals, and keeps the main thread free', async () => {
    const { page, problems, close } = await openPage('plane');
    await setSpeedToMax(page);
    await solved(page); // it is running when one comes
    await expect.poll(() => accuracy(page)).toBeGreaterThanOrEqual(0.95);
    await expectResponsive(page, 'at full speed', async () => {
      await page.getByRole('button', { name: /^Step 4: Depth winds a spiral/ }).click();
      await page
        .getByRole('application')
        .or(page.getByRole('img', { name: /^The plane with Spirals/ }))
        .waitFor();
      await solved(page);
    });
    await expect.poll(() => accuracy(page)).toBeGreaterThanOrEqual(0.9);
    expect(problems).toEqual([]);
    await close();
  });

  it.each([
    ['one network', ''],
    ['two networks', '?against=relu'],
  ])('keeps the tasks of the main thread short at full speed, with %s', async (_, state) => {
    const { page, problems, close } = await openPage('plane', { state });
    await setSpeedToMax(page);
    await stepsShown(page, 10);
    await expectResponsive(page, 'at full speed', () => snapshotsShown(page), 45);
    expect(problems).toEqual([]);
    await close();
  });

  it('says why a line does not part XOR, and why steps that are too large do not learn', async () => {
    const { page, problems, close } = await openPage('plane', { device: 'cpu' });
    await page.getByRole('button', { name: /^Step 2: A line against XOR/ }).click();
    await page.getByRole('button', { name: 'Three at most' }).click();
    await page
      .locator('.verdict')
      .getByText(/is a straight line/)
      .waitFor();
    await page.getByRole('button', { name: /^Step 4: Depth winds a spiral/ }).click();
    await page.getByRole('button', { name: 'rate of 30' }).click();
    await page
      .locator('.verdict')
      .getByText(/learning rate is too large/)
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('takes own points from the pointer and the keyboard, and erases them', async () => {
    const { page, problems, close } = await openPage('plane', { device: 'cpu' });
    await page.getByRole('radio', { name: 'Your own' }).check();
    const plane = page.getByRole('application');
    await page.getByText('Tap in the plane to place points of both classes.').first().waitFor();
    await plane.click({ position: { x: 60, y: 60 } });
    await page.getByRole('radio', { name: 'add class 1' }).check();
    await plane.focus();
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 8; i++) await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Shift+Enter');
    const counts = (train: number, test: number) =>
      expect
        .poll(() => plane.getAttribute('aria-label'))
        .toContain(`${train} training points, ${test} test points`);
    await counts(4, 0);
    await page.getByRole('radio', { name: 'erase' }).check();
    await plane.click({ position: { x: 62, y: 58 } });
    await counts(3, 0);
    await page.getByRole('button', { name: 'Erase all' }).click();
    await counts(0, 0);
    expect(problems).toEqual([]);
    await close();
  });

  it('takes a stroke as a row of points, and a stroke of the eraser', async () => {
    const { page, problems, close } = await openPage('plane', { device: 'cpu' });
    await page.getByRole('radio', { name: 'Your own' }).check();
    const plane = page.getByRole('application');
    const drag = async () => {
      await plane.scrollIntoViewIfNeeded(); // the controls may have scrolled it away
      const box = (await plane.boundingBox())!;
      await page.mouse.move(box.x + 40, box.y + 100);
      await page.mouse.down();
      await page.mouse.move(box.x + 120, box.y + 100); // 80 pixels at once
      await page.mouse.move(box.x + 200, box.y + 100, { steps: 7 });
      await page.mouse.up();
    };
    await drag();
    await expect
      .poll(() => plane.getAttribute('aria-label'))
      .toMatch(/: 1[01] training points, [01] test points/);
    await page.getByRole('radio', { name: 'erase' }).check();
    await drag();
    await expect.poll(() => plane.getAttribute('aria-label')).toContain(': 0 training points, 0 test points');
    expect(problems).toEqual([]);
    await close();
  });

  it('takes points of a CSV file, and says what is wrong with another', async () => {
    const { page, problems, close } = await openPage('plane', { device: 'cpu' });
    await page.getByRole('radio', { name: 'Your own' }).check();
    const input = page.locator('input[type=file]');
    const file = (text: string) => ({ name: 'a.csv', mimeType: 'text/csv', buffer: Buffer.from(text) });
    await input.setInputFiles(file('1,2,0\nno point\n'));
    await page.getByText('Line 2 is not x, y and one of two classes.').first().waitFor();
    await input.setInputFiles(file('x,y,class\n1,1,0\n-1,-1,1\n1,-1,1\n'));
    await expect
      .poll(() => page.getByRole('application').getAttribute('aria-label'))
      .toContain(': 3 training points');
    expect(problems).toEqual([]);
    await close();
  });

  it('adds and removes units and layers on the network', async () => {
    const { page, problems, close } = await openPage('plane', { device: 'cpu' });
    await page.getByRole('button', { name: 'Add a layer' }).click();
    await page.getByRole('button', { name: 'Unit 3 of layer 3' }).waitFor();
    await page.getByRole('button', { name: 'Hidden layer 3: one unit more' }).click();
    await page.getByRole('button', { name: 'Unit 4 of layer 3' }).waitFor();
    await page.getByRole('combobox', { name: 'Hidden layer 3: Activation' }).selectOption('relu');
    await page.getByRole('button', { name: 'Hidden layer 1: remove the layer' }).click();
    await page.getByRole('button', { name: 'Unit 4 of layer 2' }).waitFor();
    expect(await page.getByRole('combobox', { name: 'Hidden layer 2: Activation' }).inputValue()).toBe(
      'relu',
    );
    expect(problems).toEqual([]);
    await close();
  });

  it('shows a unit’s picture in the plane, chosen with the keyboard', async () => {
    const { page, problems, screenshot, close } = await openPage('plane');
    await page.getByRole('button', { name: /^Step 4: Depth winds a spiral/ }).click();
    await pauseTraining(page);
    await page.getByRole('button', { name: 'Unit 1 of layer 1' }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    await page.getByRole('img', { name: 'The plane with the answers of Unit 2 of layer 2.' }).waitFor();
    await page
      .getByRole('region', { name: 'Look inside' })
      .getByText(/^z = w₁h₁ \+ w₂h₂/)
      .waitFor();
    await screenshot('plane-unit');
    await page.getByRole('region', { name: 'Look inside' }).getByRole('button', { name: 'Close' }).click();
    await page.getByRole('img', { name: /^The plane with Spirals/ }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('leads one point forward and backward, and lets the weights of a unit be changed', async () => {
    const { page, problems, screenshot, close } = await openPage('plane', { device: 'cpu' });
    await stepsShown(page, 1);
    await page.getByRole('button', { name: 'One point in slow motion' }).click();
    const slow = page.getByRole('region', { name: 'Slow motion' });
    await slow.getByText('Point 1 of 210').first().waitFor();
    await page.getByRole('button', { name: 'Start' }).waitFor(); // the weights stand still
    for (const words of [
      /^The point \(.*\) enters/,
      /^Forward: each hidden unit/,
      /^Forward: each hidden unit/,
      /^Forward: the output adds up to/,
      /the target is [01]\. The loss is/,
      /^Backward: answer − target/,
      /^Backward: the error flows/,
      /^Backward: the error flows/,
      /^Update: each weight moves by −0\.01/,
    ]) {
      await slow.getByText(words).first().waitFor();
      if (String(words).includes('error')) await screenshot('plane-slow');
      await slow.getByRole('button', { name: 'Next' }).click();
    }
    await slow.getByText('Point 2 of 210').first().waitFor();
    await slow.getByRole('button', { name: 'End' }).click();
    await page.getByRole('button', { name: 'Unit 1 of layer 2' }).click();
    const weight = page.getByRole('slider', { name: 'Weight from Unit 2 of layer 1 to Unit 1 of layer 2' });
    const before = Number(await weight.getAttribute('aria-valuenow'));
    await weight.focus();
    await page.keyboard.press('Shift+ArrowUp');
    await expect
      .poll(async () => Number(await weight.getAttribute('aria-valuenow')))
      .toBeCloseTo(before + 1, 1);
    await page
      .getByRole('region', { name: 'Look inside' })
      .getByText(/^∂L\/∂w = h₂ · δ/)
      .waitFor();
    await screenshot('plane-weights');
    expect(problems).toEqual([]);
    await close();
  });

  it('trains the same network with L2 beside the one that overfits', async () => {
    const { page, problems, screenshot, close } = await openPage('plane');
    await setSpeedToMax(page);
    await page.getByRole('button', { name: /^Step 5: Too much for sixty points/ }).click();
    await page.getByRole('button', { name: 'Fall, then rise' }).click();
    await page.getByRole('button', { name: 'with L2', exact: true }).click();
    await page.getByRole('img', { name: /^With L2 of 0\.01: The plane with Moons/ }).waitFor();
    await page
      .getByText(/^As set: test \d+%$/)
      .first()
      .waitFor();
    await expect
      .poll(() => page.getByRole('img', { name: /^Loss/ }).getAttribute('aria-label'))
      .toMatch(/As set, test: now [\d.]+.*With L2 of 0\.01, test: now [\d.]+/);
    await page
      .getByText(/^As you predicted/)
      .first()
      .waitFor();
    await screenshot('plane-pair');
    expect(problems).toEqual([]);
    await close();
  });

  itFits('plane', {
    async ready(page) {
      await setSpeedToMax(page);
      await solved(page);
      await pauseTraining(page);
    },
  });
});
