import { ArgumentError } from '@neurona/backend';
import { clipGradNorm, clipGradValue } from '@neurona/optimizers';
import { own, Parameter, type Tensor } from '@neurona/tensor';
import { Call } from '../call.js';
import { checkRead } from './check-result.js';
import type { Run } from './kind.js';

/** The gradients of the parameters are changed in place; the norm before is a result where there is one. */
export async function runClip({ golden, given, check }: Run): Promise<void> {
  const params = golden.inputs.map((name) => {
    const { tensor } = given.get(name)!;
    const param = new Parameter(tensor);
    param.grad = own(tensor.clone());
    return param;
  });
  const kwargs = new Call([], golden.kwargs);
  const norm = clip(golden.callable, params, kwargs);
  checkRead(golden.callable, kwargs);
  for (const [i, name] of golden.inputs.entries()) await check('outputs', name, params[i]!.grad);
  if (golden.outputs.includes('total_norm')) await check('outputs', 'total_norm', norm);
  for (const param of params) param.dispose();
  norm?.dispose();
}

/** Clips as a PyTorch callable does. */
export function clip(callable: string, params: readonly Parameter[], kwargs: Call): Tensor | undefined {
  if (callable.endsWith('clip_grad_norm_')) {
    kwargs.named('error_if_nonfinite'); // matters for norms that aren't finite alone
    return clipGradNorm(params, kwargs.number(1, 'max_norm')!, { p: kwargs.number(2, 'norm_type', 2) });
  }
  if (!callable.endsWith('clip_grad_value_')) {
    throw new ArgumentError(callable, {
      expected: 'clip_grad_norm_ or clip_grad_value_',
      received: callable,
    });
  }
  clipGradValue(params, kwargs.number(1, 'clip_value')!);
  return undefined;
}
