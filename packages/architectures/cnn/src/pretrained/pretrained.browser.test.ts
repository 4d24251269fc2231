import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { expectClose } from '@neurona/tensor/testing';
import { beforeAll, describe, it } from 'vitest';
import { type TunedPart, tinyResnet, tunedThere, tuneResnet } from '../testing/tune-resnet.js';

const folder = '/packages/architectures/cnn/fixtures'; // the test server's own
const name = 'tiny-resnet.pth';
const steps = 3;

const picked = async (): Promise<Blob> => (await fetch(`${folder}/${name}`)).blob();

beforeAll(async () => {
  await useBackend(wasm());
});

describe('a published network in a browser', () => {
  it.each<[from: string, part: TunedPart, load: () => ReturnType<typeof tinyResnet>]>([
    ['bytes in a Blob', 'frozenThroughLayer3', async () => tinyResnet({ file: await picked() })],
    ['a picked file', 'all', async () => tinyResnet({ file: new File([await picked()], name) })],
    ['a served folder', 'all', () => tinyResnet({ folder }, [{ url: `https://nowhere.test/${name}` }])],
  ])('from %s has the losses of PyTorch with a new head: %s', async (_, part, load) => {
    const { model } = await load();
    const { losses } = await tuneResnet(model, part, steps);
    expectClose(losses, tunedThere[part].losses.slice(0, steps));
    model.dispose();
  });
});
