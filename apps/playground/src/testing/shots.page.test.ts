import { it } from 'vitest';
import { describePage, openPage } from './open-page.js';
describePage('shots', () => {
  it.each([
    ['neuron', 390, 844, 'dark', 'es'], ['neuron', 844, 390, 'light', 'en'], ['neuron', 1024, 800, 'light', 'es'],
    ['plane', 390, 844, 'light', 'en'], ['plane', 844, 390, 'dark', 'es'], ['plane', 1440, 900, 'dark', 'es'], ['plane', 1024, 800, 'light', 'en'],
    ['descent', 390, 844, 'light', 'es'], ['descent', 844, 390, 'light', 'en'], ['descent', 1440, 900, 'dark', 'en'], ['neuron', 1440, 900, 'dark', 'en'],
  ] as const)('shot %s %i %i %s %s', async (name, width, height, theme, language) => {
    const { page, screenshot, faults, problems, close } = await openPage(name, { width, theme, language });
    await page.setViewportSize({ width, height });
    await page.waitForTimeout(3000);
    if (height === 390) await page.screenshot({ path: `/work/w-signs/out/playground/s-${name}-${width}.png` });
    else await screenshot(`s-${name}-${width}-${theme}-${language}`);
    console.log('FAULTS', name, width, JSON.stringify(await faults()), JSON.stringify(problems));
    await close();
  });
});
