// internal: which tensor of a file belongs to which of a model
import { ArgumentError, type DType, type OptionTable, type Shape, sameShape, sizeOf } from '@neurona/backend';
import type { HostArray } from '@neurona/datasets';
import { type AnyModule, checkModule } from '@neurona/layers';
import type { Tensor } from '@neurona/tensor';
import type { TensorFile } from '../safetensors/safetensors-file.js';
import { type AxisPlan, same, toOurLayout } from '../torch/axis-plan.js';
import { NameMatcher, wrapperPrefix } from '../torch/torch-names.js';
import {
  type TorchOptions,
  type TorchTensor,
  torchOptions,
  torchTensors,
} from '../torch/torch-state-dict.js';
import { describeBoth, type MismatchedWeight, type WeightsReport } from './weights-report.js';

/** Whose names and axes a file has: PyTorch's, or the model's own. */
export type WeightsLayout = 'torch' | 'neurona';

/** Settings of loading weights, whatever they come from. */
export interface MatchOptions extends TorchOptions {
  /** Whether missing, unexpected and mismatched tensors are errors, default true; otherwise matching ones are loaded. */
  readonly strict?: boolean | undefined;
  /** Renames keys of the file before they are matched; undefined skips a tensor. */
  readonly rename?: ((key: string) => string | undefined) | undefined;
  /** Whether a matrix of the file is stored as `[in, out]`, like GPT-2's; called with its key. Default none. */
  readonly isTurned?: ((key: string) => boolean) | undefined;
}

/** @internal */
export const matchOptions: OptionTable<MatchOptions> = {
  ...torchOptions,
  strict: true,
  rename: undefined,
  isTurned: undefined,
};

/** A tensor of the model, and the key of its values in the file. */
export interface MatchedWeight {
  readonly name: string;
  readonly key: string;
  readonly tensor: Tensor;
  readonly plan: AxisPlan;
}

/** What matches, and what doesn't. */
export interface Match {
  readonly pairs: readonly MatchedWeight[];
  readonly report: WeightsReport;
}

/** Finds the tensors of a model in a file. Nothing is read but names, types and shapes. */
export function matchWeights(
  subject: string,
  model: AnyModule,
  file: TensorFile,
  layout: WeightsLayout,
  options: MatchOptions,
): Match {
  const wanted = layout === 'torch' ? torchTensors(subject, model, options) : ownTensors(model);
  const keys = renamed(subject, file.names, layout, options.rename);
  const matcher = new NameMatcher(keys.keys());
  const pairs: MatchedWeight[] = [];
  const mismatched: MismatchedWeight[] = [];
  const absent: TorchTensor[] = [];
  const used = new Set<string>();
  for (const tensor of wanted) {
    const found =
      layout === 'torch' ? matcher.find(tensor.torchName, tensor.name) : keys.has(tensor.name) && tensor.name;
    if (!found) {
      absent.push(tensor);
      continue;
    }
    used.add(found);
    const key = keys.get(found)!;
    const turned = options.isTurned?.(key) && tensor.plan.torch.length === 2;
    const plan = turned ? same(tensor.plan.ours) : tensor.plan;
    const info = file.info(key)!;
    const held = layout === 'torch' && !turned ? inWantedShape(info, plan.torch) : info;
    const fault = mismatch(tensor, plan, key, held);
    if (fault) mismatched.push(fault);
    else pairs.push({ name: tensor.name, key, tensor: tensor.tensor, plan });
  }
  const given = new Set(pairs.map(({ tensor }) => tensor)); // one tensor may have two names
  const missing = absent.filter(({ tensor, name }) => !given.has(tensor) && !isOptional(name));
  return {
    pairs,
    report: {
      loaded: pairs.map(({ name }) => name),
      missing: missing.map(({ name }) => name),
      unexpected: [...keys].filter(([name]) => !used.has(name)).map(([, key]) => key),
      mismatched,
    },
  };
}

/** The values of a file's tensor as the model's. */
export function convertWeight({ tensor, plan }: MatchedWeight, array: HostArray): HostArray {
  const converted = toOurLayout(plan, array);
  if (converted.dtype === tensor.dtype) return converted;
  const values =
    tensor.dtype === 'float32' ? Float32Array.from(converted.values) : Int32Array.from(converted.values);
  return { values, shape: converted.shape, dtype: tensor.dtype };
}

/** Counts of batches are missing in files of old versions of PyTorch, which loads them all the same. */
const isOptional = (name: string): boolean => /(^|\.)numBatchesTracked$/.test(name);

const ownTensors = (model: AnyModule): TorchTensor[] =>
  Object.entries(checkModule('loadWeights', model).stateDict()).map(([name, tensor]) => ({
    name,
    torchName: name,
    tensor,
    plan: same(tensor.shape),
  }));

/** Keys of the file by the names that they map to. */
function renamed(
  subject: string,
  names: readonly string[],
  layout: WeightsLayout,
  rename: MatchOptions['rename'],
): Map<string, string> {
  const prefix = layout === 'torch' ? wrapperPrefix(names) : '';
  const keys = new Map<string, string>();
  for (const key of names) {
    const name = key.slice(prefix.length);
    const wanted = rename ? rename(name) : name;
    if (wanted === undefined) continue;
    if (keys.has(wanted)) {
      throw new ArgumentError(subject, {
        expected: 'rename to return a different name for each tensor',
        received: `${wanted} for ${keys.get(wanted)} and ${key}`,
      });
    }
    keys.set(wanted, key);
  }
  return keys;
}

/**
 * A tensor in the shape that is wanted, where it has the same numbers in the same order: a kernel as large as its image is the matrix of a
 * linear map (timm has those of VGG as `[4096, 512, 7, 7]`), and axes of length 1 may be missing (ConvNeXt's scales).
 */
function inWantedShape<Info extends { readonly shape: Shape }>(info: Info, wanted: Shape): Info {
  const { shape } = info;
  const isMatrix = wanted.length === 2 && shape.length > 2;
  const isKernel = isMatrix && shape[0] === wanted[0] && sizeOf(shape) === sizeOf(wanted);
  return isKernel || sameShape(withoutOnes(shape), withoutOnes(wanted)) ? { ...info, shape: wanted } : info;
}

const withoutOnes = (shape: Shape): Shape => shape.filter((size) => size !== 1);

const order: readonly DType[] = ['bool', 'int32', 'float32'];

function mismatch(
  { name, tensor }: TorchTensor,
  plan: AxisPlan,
  key: string,
  { shape, dtype }: { readonly shape: Shape; readonly dtype: DType },
): MismatchedWeight | undefined {
  const isWide = order.indexOf(tensor.dtype) >= order.indexOf(dtype); // integers may become floats, not the reverse
  if (sameShape(shape, plan.torch) && isWide) return undefined;
  const expected = describeBoth(tensor.dtype, plan.torch, plan.ours);
  return { name, key, expected, received: describeBoth(dtype, shape, plan.shown(shape)), shape };
}
