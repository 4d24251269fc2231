// internal: how a layer is written
import type { Shape } from '@neurona/backend';
import type { AnyModule } from '@neurona/layers';
import type { Python } from '../python/expression.js';

/** What is known where a layer is written. */
export interface Place {
  readonly path: string;
  /** The shape of its input in a trial run; undefined where it took no part in one. */
  readonly input: Shape | undefined;
  /** Whether it is an item of a container, which takes a tensor and returns one. */
  readonly isItem: boolean;
  /** The expression of a module inside, an item. */
  item(name: string, module: AnyModule): Python;
  /** Throws an error that says why the layer has no equal. */
  fail(reason: string): never;
}

/** Writes a layer as an expression. */
export type LayerWriter<M extends AnyModule> = (module: M, place: Place) => Python;

/** A class, and how its layers are written. */
// biome-ignore lint/suspicious/noExplicitAny: a class of any arguments
export type LayerRow = readonly [kind: abstract new (...args: any[]) => AnyModule, write: LayerWriter<any>];

/** A row of the table; the compiler checks that class and writer fit. */
export const row = <M extends AnyModule>(
  // biome-ignore lint/suspicious/noExplicitAny: a class of any arguments
  kind: abstract new (...args: any[]) => M,
  write: LayerWriter<M>,
): LayerRow => [kind, write];

/** Whether a layer's input is an image or a volume, which PyTorch has with channels first. */
export const isImage = ({ input }: Place): boolean => (input?.length ?? 0) >= 4;

/** Whether a layer's input is a batch of sequences. */
export const isSequence = ({ input }: Place): boolean => input?.length === 3;

/** PyTorch's number of an axis of ours: channels, the last, come second in images. */
export function dimOf(axis: number, place: Place): number {
  if (!isImage(place)) return axis;
  const count = place.input!.length;
  const at = axis < 0 ? axis + count : axis;
  if (at === 0) return 0;
  return at === count - 1 ? 1 : at + 1;
}

/** A size for each axis, or one number where all are the same. */
export const sizes = (value: number | readonly (number | null)[]): Python =>
  typeof value !== 'number' && value.every((one) => one === value[0]) ? value[0]! : value;
