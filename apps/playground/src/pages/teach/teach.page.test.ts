import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { decodeSafetensors } from '@neurona/checkpoints';
import type { Page } from 'playwright';
import { expect, it } from 'vitest';
import { itFits } from '../../testing/fits.js';
import { expectResponsive } from '../../testing/main-thread.js';
import { says } from '../../testing/moments.js';
import { describePage, openPage } from '../../testing/open-page.js';

const step = (page: Page, n: number) => page.getByRole('button', { name: new RegExp(`^(Step|Paso) ${n}:`) });
const isSeen = (page: Page, n: number) =>
  page.getByRole('button', { name: new RegExp(`^Step ${n}: .*, seen`) }).waitFor();

/** A drawing on the sheet: a line down. */
async function draw(page: Page): Promise<void> {
  const pad = (await page.getByRole('application', { name: /^Sheet/ }).boundingBox())!;
  await page.mouse.move(pad.x + pad.width / 2, pad.y + 0.15 * pad.height);
  await page.mouse.down();
  await page.mouse.move(pad.x + pad.width / 2, pad.y + 0.85 * pad.height, { steps: 12 });
  await page.mouse.up();
}

describePage('the page “teach it yourself”', () => {
  it('answers at once, is confused by a new class, and learns it from more examples', async () => {
    const { page, problems, close } = await openPage('teach');
    await expectResponsive(page, 'at full speed', async () => {
      await page.getByText(/^“Fish”, \d+% sure\. Of 30 held-out pictures it knows \d+\.$/).first().waitFor(); // biome-ignore format: one line
      await isSeen(page, 1);
      await draw(page);
      await page.getByRole('button', { name: /^Next: A fourth class/ }).click();
      await page.getByRole('button', { name: 'No, less than half' }).click();
      await page.getByText(/^(As you predicted|It turned out otherwise)/).first().waitFor(); // biome-ignore format: one line
      await page.getByRole('button', { name: /^Next: More examples/ }).click();
      await page.getByRole('button', { name: 'twelve' }).click();
      await isSeen(page, 3);
    });
    await expect.poll(() => page.url()).toMatch(/classes=house-12_fish-12_sun-12_boat-12/);
    expect(problems).toEqual([]);
    await close();
  });

  it('learns a class of one’s own, and comes back from a file', async () => {
    const { page, problems, close } = await openPage('teach');
    await page.getByText(/^“Fish”, /).first().waitFor(); // biome-ignore format: one line
    await step(page, 5).click();
    await page.getByRole('button', { name: 'Class of your own', exact: true }).click();
    await page.getByLabel('Name of the class').selectText();
    await page.keyboard.type('Line');
    await page.keyboard.press('Enter');
    for (let i = 0; i < 4; i++) {
      await page.getByRole('button', { name: 'Empty sheet' }).click();
      await draw(page);
      await page.getByRole('button', { name: 'Add to “Line”' }).click();
    }
    await page.getByText('“Line” has 4 pictures of yours.', { exact: false }).first().waitFor();
    await page.getByText('3 to learn, 1 held out').first().waitFor();
    await expect.poll(() => page.locator('.teach-said').textContent()).toMatch(/^Line/);
    await page.getByRole('link', { name: 'neurona playground, start page' }).click();
    await page.goBack();
    await page.getByText('“Line” has 4 pictures of yours.', { exact: false }).first().waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save (safetensors)' }).click();
    const path = join(await mkdtemp(join(tmpdir(), 'neurona-')), 'taught.safetensors');
    await (await saving).saveAs(path);
    const exporting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save (ONNX)' }).click();
    expect((await exporting).suggestedFilename()).toBe('taught.onnx');
    await page.reload();
    await expect.poll(() => page.locator('.teach-said').textContent()).toMatch(/^Fish/);
    const input = page.locator('input[type=file][accept=".safetensors"]');
    await input.setInputFiles({ name: 'a.safetensors', mimeType: '', buffer: Buffer.from('no weights') });
    await page.getByText('That file holds no network that this page saved.').first().waitFor();
    const loaded = says(page, '.toasts', /Loaded: \d+% of the held-out pictures are right\./);
    await input.setInputFiles(path);
    await loaded;
    await draw(page);
    await page.getByRole('button', { name: 'Empty sheet' }).click();
    await draw(page);
    await expect.poll(() => page.locator('.teach-said').textContent()).toMatch(/^Line/);
    await rm(dirname(path), { recursive: true });
    expect(problems).toEqual([]);
    await close();
  });

  it('takes pictures of the camera while it records', async () => {
    const { page, problems, close } = await openPage('teach', {
      before: () => {
        const canvas = Object.assign(document.createElement('canvas'), { width: 160, height: 120 });
        let shade = 0;
        const media = {
          getUserMedia: async () => {
            const context = canvas.getContext('2d')!;
            setInterval(() => {
              shade = (shade + 16) % 256;
              context.fillStyle = `rgb(${shade} 90 30)`;
              context.fillRect(0, 0, 160, 120);
            }, 30);
            return canvas.captureStream(30);
          },
        };
        Object.defineProperty(navigator, 'mediaDevices', { value: media });
      },
    });
    await page.getByText(/^“Fish”, /).first().waitFor(); // biome-ignore format: one line
    await page.getByRole('button', { name: 'Class of your own', exact: true }).click();
    await page.getByRole('button', { name: 'Camera', exact: true }).click();
    await page.getByRole('button', { name: 'Record for “Class 4”' }).click();
    await page.getByText(/^([89]|\d\d+) to learn, \d+ held out/).first().waitFor(); // biome-ignore format: one line
    await page.getByRole('button', { name: 'Record for “Class 4”' }).click();
    await page.getByRole('button', { name: 'Stop the camera' }).click();
    await expect.poll(() => page.locator('.teach-said').textContent()).toMatch(/^Class 4/);
    expect(problems).toEqual([]);
    await close();
  });

  it('learns on a published ResNet of a file, saves all of it, and says what differs in another file', async () => {
    const { page, problems, close } = await openPage('teach', { state: '?classes=house-1_sun-1' });
    await page.getByText(/^“(House|Sun)”, /).first().waitFor(); // biome-ignore format: one line
    const asked: string[] = [];
    await page.route('https://huggingface.co/**', (route) => void asked.push(route.request().url())); // no answer
    await page.getByRole('button', { name: 'Load from the hub' }).click();
    await expect.poll(() => asked.length).toBeGreaterThan(0);
    expect(asked[0]).toMatch(/timm\/resnet18\.tv_in1k\/resolve\/[0-9a-f]{40}\/model\.safetensors/);
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('button', { name: 'Cancel' }).waitFor({ state: 'detached' });
    const [resnet, other] = await Promise.all(
      ['cnn/fixtures/tiny-resnet.pth', 'transformer/fixtures/lora/gpt2/model.safetensors'].map((path) =>
        readFile(new URL(`../../../../../packages/architectures/${path}`, import.meta.url)),
      ),
    );
    const input = page.locator('input[type=file][accept=".safetensors,.pth,.pt"]');
    await input.setInputFiles({ name: 'model.safetensors', mimeType: '', buffer: other! });
    await page.getByText('This network could not be loaded.').waitFor();
    await page.getByText(/^\d+ missing: conv1\.weight, .*\d+ unexpected: transformer\./s).waitFor();
    await input.setInputFiles({ name: 'tiny-resnet.pth', mimeType: '', buffer: resnet! });
    await page.getByText('ResNet is the body now.').waitFor();
    await page.getByText('Features computed for 22 pictures, taken from before for 0.').waitFor();
    const saving = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save (safetensors)' }).click();
    const path = join(await mkdtemp(join(tmpdir(), 'neurona-')), 'taught.safetensors');
    await (await saving).saveAs(path);
    const { tensors } = decodeSafetensors(await readFile(path));
    expect(tensors['fc.weight']!.shape).toEqual([2, 16]); // as torchvision names it
    expect(tensors['layer4.0.bn2.running_var']!.shape).toEqual([16]);
    const exporting = page.waitForEvent('download');
    await page.getByRole('button', { name: 'Save (ONNX)' }).click();
    expect((await exporting).suggestedFilename()).toBe('taught.onnx');
    await page.reload();
    await page.getByText(/^“(House|Sun)”, /).first().waitFor(); // biome-ignore format: one line
    const loaded = says(page, '.toasts', /Loaded: \d+% of the held-out pictures are right\./);
    await page.locator('input[type=file][accept=".safetensors"]').setInputFiles(path);
    await loaded;
    expect(await page.getByLabel('What learns').inputValue()).toBe('published');
    await rm(dirname(path), { recursive: true });
    expect(problems).toEqual([]);
    await close();
  });

  itFits('teach', {
    state: '?classes=house-12_fish-12_sun-12_boat-1&step=2',
    async ready(page) {
      await page.getByText('imágenes reservadas').first().waitFor();
      await page.getByRole('button', { name: 'Otra vez', exact: true }).waitFor();
    },
    passesOver: 'probability',
  });
});
