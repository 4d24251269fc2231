import { afterEach, expect, it } from 'vitest';

const cdn = 'https://cdn.jsdelivr.net/npm/neurona';

/** The text of a file of this package as it is, not as Vite would serve it. */
async function textOf(file: string): Promise<string> {
  const path = `/packages/neurona/${file}?raw`;
  return ((await import(/* @vite-ignore */ path)) as { readonly default: string }).default;
}

/** The page of the README, with the built file in place of the CDN's. */
async function readmePage(): Promise<string> {
  const built = await textOf('dist/neurona.min.js').catch((cause) => {
    throw new Error('dist/neurona.min.js is not there: run `npm run build` first.', { cause });
  });
  const [, page] = /^```html\n([\s\S]*?)^```/m.exec(await textOf('README.md'))!;
  expect(page).toContain(`'${cdn}'`);
  return page!.replace(cdn, URL.createObjectURL(new Blob([built], { type: 'text/javascript' })));
}

afterEach(() => document.querySelector('iframe')?.remove());

it('the page of the README trains with the one built file', async () => {
  const frame = document.createElement('iframe');
  frame.srcdoc = await readmePage();
  document.body.append(frame);
  const report = () => frame.contentDocument?.querySelector('#report')?.textContent ?? '';
  await expect.poll(report, { timeout: 120_000 }).toContain('accuracy');
  expect(Number(/accuracy\s+(\d\.\d+)/.exec(report())?.[1])).toBeGreaterThan(0.9);
  expect(report()).toMatch(/\nwasm: WebAssembly relaxed SIMD, /);
});
