// internal: what a pickle of tensors may be made of
import { CheckpointError } from '../checkpoint-error.js';
import { storageFormats } from '../safetensors/storage-formats.js';

/** Values of a storage: a run of bytes of one dtype. */
export interface TorchStorage {
  readonly kind: 'storage';
  /** Safetensors' name of the dtype, or PyTorch's if it is not read; undefined if each tensor names its own. */
  readonly stored: string | undefined;
  /** Name of the record. */
  readonly key: string;
  /** Number of values, or of bytes if each tensor names its dtype. */
  readonly count: number;
}

/** A tensor: a view of a storage. */
export interface TorchTensorView {
  readonly kind: 'tensor';
  readonly storage: TorchStorage;
  /** Safetensors' name of the dtype. */
  readonly stored: string;
  readonly offset: number;
  readonly shape: readonly number[];
  readonly strides: readonly number[];
}

/** A tensor of a kind that is not read. */
export interface TorchOther {
  readonly kind: 'other';
  /** What it is, as "a sparse tensor". */
  readonly what: string;
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
  | TorchOther
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
    ComplexFloat: 'complex64',
    ComplexDouble: 'complex128',
    QInt8: 'qint8',
    QUInt8: 'quint8',
    QInt32: 'qint32',
  }).map(([name, stored]) => [`torch.${name}Storage`, stored]),
);

/** Storages of no type: tensors of newer types name them beside it. */
const untyped = new Set(['torch.storage.UntypedStorage', 'torch.UntypedStorage']);

/** Types that tensors name beside an untyped storage, and what they are here. */
const namedTypes = new Map([
  ['torch.uint16', 'U16'],
  ['torch.uint32', 'U32'],
  ['torch.uint64', 'U64'],
]);

/** Bytes of a value of the types that are not read, for those whose storages may stand between others. */
const otherBytes = new Map([
  ['complex64', 8],
  ['complex128', 16],
  ['qint8', 1],
  ['quint8', 1],
  ['qint32', 4],
]);

/** Bytes that the values of a storage take in the file. */
export const storageBytes = ({ stored, count }: TorchStorage): number =>
  count * (stored === undefined ? 1 : (storageFormats.get(stored)?.bytes ?? otherBytes.get(stored)!));

/** Words of PyTorch's that tensors of other kinds name. */
const isTorchWord = (name: string): boolean =>
  /^torch\.(u?int\d+|float\w+|bfloat16|complex\d+|bool|q\w+|bits\w+|sparse_\w+|strided|jagged|_mkldnn|per_\w+)$/.test(
    name,
  );

type Call = (args: readonly PickleValue[]) => PickleValue | undefined;

/** Every function that a pickle may call. They only put values together; undefined says that the arguments are wrong. */
const calls: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['collections.OrderedDict', ([items = []]) => (Array.isArray(items) ? pairsToMap(items) : undefined)],
  ['torch._utils._rebuild_tensor', rebuildTensor],
  ['torch._utils._rebuild_tensor_v2', rebuildTensor],
  ['torch._utils._rebuild_parameter', ([data]) => (isTensor(data) || isOther(data) ? data : undefined)],
  ['torch.Size', ([sizes = []]) => (Array.isArray(sizes) ? sizes : undefined)],
  ['torch.device', ([type]) => (typeof type === 'string' ? type : undefined)],
  ['torch._utils._rebuild_tensor_v3', rebuildTyped],
  [
    'torch._utils._rebuild_parameter_with_state',
    ([data]) => (isTensor(data) || isOther(data) ? data : undefined),
  ],
  ['torch._utils._rebuild_sparse_tensor', other('a sparse tensor')],
  ['torch._utils._rebuild_sparse_csr_tensor', other('a sparse tensor')],
  ['torch._utils._rebuild_nested_tensor', other('a nested tensor')],
  ['torch._utils._rebuild_qtensor', other('a quantized tensor')],
  ['torch._utils._rebuild_meta_tensor_no_storage', other('a tensor without values')],
  ['torch._utils._rebuild_device_tensor_from_numpy', other('a tensor of another device')],
  ['torch._utils._rebuild_wrapper_subclass', other('a tensor of a class of its own')],
  ['torch.serialization._get_layout', ([name]) => (typeof name === 'string' ? name : undefined)],
  ['_codecs.encode', ([text]) => (typeof text === 'string' ? text : undefined)], // bytes, in protocols 0 to 2
]);

function other(what: string): Call {
  return () => ({ kind: 'other', what });
}

/** Whether a pickle may name it. */
export const isKnownGlobal = (name: string): boolean =>
  calls.has(name) || storages.has(name) || untyped.has(name) || isTorchWord(name);

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
  if (!isKind(kind, 'global') || typeof key !== 'string' || !isSize(count)) return undefined;
  const stored = storages.get(kind.name);
  return stored !== undefined || untyped.has(kind.name) ? { kind: 'storage', stored, key, count } : undefined;
}

/** The persistent id that a line of text stands for, as Python prints it: protocol 0 has no other way. */
export function idOfLine(line: string): PickleValue {
  const [, name, key, device, count] =
    /^\('storage', <class '([\w.]+)'>, '([^'\\]*)', '([^'\\]*)', (\d+)(?:, None)?\)$/.exec(line) ?? [];
  if (name === undefined) return null;
  return ['storage', { kind: 'global', name }, key!, device!, Number(count)];
}

function rebuildTensor([storage, offset, shape, strides]: readonly PickleValue[]): PickleValue | undefined {
  const isWhole = isKind(storage, 'storage') && isSize(offset) && areSizes(shape) && areSizes(strides);
  if (!isWhole || shape.length !== strides.length || shape.length > 64) return undefined;
  const { stored } = storage;
  if (stored === undefined) return undefined;
  if (!storageFormats.has(stored)) return { kind: 'other', what: `a tensor of ${stored}` };
  return { kind: 'tensor', storage, stored, offset, shape, strides };
}

/** A tensor that names its type beside a storage of bytes. */
function rebuildTyped(args: readonly PickleValue[]): PickleValue | undefined {
  const [storage, , , , , , type] = args;
  if (!isKind(storage, 'storage') || storage.stored !== undefined || !isKind(type, 'global'))
    return undefined;
  const stored = namedTypes.get(type.name);
  if (stored === undefined) return { kind: 'other', what: `a tensor of ${type.name.replace('torch.', '')}` };
  const view = rebuildTensor([{ ...storage, stored: 'U8' }, ...args.slice(1)]);
  return isTensor(view) ? { ...view, storage, stored } : undefined;
}

function pairsToMap(items: readonly PickleValue[]): Map<PickleValue, PickleValue> | undefined {
  const isPair = (item: PickleValue): item is [PickleValue, PickleValue] =>
    Array.isArray(item) && item.length === 2;
  return items.every(isPair) ? new Map(items) : undefined;
}

const isSize = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

const areSizes = (value: unknown): value is number[] => Array.isArray(value) && value.every(isSize);

function isKind<K extends 'storage' | 'tensor' | 'other' | 'global'>(
  value: PickleValue | undefined,
  kind: K,
): value is Extract<PickleValue, { readonly kind: K }> {
  return typeof value === 'object' && value !== null && 'kind' in value && value.kind === kind;
}

export const isOther = (value: PickleValue | undefined): value is TorchOther => isKind(value, 'other');

export const isTensor = (value: PickleValue | undefined): value is TorchTensorView => isKind(value, 'tensor');
