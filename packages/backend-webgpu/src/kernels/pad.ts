import { type Kernels, sizeOf, stridesOf } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { scalarOf } from '../wgsl/scalars.js';

/** x in the middle of one value. */
export function pad(gpu: WebGPURuntime): Kernels['pad'] {
  return (x, padding, value) => {
    const shape = x.shape.map((size, axis) => size + padding[axis]![0] + padding[axis]![1]);
    const y = gpu.make(shape, x.dtype);
    const size = sizeOf(shape);
    if (size === 0) return y;
    const ndim = shape.length;
    const scalar = scalarOf(x.dtype);
    const strides = stridesOf(x.shape);
    const source = () => {
      const axes = shape.map((_, axis) => axis);
      const field = (name: string) =>
        Object.fromEntries(axes.map((axis) => [`${name}${axis}`, 'u32' as const]));
      const steps = axes.toReversed().map(
        (axis) => `
  let c${axis} = rest % params.n${axis} - params.before${axis}; // below 0 wraps to beyond the size
  rest = rest / params.n${axis};
  inside = inside && c${axis} < params.size${axis};
  at += c${axis} * params.stride${axis};`,
      );
      return {
        name: 'pad',
        inputs: { x: scalar },
        outputs: { y: scalar },
        params: {
          size: 'u32' as const,
          value: scalar,
          ...field('n'),
          ...field('before'),
          ...field('size'),
          ...field('stride'),
        },
        body: `${eachElement()}
  var rest = i;
  var inside = true;
  var at = 0u;${steps.join('')}
  var v = params.value;
  if (inside) { v = x[at]; }
  y[i] = v;`,
      };
    };
    const before = padding.map(([first]) => first);
    gpu.dispatch(`pad ${scalar} ${ndim}`, source, {
      inputs: [x],
      outputs: [y],
      params: [size, value, ...shape, ...before, ...x.shape, ...strides],
      groups: elementGroups(size),
    });
    return y;
  };
}
