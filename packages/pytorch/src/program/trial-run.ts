import type { DType, Shape } from '@neurona/backend';
import { type AnyModule, summary } from '@neurona/layers';
import { isTensor } from '@neurona/tensor';

/** An input of a model, with a batch axis. */
export interface ProgramInput {
  readonly name?: string;
  readonly shape: Shape;
  /** Default float32; whole numbers are `int64` in PyTorch anyway. */
  readonly dtype?: DType | 'int64';
}

/** @internal What a trial run has shown. */
export interface TrialRun {
  /** Shapes of first inputs, of modules that ran. */
  readonly inputs: ReadonlyMap<AnyModule, Shape>;
  /** Shape of the result, if it is one tensor. */
  readonly output: Shape | undefined;
  /** Why it ended early. */
  readonly error: unknown;
}

/** @internal Runs a model once, on a device with shapes but no values. It may end early, as where inputs are of several kinds: then some shapes aren't known. */
export function trialRun(model: AnyModule, inputs: readonly ProgramInput[]): TrialRun {
  const shapes = new Map<AnyModule, Shape>();
  let output: Shape | undefined;
  const stops = Array.from(model.namedModules(), ([, module]) =>
    module.onForward((result: unknown, [input]: readonly unknown[]) => {
      if (isTensor(input) && !shapes.has(module)) shapes.set(module, input.shape);
      if (module === model && isTensor(result)) output = result.shape;
    }),
  );
  const { dtype = 'float32' } = inputs[0] ?? {};
  let error: unknown;
  try {
    summary(
      model,
      inputs.map(({ shape }) => shape),
      { dtype: dtype === 'int64' ? 'int32' : dtype },
    );
  } catch (thrown) {
    error = thrown;
  } finally {
    for (const stop of stops) stop();
  }
  return { inputs: shapes, output, error };
}
