import type { Page } from 'playwright';

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
