import { ArgumentError } from '@neurona/backend';
import { gelu, relu, sigmoid, silu, type Tensor, tanh } from '@neurona/tensor';

/** Activations by PyTorch's names. */
const activations: Readonly<Record<string, (x: Tensor) => Tensor>> = {
  relu,
  tanh,
  gelu: (x) => gelu(x),
  silu,
  sigmoid, // last: losses name it too
};

/** The activation around a layer in a definition like `relu(conv1(x))` or `relu(conv1: 1->4, 3x3)`; none where there is none. */
export function activationAround(definition: string, layer: string): (x: Tensor) => Tensor {
  const name = new RegExp(`(\\w+)\\(${layer}\\b`).exec(definition)?.[1];
  return (name !== undefined && activations[name]) || ((x) => x);
}

/** An activation by its name, or the first one that a definition names. */
export function activationNamed(name: string | undefined, definition: string): (x: Tensor) => Tensor {
  const found = name ?? Object.keys(activations).find((each) => new RegExp(`\\b${each}\\b`).test(definition));
  const activation = found === undefined ? undefined : activations[found];
  if (activation) return activation;
  throw new ArgumentError('activation', {
    expected: `one of ${Object.keys(activations).join(', ')}, as an argument or in the definition`,
    received: found,
  });
}

/** What a definition says of a layer: from its name to the next layer's. */
export function partAbout(definition: string, layer: string, layers: readonly string[]): string {
  const start = definition.search(new RegExp(`\\b${layer}\\b`));
  if (start < 0) return '';
  const rest = definition.slice(start + layer.length);
  const ends = layers
    .filter((other) => other !== layer)
    .map((other) => rest.search(new RegExp(`\\b${other}\\b`)))
    .filter((end) => end >= 0);
  return rest.slice(0, Math.min(rest.length, ...ends));
}

/** A setting of a window in a definition: `stride 2`, `stride=2` or `s2`. */
export function settingIn(part: string, long: string, short: string): number | undefined {
  const found = new RegExp(`\\b(?:${long}[ =:]*|${short})(\\d+)\\b`).exec(part);
  return found ? Number(found[1]) : undefined;
}
