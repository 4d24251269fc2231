import { expect, it } from 'vitest';
import { choose, outputIs } from '../../testing/convolution-output.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { describePage, openPage } from '../../testing/open-page.js';
import { chooseDevice } from '../../testing/phone.js';

/** A PNG of one black pixel. */
const onePixel = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC',
  'base64',
);

describePage('pictures on the page of convolution', () => {
  it('opens a picture, says what is wrong with other files or without a camera, and goes on', async () => {
    const { page, problems, close } = await openPage('convolution', {
      state: '?source=scene&pixels=48',
      device: 'wasm',
    });
    await outputIs(page, '46 × 46');
    const input = page.locator('input[type=file]');
    await input.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
    await page.getByText('That file is not a picture this page can read').first().waitFor();
    await input.setInputFiles({ name: 'b.png', mimeType: 'image/png', buffer: onePixel.subarray(0, 50) });
    await page.getByText('That picture can not be decoded').first().waitFor();
    const huge = Buffer.from(onePixel);
    huge.writeUInt32BE(20_000, 16);
    huge.writeUInt32BE(20_000, 20);
    await input.setInputFiles({ name: 'c.png', mimeType: 'image/png', buffer: huge });
    await page.getByText('That picture is too large').first().waitFor();
    await page.getByRole('slider', { name: 'Stride' }).fill('2');
    await outputIs(page, '23 × 23'); // and it goes on working
    await input.setInputFiles({ name: 'd.png', mimeType: 'image/png', buffer: onePixel });
    await page.getByRole('img', { name: /Input: Your picture, 48 × 48/ }).waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    await page.getByRole('button', { name: 'Camera' }).click();
    await page
      .getByText(/No camera found|The camera was not allowed/)
      .first()
      .waitFor();
    await choose(page, 'Rings');
    await page.getByRole('img', { name: /Input: Rings/ }).waitFor();
    await expect.poll(() => page.getByRole('alert').count()).toBe(0);
    await page.evaluate(
      (bytes) => {
        const clipboardData = new DataTransfer();
        clipboardData.items.add(new File([Uint8Array.from(bytes)], 'e.png', { type: 'image/png' }));
        document.dispatchEvent(new ClipboardEvent('paste', { clipboardData }));
      },
      [...onePixel],
    );
    await page.getByRole('img', { name: /Input: Your picture, 48 × 48/ }).waitFor();
    await chooseDevice(page, 'cpu'); // another worker has the picture too
    await page.getByRole('slider', { name: 'Stride' }).fill('3');
    await outputIs(page, '16 × 16');
    await page.getByRole('img', { name: /Input: Your picture/ }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  it('shows a camera live, one frame after another, and switches it off when one leaves', async () => {
    const { page, problems, close } = await openPage('convolution', {
      state: '?source=scene&pixels=48',
      device: 'wasm',
      before: () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
        let shade = 0;
        const media = {
          getUserMedia: async () => {
            const context = canvas.getContext('2d')!;
            setInterval(() => {
              shade = (shade + 16) % 256;
              context.fillStyle = `rgb(${shade} ${shade} ${shade})`;
              context.fillRect(0, 0, 160, 120);
            }, 30);
            const stream = canvas.captureStream(30);
            Object.assign(globalThis, { stream });
            return stream;
          },
        };
        Object.defineProperty(navigator, 'mediaDevices', { value: media });
      },
    });
    await outputIs(page, '46 × 46');
    await expectResponsive(page, 'with the camera on', async () => {
      await page.getByRole('button', { name: 'Camera' }).click();
      await page.getByRole('img', { name: /Input: Camera, 48 × 36/ }).waitFor();
      const center = () => page.locator('.pixel-view canvas').first().evaluate((canvas) => (canvas as HTMLCanvasElement).getContext('2d')!.getImageData(20, 20, 1, 1).data[0]); // biome-ignore format: one line
      const seen = new Set<number | undefined>();
      await expect.poll(async () => seen.add(await center()).size, { interval: 50 }).toBeGreaterThan(4);
      await choose(page, '96');
      await page.getByRole('img', { name: /Input: Camera, 96 × 72/ }).waitFor();
    });
    await page.getByRole('button', { name: 'Stop the camera' }).waitFor();
    await page.evaluate(() => {
      location.hash = '#/';
    });
    const states = () => page.evaluate(() => (globalThis as unknown as { stream: MediaStream }).stream.getTracks().map(({ readyState }) => readyState)); // biome-ignore format: one line
    await expect.poll(states).toEqual(['ended']);
    expect(problems).toEqual([]);
    await close();
  });
});
