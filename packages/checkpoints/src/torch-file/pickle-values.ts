// internal: what a pickle of tensors may be made of
import { CheckpointError } from '../checkpoint-error.js';

/** Values of a storage: a run of bytes of one dtype. */
export interface TorchStorage {
  readonly kind: 'storage';
  /** Safetensors' name of the dtype. */
  readonly stored: string;
  /** Name of the record. */
  readonly key: string;
  /** Number of values. */
  readonly count: number;
}

/** A tensor: a view of a storage. */
export interface TorchTensorView {
  readonly kind: 'tensor';
  readonly storage: TorchStorage;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** A name in the pickle that stands for a class or a function of Python's. */
export interface TorchGlobal {
  readonly kind: 'global';
  readonly name: string;
}

/** What a pickle holds: dictionaries become maps, lists and tuples arrays. Nothing else comes about. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | TorchStorage
  | TorchTensorView
  | TorchGlobal
  | PickleValue[]
  | Map<PickleValue, PickleValue>;

const storages = new Map(
  Object.entries({
    Float: 'F32',
    Double: 'F64',
    Half: 'F16',
    BFloat16: 'BF16',
    Long: 'I64',
    Int: 'I32',
    Short: 'I16',
    Char: 'I8',
    Byte: 'U8',
    Bool: 'BOOL',
  }).map(([name, stored]) => [`torch.${name}Storage`, stored]),
);

type Call = (args: readonly PickleValue[]) => PickleValue | undefined;

/** Every function that a pickle may call. They only put values together; undefined says that the arguments are wrong. */
const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['collections.OrderedDict', ([items = []]) => (Array.isArray(items) ? pairsToMap(items) : undefined)],
  ['torch._utils._rebuild_tensor', rebuildTensor],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', ([data]) => (isTensor(data) ? data : undefined)],
  ['torch.Size', ([sizes = []]) => (Array.isArray(sizes) ? sizes : undefined)],
  ['torch.device', ([type]) => (typeof type === 'string' ? type : undefined)],
]);

/** Whether a pickle may name it. */
export const isKnownGlobal = (name: string): boolean => calls.has(name) || storages.has(name);

/** Calls a function by name. */
export function call(
  subject: string,
  callee: PickleValue,
  args: PickleValue,
  offset: number,
  file: string,
): PickleValue {
  const name = isKind(callee, 'global') ? callee.name : undefined;
  const value = name !== undefined && Array.isArray(args) ? calls.get(name)?.(args) : undefined;
  if (value !== undefined) return value;
  throw new CheckpointError(subject, {
    expected: 'tensors, put together as torch.save does',
    received: `other arguments for ${name ?? 'what is no function'}`,
    offset,
    file,
  });
}

/** The storage that a persistent id stands for: `('storage', class, key, device, count)`, and in old files a view of it. */
export function storageOf(id: PickleValue): TorchStorage | undefined {
  if (!Array.isArray(id) || id[0] !== 'storage' || (id[5] ?? null) !== null) return undefined;
  const [, kind, key, , count] = id;
  const stored = isKind(kind, 'global') ? storages.get(kind.name) : undefined;
  if (stored === undefined || typeof key !== 'string' || !isSize(count)) return undefined;
  return { kind: 'storage', stored, key, count };
}

function rebuildTensor([storage, offset, shape, strides]: readonly PickleValue[]): PickleValue | undefined {
  const isWhole = isKind(storage, 'storage') && isSize(offset) && areSizes(shape) && areSizes(strides);
  if (!isWhole || shape.length !== strides.length || shape.length > 64) return undefined;
  return { kind: 'tensor', storage, offset, shape, strides };
}

function pairsToMap(items: readonly PickleValue[]): Map<PickleValue, PickleValue> | undefined {
  const isPair = (item: PickleValue): item is [PickleValue, PickleValue] =>
    Array.isArray(item) && item.length === 2;
  return items.every(isPair) ? new Map(items) : undefined;
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const areSizes = (value: unknown): value is number[] => Array.isArray(value) && value.every(isSize);

function isKind<K extends 'storage' | 'tensor' | 'global'>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleValue, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

export const isTensor = (value: PickleValue | undefined): value is TorchTensorView => isKind(value, 'tensor');
