import { checkArgument } from '@neurona/backend';

// timm's names of layers as torchvision names them: what `loadWeights` of `@neurona/checkpoints` takes as `rename`. Names that timm
// doesn't have are returned as they are.

/** A key as the layer's name and the field's. */
function splitKey(key: string): readonly [layer: string, field: string] {
  const dot = checkArgument('keyOfTimm', 'key', key, 'string').lastIndexOf('.');
  return [key.slice(0, dot), key.slice(dot)];
}

/** A function that renames layers by a table, and those of blocks by a function. */
const renaming =
  (
    layers: Readonly<Record<string, string>>,
    blockLayer: (stage: number, block: number, layer: string) => string | undefined = () => undefined,
  ) =>
  (key: string): string => {
    const [layer, field] = splitKey(key);
    const [, stage, block, rest] = /^(?:blocks|stages)\.(\d+)\.(?:blocks\.)?(\w+)\.(.+)$/.exec(layer) ?? [];
    const found = Object.hasOwn(layers, layer)
      ? layers[layer]
      : rest && blockLayer(Number(stage), Number(block), rest);
    return found ? `${found}${field}` : key;
  };

/**
 * Where a layer of an inverted residual block is: convolution and norm side by side, at positions of a `Sequential`.
 * @param isFirst - Whether the block is of the first stage, which doesn't widen its input.
 */
function invertedLayer(layer: string, isFirst: boolean, hasSqueeze: boolean): string | undefined {
  const widening = isFirst ? [] : [['conv_pw', 'bn1']];
  const depthwise = ['conv_dw', isFirst ? 'bn1' : 'bn2'];
  const squeeze = hasSqueeze ? [['se.conv_reduce', 'se.conv_expand']] : [];
  const narrowing = isFirst ? ['conv_pw', 'bn2'] : ['conv_pwl', 'bn3'];
  const steps = [...widening, depthwise, ...squeeze, narrowing];
  const at = steps.findIndex((names) => names.includes(layer));
  if (at === -1) return undefined;
  const second = steps[at]!.indexOf(layer);
  return layer.startsWith('se.') ? `${at}.fc${second + 1}` : `${at}.${second}`;
}

/**
 * A key of timm's weights of VGG as torchvision's model names it.
 * @param key - Key in the file.
 * @example
 * vggKeyOfTimm('pre_logits.fc1.weight'); // => 'classifier.0.weight'
 * vggKeyOfTimm('features.0.weight'); // => 'features.0.weight'
 */
export const vggKeyOfTimm: (key: string) => string = /* @__PURE__ */ renaming({
  'pre_logits.fc1': 'classifier.0',
  'pre_logits.fc2': 'classifier.3',
  'head.fc': 'classifier.6',
});

/** The first block of each stage of MobileNetV2, counted through. */
const mobilenetV2Starts = [1, 2, 4, 7, 11, 14, 17];

/**
 * A key of timm's weights of MobileNetV2 as torchvision's model names it.
 * @param key - Key in the file.
 * @example
 * mobilenetV2KeyOfTimm('blocks.1.0.bn1.weight'); // => 'features.2.conv.0.1.weight'
 */
export const mobilenetV2KeyOfTimm: (key: string) => string = /* @__PURE__ */ renaming(
  {
    conv_stem: 'features.0.0',
    bn1: 'features.0.1',
    conv_head: 'features.18.0',
    bn2: 'features.18.1',
    classifier: 'classifier.1',
  },
  (stage, block, layer) => {
    const isFirst = stage === 0;
    const inside = invertedLayer(layer, isFirst, false);
    const last = isFirst ? 1 : 2; // convolution and norm of the last step are not in a `Sequential` of their own
    const place = inside?.startsWith(`${last}.`) ? String(last + Number(inside.slice(2))) : inside;
    return place && `features.${mobilenetV2Starts[stage]! + block}.conv.${place}`;
  },
);

/** The first block of each stage of a small MobileNetV3, counted through. */
const mobilenetV3SmallStarts = [1, 2, 4, 7, 9, 12];

/**
 * A key of timm's weights of a small MobileNetV3 as torchvision's model names it.
 * @param key - Key in the file.
 * @example
 * mobilenetV3SmallKeyOfTimm('blocks.2.0.se.conv_reduce.bias'); // => 'features.4.block.2.fc1.bias'
 */
export const mobilenetV3SmallKeyOfTimm: (key: string) => string = /* @__PURE__ */ renaming(
  {
    conv_stem: 'features.0.0',
    bn1: 'features.0.1',
    'blocks.5.0.conv': 'features.12.0',
    'blocks.5.0.bn1': 'features.12.1',
    conv_head: 'classifier.0',
    classifier: 'classifier.3',
  },
  (stage, block, layer) => {
    const inside = invertedLayer(layer, stage === 0, stage !== 1); // all but the second stage squeeze
    return inside && `features.${mobilenetV3SmallStarts[stage]! + block}.block.${inside}`;
  },
);

/**
 * A key of timm's weights of EfficientNet as torchvision's model names it.
 * @param key - Key in the file.
 * @example
 * efficientnetKeyOfTimm('blocks.1.0.conv_dw.weight'); // => 'features.2.0.block.1.0.weight'
 */
export const efficientnetKeyOfTimm: (key: string) => string = /* @__PURE__ */ renaming(
  {
    conv_stem: 'features.0.0',
    bn1: 'features.0.1',
    conv_head: 'features.8.0',
    bn2: 'features.8.1',
    classifier: 'classifier.1',
  },
  (stage, block, layer) => {
    const inside = invertedLayer(layer, stage === 0, true);
    return inside && `features.${stage + 1}.${block}.block.${inside}`;
  },
);

const convnextLayers: Readonly<Record<string, string>> = {
  conv_dw: 'block.0',
  norm: 'block.2',
  'mlp.fc1': 'block.3',
  'mlp.fc2': 'block.5',
};

/**
 * A key of timm's weights of ConvNeXt as torchvision's model names it.
 * @param key - Key in the file.
 * @example
 * convnextKeyOfTimm('stages.1.blocks.0.mlp.fc1.weight'); // => 'features.3.0.block.3.weight'
 * convnextKeyOfTimm('stages.1.downsample.1.weight'); // => 'features.2.1.weight'
 */
export function convnextKeyOfTimm(key: string): string {
  const scale = /^stages\.(\d+)\.blocks\.(\d+)\.gamma$/.exec(key);
  if (scale) return `features.${2 * Number(scale[1]) + 1}.${scale[2]}.layer_scale`;
  const down = /^stages\.(\d+)\.downsample\.(.+)$/.exec(key);
  if (down) return `features.${2 * Number(down[1])}.${down[2]}`;
  return convnextLayerKey(key);
}

const convnextLayerKey = /* @__PURE__ */ renaming(
  {
    'stem.0': 'features.0.0',
    'stem.1': 'features.0.1',
    'head.norm': 'classifier.0',
    'head.fc': 'classifier.2',
  },
  (stage, block, layer) =>
    Object.hasOwn(convnextLayers, layer)
      ? `features.${2 * stage + 1}.${block}.${convnextLayers[layer]}`
      : undefined,
);
