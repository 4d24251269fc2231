/** Heads of VGG by timm's names, whose convolutions cover the whole image, as torchvision names the same linear layers. */
const heads: Readonly<Record<string, string>> = {
  'pre_logits.fc1': 'classifier.0',
  'pre_logits.fc2': 'classifier.3',
  'head.fc': 'classifier.6',
};

/**
 * A key of timm's weights of VGG as torchvision's model names it: what `loadWeights` of `@neurona/checkpoints` takes as `rename`.
 * @param key - Key in the file.
 * @example
 * vggKeyOfTimm('pre_logits.fc1.weight'); // => 'classifier.0.weight'
 * vggKeyOfTimm('features.0.weight'); // => 'features.0.weight'
 */
export function vggKeyOfTimm(key: string): string {
  const dot = key.lastIndexOf('.');
  const layer = key.slice(0, dot);
  return `${Object.hasOwn(heads, layer) ? heads[layer] : layer}${key.slice(dot)}`;
}
