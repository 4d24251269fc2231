// internal: tensors, alone or in arrays and records, as models with several outputs return
import { isHostArray } from '@neurona/datasets';
import { isTensor, noGrad, own, scoped, type Tensor, tensor } from '@neurona/tensor';

/** The same arrays and records with something else in the place of each tensor. */
export function mapTensors(tree: unknown, change: (tensor: Tensor) => unknown): unknown {
  if (isTensor(tree)) return change(tree);
  if (Array.isArray(tree)) return tree.map((item) => mapTensors(item, change));
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return tree;
  return Object.fromEntries(Object.entries(tree).map(([key, item]) => [key, mapTensors(item, change)]));
}

/** Frees every tensor. */
export function disposeTensors(tree: unknown): void {
  mapTensors(tree, (tensor) => tensor.dispose());
}

/** Every tensor without history. */
export const detachTensors = <Tree>(tree: Tree): Tree =>
  mapTensors(tree, (tensor) => tensor.detach()) as Tree;

/** An owned copy of a tensor, without history. */
export const copyTensor = (tensor: Tensor): Tensor =>
  noGrad(() => own(scoped(() => tensor.detach().clone())));

/** Such a copy of every tensor. */
export const copyTensors = <Tree>(tree: Tree): Tree => mapTensors(tree, copyTensor) as Tree;

/** The same tree with its own tensors, also in place of arrays that were decoded from bytes. */
export function toTensors(tree: unknown): unknown {
  if (isTensor(tree)) return own(tree.detach());
  if (Array.isArray(tree)) return tree.map(toTensors);
  if (typeof tree !== 'object' || tree === null || ArrayBuffer.isView(tree)) return tree;
  if (isHostArray(tree)) return own(tensor(tree.values, { shape: tree.shape, dtype: tree.dtype }));
  return Object.fromEntries(Object.entries(tree).map(([key, item]) => [key, toTensors(item)]));
}
