import { dot, type Tensor } from '@neurona/tensor';
import type { ModelRow } from '../kinds/kind.js';

/** y = x Wᵀ + b, with PyTorch's weight [out, in]. */
const affine = (x: Tensor, weight: Tensor, bias: Tensor): Tensor => x.matmul(weight.t()).add(bias);

/** Models of training cases, written out in operations. */
export const models: Readonly<Record<string, ModelRow>> = {
  // 0.5 aᵀQa - c·a + Σ_{i<2} [ 2 (b_{i+1} - b_i²)² + (1 - b_i)² ]
  'golden.models.QuadraticRosenbrock': (_ctor, params) => (input) => {
    const [a, b] = [params.get('a')!, params.get('b')!];
    const bowl = dot(a, input('Q').matmul(a))
      .mul(0.5)
      .sub(dot(input('c'), a));
    const [here, next] = [b.narrow(0, 0, 2), b.narrow(0, 1, 2)];
    const valley = next.sub(here.square()).square().mul(2).add(here.neg().add(1).square()).sum();
    return bowl.add(valley);
  },
  // mean (fc2(tanh(fc1(x))) - y)²
  'golden.models.RegressionMLP': (_ctor, params) => (input) => {
    const of = (name: string): Tensor => params.get(name)!;
    const hidden = affine(input('x'), of('fc1.weight'), of('fc1.bias')).tanh();
    const output = affine(hidden, of('fc2.weight'), of('fc2.bias'));
    return output.sub(input('y')).square().mean();
  },
};
