import { useBackend } from '@neurona/backend';
import { wasm } from '@neurona/backend-wasm';
import { StyleTransfer, vggLayerPaths } from '@neurona/cnn';
import { Adam } from '@neurona/optimizers';
import { Parameter, scoped, tensor } from '@neurona/tensor';
import { beforeAll, expect, it } from 'vitest';
import { drawPicture } from '../pictures/draw-picture.js';
import { styleInput, trainedStyleNetwork } from './style-network.js';

beforeAll(() => useBackend(wasm()));

async function picture(name: 'scene' | 'rings') {
  const { values, height, width } = await drawPicture(name, 32);
  return tensor(values, { shape: [1, height, width, 3] });
}

it('brings a picture nearer to a style and keeps what is in it', async () => {
  const network = await trainedStyleNetwork();
  const paths = vggLayerPaths(network);
  const [content, style] = [await picture('scene'), await picture('rings')];
  const transfer = new StyleTransfer(network, {
    content,
    style,
    contentLayers: [paths.relu3_1!],
    styleLayers: [paths.relu1_1!, paths.relu2_1!, paths.relu3_1!],
    styleWeight: 20,
    preprocess: styleInput,
  });
  const image = new Parameter(content.clone());
  const optimizer = new Adam([image], { learningRate: 0.02 });
  const losses = async (): Promise<number[]> => {
    const { content, style } = scoped(() => transfer.losses(image));
    return [await content.item(), await style.item()];
  };
  const [, styleBefore] = await losses();
  const asStyle = scoped(() => transfer.losses(style)); // nothing of the content is left there
  const contentOfStyle = await asStyle.content.item();
  for (let step = 0; step < 60; step++)
    scoped(() => {
      optimizer.zeroGrad();
      transfer.losses(image).total.backward();
      optimizer.step();
    });
  const [contentAfter, styleAfter] = await losses();
  expect(styleAfter! / styleBefore!).toBeLessThan(0.2);
  expect(contentAfter! / contentOfStyle).toBeLessThan(0.8);
});
