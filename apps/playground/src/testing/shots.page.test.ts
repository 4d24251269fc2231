import { it } from 'vitest';
import { describePage, openPage } from './open-page.js';
const name = process.env.SHOT!;
const widths = (process.env.WIDTHS ?? '1440').split(',').map(Number);
const theme = (process.env.THEME ?? 'light') as 'light';
const language = (process.env.LANGUAGE_ ?? 'en') as 'en';
describePage('shots', () => {
  it.each(widths)('%i', async (width) => {
    const { page, screenshot, faults, problems, close } = await openPage(name, { width, theme, language });
    await page.waitForTimeout(3000);
    if (process.env.CLICK) for (const c of process.env.CLICK.split('|')) { await page.getByRole('button', { name: c }).first().click(); await page.waitForTimeout(1500); }
    await screenshot(`shot-${name}-${width}-${theme}-${language}`);
    console.log('FAULTS', JSON.stringify(await faults()), JSON.stringify(problems));
    await close();
  });
});
