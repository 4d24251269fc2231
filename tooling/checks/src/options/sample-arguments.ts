import { ArrayDataset, ByteTokenizer, hostArray } from '@neurona/datasets';
import { Linear } from '@neurona/layers';
import { SGD } from '@neurona/optimizers';
import { ones, Parameter, type Tensor } from '@neurona/tensor';

const matrix = (): Tensor => ones([2, 2]);
const dataset = (): ArrayDataset => new ArrayDataset([hostArray([1, 2, 3, 4], [4, 1])]);

/** Values for arguments by the beginning of their type; the first row that fits counts. */
const samples: readonly (readonly [type: RegExp, value: () => unknown])[] = [
  [/^\(|^<|=> /, () => matrix],
  [/^readonly Tensor(Like)?\[\]|^readonly Tensor\[\]/, () => [matrix()]],
  [/^Tensor|^TensorLike/, matrix],
  [/^number\b|^Pair|^Triple/, () => 2],
  [/^string\b/, () => 'x'],
  [/^Shape|^readonly number\[\]|^ArrayLike<number>/, () => [2, 2]],
  [/^Params<|^Iterable<Parameter>/, () => [new Parameter(matrix())]],
  [/^Scheduled|^AnyOptimizer|^Steppable/, () => new SGD([new Parameter(matrix())])],
  [/^AnyModule|^Model|^M$|Module/, () => new Linear(2, 2)],
  [/^Dataset|^D$|^Data$/, dataset],
  [/^HostArray/, () => hostArray([1, 2, 3, 4], [2, 2])],
  [/^Uint8Array/, () => new Uint8Array(8)],
  [/^Int32Array/, () => new Int32Array(8)],
  [/^Tokenizer/, () => new ByteTokenizer()],
];

/** Arguments that fit these types, as far as there are samples for them. */
export const sampleArguments = (types: readonly string[]): unknown[] =>
  types.map((type) => samples.find(([pattern]) => pattern.test(type))?.[1]());
