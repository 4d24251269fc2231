import { decodeSafetensors } from '@neurona/checkpoints';
import type { Linear } from '@neurona/layers';
import { softmax } from '../network/pass.js';
import { TrainingError } from '../worker/problem.js';
import type { TeachSettings } from './classes.js';

/** What the network says of a picture. */
export interface TeachAnswer {
  /** How probable each class is. */
  readonly probabilities: Float32Array;
  readonly features: Float32Array;
  /** The head's weights and bias for the class that was asked for. */
  readonly weights: Float32Array;
  readonly bias: number;
}

/** What a file of the page's says of its network. */
export interface TaughtFile {
  /** The names of the classes. */
  readonly names: readonly string[];
  /** Whether its body is a published network. */
  readonly isPublished: boolean;
}

/** What a head makes of features, and how it does for a class. */
export async function answerOf(head: Linear, features: Float32Array, asked: number): Promise<TeachAnswer> {
  const [weight, bias] = (await Promise.all([head.weight.data(), head.bias!.data()])) as Float32Array[];
  const classes = bias!.length;
  const column = (k: number) =>
    Float32Array.from({ length: features.length }, (_, i) => weight![classes * i + k]!);
  const logits = Float32Array.from(bias!, (start, k) =>
    column(k).reduce((sum, w, i) => sum + w * features[i]!, start),
  );
  const k = Math.min(asked, classes - 1);
  return { probabilities: softmax(logits), features, weights: column(k), bias: bias![k]! };
}

/** What a file says that it knows. */
export function taughtIn(bytes: Uint8Array): TaughtFile {
  const { tensors, metadata } = decodeSafetensors(bytes);
  const names: unknown = JSON.parse(metadata.classes ?? '[]');
  const isPublished = tensors['fc.bias'] !== undefined;
  const count = tensors[isPublished ? 'fc.bias' : 'head.bias']?.shape[0];
  if (Array.isArray(names) && names.length === count && names.every((name) => typeof name === 'string'))
    return { names, isPublished };
  throw new TrainingError('unknown', 'The file names no classes.');
}

/** Whether classes have the same names and examples. */
export const areSame = (a: TeachSettings['classes'], b: TeachSettings['classes']): boolean =>
  a.length === b.length &&
  a.every(({ name, made, own }, k) => {
    const other = b[k]!;
    return (
      name === other.name &&
      made === other.made &&
      own.length === other.own.length &&
      own.every(({ id }, i) => id === other.own[i]!.id)
    );
  });
