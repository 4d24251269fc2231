// internal: weights of 8 bits as floats
import { stridesOf } from '@neurona/backend';
import type { ReadModel, ReadNode } from './read-model.js';
import type { StoredTensor } from './read-tensor.js';

/** A model whose quantised weights are floats, under the names that they have for the operations: so they can be learned. */
export function withFloats({ nodes, initializers }: ReadModel): Pick<ReadModel, 'nodes' | 'initializers'> {
  const stored = new Map(initializers.map((one) => [one.name, one]));
  const weights: StoredTensor[] = [];
  const others: ReadNode[] = [];
  for (const node of nodes) {
    const [x, scale, zero] = node.inputs.map((name) => stored.get(name));
    const isWeight = node.op === 'DequantizeLinear' && x && scale && (zero || !node.inputs[2]);
    if (isWeight) weights.push(dequantized(node, x, scale, zero));
    else others.push(node);
  }
  if (weights.length === 0) return { nodes, initializers };
  const used = new Set(others.flatMap(({ inputs }) => inputs));
  return { nodes: others, initializers: [...initializers.filter(({ name }) => used.has(name)), ...weights] };
}

/** (x - zero) · scale, of each channel where there are several. */
function dequantized(
  { outputs, attributes }: ReadNode,
  { shape, values }: StoredTensor,
  scale: StoredTensor,
  zero: StoredTensor | undefined,
): StoredTensor {
  const given = Number(attributes.get('axis') ?? 1);
  const axis = given < 0 ? given + shape.length : given;
  const [stride, count] = [stridesOf(shape)[axis] ?? 1, scale.values.length];
  const channel = (i: number): number => (count === 1 ? 0 : Math.floor(i / stride) % count);
  const floats = Float32Array.from(
    values as readonly number[],
    (value, i) => (value - (zero?.values[channel(i)] ?? 0)) * scale.values[channel(i)]!,
  );
  return { name: outputs[0]!, type: 'float32', shape, values: floats };
}
