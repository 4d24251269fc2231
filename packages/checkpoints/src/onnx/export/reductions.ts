// internal
import { ArgumentError, type ReduceOp } from '@neurona/backend';
import { throughInt32, toInt32 } from './elementwise.js';
import type { Lower, Step } from './step.js';

const names: Readonly<Record<ReduceOp, string>> = {
  sum: 'ReduceSum',
  mean: 'ReduceMean',
  max: 'ReduceMax',
  min: 'ReduceMin',
  prod: 'ReduceProd',
  all: 'ReduceMin',
  any: 'ReduceMax',
};

const along = (name: string, type: string) => (step: Step) =>
  toInt32(
    step,
    step.graph.add(type, [name], { axis: step.arg<number>(2), keepdims: 0, select_last_index: 0 })[0],
  );

/** Reductions, and kernels that run along an axis. */
export const reductions: Readonly<Record<string, Lower>> = {
  reduce: (step) => {
    const { graph } = step;
    const op = step.arg<ReduceOp>(0);
    const fold = (name: string): string =>
      graph.add(names[op], [name, graph.int64(step.arg<readonly number[]>(2))], { keepdims: 0 })[0];
    return op === 'all' || op === 'any' ? throughInt32(step, step.input(1), fold) : fold(step.input(1));
  },
  argReduce: (step) => along(step.input(1), step.arg<string>(0) === 'argmax' ? 'ArgMax' : 'ArgMin')(step),
  cumulate: (step) => {
    const { graph } = step;
    if (step.arg<string>(0) !== 'sum') {
      throw new ArgumentError('exportONNX', {
        expected: 'a forward pass of operations that ONNX has',
        received: 'a running product',
      });
    }
    const axis = graph.initializer('axis', 'int64', [], BigInt64Array.of(BigInt(step.arg<number>(2))));
    return graph.add('CumSum', [step.input(1), axis])[0];
  },
  topK: (step) => {
    const { graph } = step;
    const [values, indices] = graph.add(
      'TopK',
      [step.input(0), graph.int64([step.fixed<number>(1)])],
      { axis: step.shape(0).length - 1, largest: Number(step.arg<boolean>(2)), sorted: 1 },
      2,
    );
    return { values, indices: toInt32(step, indices!) };
  },
  softmax: (step) => step.graph.add('Softmax', [step.input(0)], { axis: -1 })[0],
  logSoftmax: (step) => step.graph.add('LogSoftmax', [step.input(0)], { axis: -1 })[0],
};
