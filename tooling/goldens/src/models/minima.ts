import { Module } from '@neurona/layers';
import { dot, Parameter, type Tensor, zeros } from '@neurona/tensor';

/**
 * A bowl and a valley, each with its parameters.
 *
 *     L = 0.5 aᵀQa - c·a + Σ_{i<2} [ 2 (b_{i+1} - b_i²)² + (1 - b_i)² ]
 */
export class QuadraticRosenbrock extends Module<readonly [Tensor, Tensor]> {
  readonly a: Parameter = new Parameter(zeros([4]));
  readonly b: Parameter = new Parameter(zeros([3]));

  override forward(q: Tensor, c: Tensor): Tensor {
    const { a, b } = this;
    const bowl = dot(a, q.matmul(a)).mul(0.5).sub(dot(c, a));
    const [here, next] = [b.narrow(0, 0, 2), b.narrow(0, 1, 2)];
    const valley = next.sub(here.square()).square().mul(2).add(here.neg().add(1).square()).sum();
    return bowl.add(valley);
  }
}
