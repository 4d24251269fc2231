import { expect, it } from 'vitest';
import { describePage, openPage } from '../testing/open-page.js';

/** Pages where something moves by itself when one comes; the start page has no name. */
const moving = ['', 'activations', 'autograd', 'convolution', 'diffusion'];

/** In the page, before anything else: notes each state of what moves on it. */
function noteStates(): void {
  const watched: Record<string, readonly [element: string, attribute: string]> = {
    '': ['.live__place', 'cx'],
    activations: ['[role=slider]', 'aria-valuetext'],
    autograd: ['.autograd-slow input', 'aria-valuetext'],
    convolution: ['[role=application]', 'aria-label'],
    diffusion: ['.diffusion-clock input', 'aria-valuetext'],
  };
  const [element, attribute] = watched[location.hash.replace(/^#\//, '')]!;
  const states = new Set<string>();
  Object.assign(globalThis, { states });
  new MutationObserver(() => {
    const state = document.querySelector(element)?.getAttribute(attribute);
    if (state) states.add(state);
  }).observe(document, { attributes: true, childList: true, subtree: true });
}

describePage('what moves by itself', () => {
  it.each([true, false])('where less motion is asked for: %s', async (isCalm) => {
    for (const name of moving) {
      const { page, problems, close } = await openPage(name, { isCalm, before: noteStates });
      const count = () => page.evaluate(() => (globalThis as unknown as { states: Set<string> }).states.size);
      await expect.poll(count, { message: name }).toBeGreaterThan(0);
      if (isCalm) {
        await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 1200))); // longer than anything rests
        expect([name, await count()]).toEqual([name, 1]);
      } else {
        await expect.poll(count, { message: name }).toBeGreaterThan(1);
      }
      expect(problems).toEqual([]);
      await close();
    }
  });
});
