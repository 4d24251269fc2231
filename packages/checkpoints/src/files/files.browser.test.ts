import { useBackend } from '@neurona/backend';
import { cpu } from '@neurona/backend-cpu';
import { Linear } from '@neurona/layers';
import { beforeAll, describe, expect, it } from 'vitest';
import { loadSafetensors, openSafetensors } from '../safetensors/open-safetensors.js';
import { loadWeights } from '../weights/load-weights.js';
import { encodeWeights, saveWeights } from '../weights/save-weights.js';
import { downloadFile } from './download-file.js';
import { writeFileAtomically } from './write-file-atomically.js';

beforeAll(async () => {
  await useBackend(cpu());
});

describe('in a browser', () => {
  it('weights are kept in the page’s own storage', async () => {
    const [taught, model] = [new Linear(3, 2), new Linear(3, 2)];
    await saveWeights('runs/one/model.safetensors', taught);
    await loadWeights(model, 'runs/one/model.safetensors');
    expect(await model.weight.data()).toEqual(await taught.weight.data());
    const files = await saveWeights('runs/model.safetensors', taught, { maxShardBytes: 1 });
    expect(Object.keys(await loadSafetensors(files.at(-1)!))).toEqual(['weight', 'bias']);
    await expect(openSafetensors('runs/none.safetensors')).rejects.toThrow(
      'expected a file that can be read',
    );
  });

  it('a file whose writing fails stays as it was', async () => {
    await writeFileAtomically('a.bin', Uint8Array.of(1));
    const broken = function* () {
      yield Uint8Array.of(2);
      throw new Error('no more');
    };
    await expect(writeFileAtomically('a.bin', broken())).rejects.toThrow('no more');
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle('a.bin')).getFile();
    expect(new Uint8Array(await file.arrayBuffer())).toEqual(Uint8Array.of(1));
  });

  it('a picked file is loaded, and bytes are handed out as a download', async () => {
    const model = new Linear(2, 1);
    const place = (await saveWeights('picked.safetensors', model))[0]!;
    const folder = await navigator.storage.getDirectory();
    const file = await (await folder.getFileHandle(place)).getFile();
    expect((await loadWeights(new Linear(2, 1), file)).loaded).toEqual(['weight', 'bias']);
    const links: HTMLAnchorElement[] = [];
    const follow = (event: Event): void => {
      event.preventDefault();
      links.push(event.target as HTMLAnchorElement);
    };
    const click = HTMLAnchorElement.prototype.click;
    HTMLAnchorElement.prototype.click = function (this: HTMLAnchorElement) {
      this.addEventListener('click', follow, { once: true });
      click.call(this);
    };
    try {
      downloadFile('model.safetensors', await encodeWeights(model));
    } finally {
      HTMLAnchorElement.prototype.click = click;
    }
    expect(links[0]!.download).toBe('model.safetensors');
    expect((await loadSafetensors(links[0]!.href)).bias!.shape).toEqual([1]);
  });
});
