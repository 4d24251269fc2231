import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive, snapshotsShown } from '../../testing/main-thread.js';
import { pauseTraining } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';

const onePixel =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAIAAACQd1PeAAAADElEQVR4nGNgYGAAAAAEAAH2FzhVAAAAAElFTkSuQmCC';

describePage('the page of style transfer', () => {
  it('paints while one looks, and the style alone makes a texture of noise', async () => {
    const { page, problems, close } = await openPage('style', { state: '?side=64' });
    await page.getByRole('img', { name: 'Scene in the style of Swirls' }).waitFor();
    await expectResponsive(page, 'at full speed', () => snapshotsShown(page));
    await page.locator('.verdict--good').first().waitFor();
    await page.getByRole('button', { name: /^Next: Style alone/ }).click();
    await page.getByRole('button', { name: /^Something like it/ }).click();
    await page.getByText(/^As you predicted/).first().waitFor(); // biome-ignore format: one line
    expect(problems).toEqual([]);
    await close();
  });

  it('takes pictures and weights of one’s own, and says what is wrong with other files', async () => {
    const { page, problems, close } = await openPage('style', { state: '?side=64' });
    await page.getByRole('img', { name: 'relu3_1, of the picture' }).waitFor();
    const [content, style, weights] = await page.locator('input[type=file]').all();
    await content!.setInputFiles({ name: 'a.png', mimeType: '', buffer: Buffer.from(onePixel, 'base64') });
    await page.getByRole('img', { name: 'Content: yours' }).waitFor();
    await style!.setInputFiles({ name: 'a.txt', mimeType: 'text/plain', buffer: Buffer.from('no picture') });
    await page.getByText('That file is not a picture this page can read').first().waitFor();
    await style!.setInputFiles({ name: 'b.png', mimeType: '', buffer: Buffer.from(onePixel, 'base64') });
    await page.getByRole('img', { name: 'Style: yours' }).waitFor();
    await weights!.setInputFiles({ name: 'c.pth', mimeType: '', buffer: Buffer.from('no weights') });
    await page.getByText('That file does not hold the weights of a VGG').first().waitFor();
    await page.getByRole('switch', { name: 'relu2_1' }).click();
    await expect.poll(() => page.url()).toMatch(/styleLayers=relu1_1_relu3_1/);
    expect(problems).toEqual([]);
    await close();
  });

  it('takes what the camera sees as the content', async () => {
    const { page, problems, close } = await openPage('style', {
      state: '?side=64',
      before: () => {
        navigator.mediaDevices.getUserMedia = async () => {
          const canvas = document.createElement('canvas');
          setInterval(() => canvas.getContext('2d')!.fillRect(0, 0, 9, 9), 30);
          return canvas.captureStream(30);
        };
      },
    });
    await page.getByRole('img', { name: 'Content: Scene' }).waitFor();
    await page.getByRole('button', { name: 'Camera', exact: true }).click();
    await page.getByRole('img', { name: 'What the camera sees' }).waitFor();
    await page.getByRole('button', { name: 'Take it' }).click();
    await page.getByRole('img', { name: 'Content: yours' }).waitFor();
    await page.getByRole('button', { name: 'Camera', exact: true }).waitFor();
    expect(problems).toEqual([]);
    await close();
  });

  itFits('style', {
    state: '?side=64',
    async ready(page) {
      await page.locator('.verdict--good').first().waitFor();
      await pauseTraining(page);
    },
  });
});
