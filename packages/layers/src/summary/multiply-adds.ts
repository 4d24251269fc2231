// internal
import { type Backend, type KernelCall, type Shape, sizeOf } from '@neurona/backend';

/** Counts the multiply-adds of kernels as they run. */
export class MultiplyAddCounter {
  #count = 0;
  readonly #stop: () => void;

  constructor(backend: Backend) {
    this.#stop = backend.listen((call) => {
      this.#count += multiplyAdds(call);
    });
  }

  /** The count since the last call. */
  take(): number {
    const taken = this.#count;
    this.#count = 0;
    return taken;
  }

  stop(): void {
    this.#stop();
  }
}

function multiplyAdds({ kernel, args, result }: KernelCall): number {
  const size = sizeOf((result as { readonly shape?: Shape }).shape ?? []);
  const shapeOf = (i: number): Shape => (args[i] as { readonly shape: Shape }).shape;
  if (kernel === 'matmul') {
    const { transposeA = false } = args[2] as { readonly transposeA?: boolean };
    return size * shapeOf(0).at(transposeA ? -2 : -1)!;
  }
  // Each output value takes a product with each weight of its channel.
  if (kernel === 'conv2d') return size * sizeOf(shapeOf(1).slice(0, 3));
  // In a transposed convolution each input value does.
  if (kernel === 'conv2dInputGrad') return sizeOf(shapeOf(0)) * sizeOf(shapeOf(1).slice(0, 3));
  return 0;
}
