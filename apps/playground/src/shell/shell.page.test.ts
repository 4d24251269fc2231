import { expect, it } from 'vitest';
import { judged, startTraining } from '../testing/moments.js';
import { describePage, openPage } from '../testing/open-page.js';

const running = /^WebAssembly, /;

describePage('the shell', () => {
  it('enters a page from the gallery, loads its backend only then, and keeps only a worker that has learned something', async () => {
    const { page, problems, close } = await openPage('');
    const scripts = () =>
      page.evaluate(
        () => performance.getEntriesByType('resource').filter(({ name }) => /\.js$/.test(name)).length,
      );
    const before = await scripts();
    expect(page.workers()).toEqual([]);
    await page.getByRole('link', { name: /^A neuron/ }).click();
    await page.getByText(running).first().waitFor();
    expect(await scripts()).toBeGreaterThan(before);
    expect(page.workers()).toHaveLength(1);
    await expect.poll(() => page.locator('.bar__count strong').textContent()).not.toBe('0');
    const home = page.getByRole('link', { name: 'neurona playground, start page' });
    await home.click();
    await page.getByRole('link', { name: /^Inside a CNN/ }).click();
    await page.getByText(running).first().waitFor();
    expect(page.workers()).toHaveLength(2); // the neuron's is parked
    await home.click();
    await expect.poll(() => page.workers()).toHaveLength(1); // a page that only computes ends
    await page.getByRole('link', { name: /^A neuron/ }).click();
    await page.getByText(running).first().waitFor();
    expect(page.workers()).toHaveLength(1);
    expect(problems).toEqual([]);
    await close();
  });

  it('switches language and theme, and remembers both', async () => {
    const { page, problems, close } = await openPage('neuron');
    await page.getByRole('radio', { name: 'ES', exact: true }).check();
    await page.getByRole('heading', { name: 'Una neurona', exact: true }).waitFor();
    await page.getByRole('button', { name: 'Tema oscuro' }).click(); // the first click changes what is seen
    await page.getByRole('button', { name: 'Tema claro' }).waitFor();
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    await page.reload();
    await page.getByRole('heading', { name: 'Una neurona', exact: true }).waitFor();
    await expect.poll(() => page.locator('html').getAttribute('lang')).toBe('es');
    await expect.poll(() => page.locator('html').getAttribute('data-theme')).toBe('dark');
    await expect.poll(() => page.title()).toBe('Una neurona · neurona playground');
    expect(problems).toEqual([]);
    await close();
  });

  it('says that WebGPU is missing where it was asked for, and goes on with WebAssembly', async () => {
    const { page, problems, close } = await openPage('', { device: 'webgpu' });
    await page.route(/train\.worker/, async (route) => {
      const response = await route.fetch();
      const body = `Object.defineProperty(navigator, 'gpu', { value: undefined });${await response.text()}`;
      await route.fulfill({ response, body });
    });
    await page.getByRole('link', { name: /^A neuron/ }).click();
    await page.getByText('WebGPU does not run here; WebAssembly is used instead.').first().waitFor();
    await page.getByRole('button', { name: 'More', exact: true }).click();
    const details = page.getByRole('dialog', { name: 'More' });
    await details.getByText('This browser does not have it').first().waitFor();
    await page.keyboard.press('Escape');
    await details.waitFor({ state: 'hidden' });
    await page
      .getByText(/^Solved after/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('trains on WebGPU where there is one', async () => {
    const { page, problems, close } = await openPage('neuron', { device: 'webgpu', software: true });
    await page
      .getByText(/WebGPU in software/)
      .first()
      .waitFor();
    await page
      .getByText(/^Solved after/)
      .first()
      .waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('shows a message when the worker dies, and starts it again', async () => {
    const { page, close } = await openPage('neuron', {
      before: () => {
        const Original = Worker;
        const isFirst = !sessionStorage.getItem('died');
        sessionStorage.setItem('died', 'yes');
        let first = isFirst;
        globalThis.Worker = class extends Original {
          constructor(url: string | URL, options?: WorkerOptions) {
            super(first ? new URL('no-such-worker.js', location.href) : url, options);
            first = false;
          }
        };
      },
    });
    await page.getByText('The training worker ended').first().waitFor();
    await page.getByRole('button', { name: 'Restart' }).click();
    await page.getByText(running).first().waitFor();
    await page
      .getByText(/^Solved after/)
      .first()
      .waitFor();
    await close();
  });

  it('says what a browser without workers lacks', async () => {
    const before = () => Object.defineProperty(globalThis, 'Worker', { value: undefined });
    const { page, problems, close } = await openPage('neuron', { before });
    await page
      .getByText('This browser has no web workers, in which the playground trains.')
      .first()
      .waitFor();
    await page.getByRole('link', { name: 'neurona playground, start page' }).click();
    await page.getByRole('heading', { name: 'See networks learn.' }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('shows an error of a page in its place, and the shell goes on', async () => {
    const before = () =>
      Object.defineProperty(globalThis, 'ResizeObserver', { value: undefined, writable: true });
    const { page, close } = await openPage('', { before });
    await page.getByRole('link', { name: /^A neuron/ }).click();
    await page.getByText('This page ran into an error').first().waitFor();
    await page.getByRole('link', { name: 'neurona playground, start page' }).click();
    await page.getByRole('heading', { name: 'See networks learn.' }).waitFor();
    await close();
  });

  it('has a way back from an address that names no page', async () => {
    const { page, problems, close } = await openPage('');
    await page.evaluate(() => {
      location.hash = '#/nowhere';
    });
    await page.getByText('There is nothing here').first().waitFor();
    await page.getByRole('link', { name: 'All pages' }).click();
    await page.getByRole('heading', { level: 1 }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('goes on with WebAssembly when the GPU is lost while it trains', async () => {
    const { page, close } = await openPage('neuron', { device: 'webgpu', software: true, alone: true });
    await page
      .getByText(/WebGPU in software/)
      .first()
      .waitFor();
    await page.getByRole('radio', { name: 'XOR' }).check();
    await page.getByRole('slider', { name: 'Speed' }).press('End');
    await startTraining(page);
    await expect.poll(() => page.locator('.bar__count strong').textContent()).not.toBe('0');
    const browser = await page.context().browser()!.newBrowserCDPSession();
    await browser.send('Browser.crashGpuProcess');
    await page
      .getByText(/^WebAssembly, /)
      .first()
      .waitFor();
    await page.getByText('Training stopped').first().waitFor();
    await judged(page, /at least one point of XOR stays/);
    await close();
  });

  it('skips to the content with the keyboard', async () => {
    const { page, close } = await openPage('');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('content');
    await close();
  });
});
