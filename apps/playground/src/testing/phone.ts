import type { Page } from 'playwright';
import { expect } from 'vitest';

const isPhone = (page: Page): boolean => page.viewportSize()!.width < 960;

/** Sets the speed to the highest; on a phone it is under *more*. */
export async function setSpeedToMax(page: Page): Promise<void> {
  if (isPhone(page)) await page.getByRole('button', { name: /^(More|Más)$/ }).click();
  await page
    .getByRole('slider', { name: /^(Speed|Velocidad)/ })
    .last()
    .press('End');
  if (isPhone(page)) await page.keyboard.press('Escape');
}

/** Does something with the controls, which are a sheet on a phone. */
export async function withControls(page: Page, work: () => Promise<void>): Promise<void> {
  if (isPhone(page)) await page.getByRole('button', { name: /^(Settings|Ajustes)$/ }).click();
  await work();
  if (isPhone(page))
    await page.getByRole('button', { name: /^(Close the settings|Cerrar los ajustes)$/ }).click();
}

/** Chooses a device, under *more*. */
export async function chooseDevice(page: Page, device: 'auto' | 'webgpu' | 'wasm' | 'cpu'): Promise<void> {
  await page.getByRole('button', { name: /^(More|Más)$/ }).click();
  await page.getByLabel(/^(Device|Dispositivo)$/).selectOption(device);
  await page.keyboard.press('Escape');
}

/** Where an element is in the window. */
export const boxOf = (page: Page, selector: string) =>
  page.evaluate((css) => {
    const { top, bottom, left, right, height } = document.querySelector(css)!.getBoundingClientRect();
    return { top, bottom, left, right, height };
  }, selector);

/** On a phone held upright: picture and settings are seen together, and the keyboard finds both ways. Looks at them meanwhile. */
export async function expectTogether(page: Page, look: () => Promise<void>): Promise<void> {
  const height = page.viewportSize()!.height;
  const focused = () =>
    page.evaluate(() => document.activeElement?.id || document.activeElement?.textContent || '');
  await page.locator('.workbench__picture').waitFor();
  await expect.poll(async () => (await boxOf(page, '.bar')).height).toBe(56);
  await page.evaluate(() => document.querySelector('.workbench__picture')!.scrollIntoView());
  await page.getByRole('button', { name: /^(Settings|Ajustes)$/ }).click();
  await expect.poll(focused).toBe('controls');
  await expect
    .poll(async () => {
      const [picture, sheet] = [await boxOf(page, '.workbench__picture'), await boxOf(page, '#controls')];
      return {
        isSeen: picture.top >= 0 && picture.bottom <= sheet.top + 1,
        isOverTheBar: sheet.bottom <= height - 56 + 1,
      };
    })
    .toEqual({ isSeen: true, isOverTheBar: true });
  await look();
  await page.keyboard.press('Escape');
  await expect.poll(focused).toMatch(/^(Settings|Ajustes)$/);
}
