import { ArgumentError } from '@neurona/backend';
import * as ops from '@neurona/tensor';
import type { Arg, Slice } from '../call.js';
import type { FunctionRow } from '../kinds/kind.js';

/** `x[…]`: numbers, slices, None, an ellipsis, tensors of places or of booleans. */
export const getItem: FunctionRow = async (call) => {
  const x = call.tensor(0);
  const indices: ops.Index[] = [];
  for (const index of call.list(1)) indices.push(await ourIndex(index));
  return ops.at(x, ...indices);
};

async function ourIndex(index: Arg): Promise<ops.Index> {
  if (index === null || typeof index === 'number') return index;
  if (ops.isTensor(index))
    return index.dtype === 'bool' ? ((await index.array()) as readonly ops.NestedArray[]) : index;
  if (Array.isArray(index)) return index as readonly ops.NestedArray[];
  if (typeof index === 'object' && 'ellipsis' in index) return '...';
  if (isSlice(index)) {
    const [start, stop, step] = index.slice;
    return {
      ...(start !== null && { start }),
      ...(stop !== null && { stop }),
      ...(step !== null && { step }),
    };
  }
  throw new ArgumentError('at', { expected: 'an index', received: index });
}

const isSlice = (index: Arg): index is Slice =>
  typeof index === 'object' && index !== null && 'slice' in index && !Array.isArray(index);
