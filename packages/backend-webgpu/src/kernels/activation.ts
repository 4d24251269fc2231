import { type FusedKernels, type SmoothActivation, sizeOf } from '@neurona/backend';
import { eachElement, elementGroups } from '../shader.js';
import type { WebGPURuntime } from '../webgpu-runtime.js';
import { functionsFor } from '../wgsl/functions.js';

const argument = '1.59576912 * v * (1.0 + 0.044715 * v * v)';
const normalCdf = '0.5 * (1.0 + erf_(v * 0.707106781))';

/** Each function of `v`. */
const functions: Readonly<Record<SmoothActivation, string>> = {
  silu: 'v * sigmoid_(v)',
  gelu: `v * ${normalCdf}`,
  geluTanh: `v * sigmoid_(${argument})`,
};

/** The derivative of each. What σ(z) σ(-z) multiplies comes behind it, as the polynomial may overflow. */
const slopes: Readonly<Record<SmoothActivation, string>> = {
  silu: 'sigmoid_(v) + v * sigmoid_(v) * sigmoid_(-v)',
  gelu: `${normalCdf} + v * exp_(-0.5 * v * v) * 0.398942280`,
  geluTanh: 'gate + (bend + bend * v * v * 0.134145) * 1.59576912',
};

const before = `let gate = sigmoid_(${argument});
  let bend = v * gate * sigmoid_(-(${argument}));`;

/** x times a gate from 0 to 1. */
export function activation(gpu: WebGPURuntime): FusedKernels['activation'] {
  return (kind, x) => {
    const y = gpu.make(x.shape, 'float32');
    const size = sizeOf(x.shape);
    if (size === 0) return y;
    const source = () => ({
      name: `activation ${kind}`,
      inputs: { x: 'f32' } as const,
      outputs: { y: 'f32' } as const,
      params: { size: 'u32' } as const,
      declarations: functionsFor(functions[kind]),
      body: `${eachElement()}\n  let v = x[i];\n  y[i] = ${functions[kind]};`,
    });
    gpu.dispatch(`activation ${kind}`, source, {
      inputs: [x],
      outputs: [y],
      params: [size],
      groups: elementGroups(size),
    });
    return y;
  };
}

/** The gradient times the derivative. */
export function activationGrad(gpu: WebGPURuntime): FusedKernels['activationGrad'] {
  return (kind, grad, x) => {
    const out = gpu.make(x.shape, 'float32');
    const size = sizeOf(x.shape);
    if (size === 0) return out;
    const source = () => {
      const code = `${kind === 'geluTanh' ? before : ''}\n  out[i] = grad[i] * (${slopes[kind]});`;
      return {
        name: `activationGrad ${kind}`,
        inputs: { grad: 'f32', x: 'f32' } as const,
        outputs: { out: 'f32' } as const,
        params: { size: 'u32' } as const,
        declarations: functionsFor(code),
        body: `${eachElement()}\n  let v = x[i];\n  ${code}`,
      };
    };
    gpu.dispatch(`activationGrad ${kind}`, source, {
      inputs: [grad, x],
      outputs: [out],
      params: [size],
      groups: elementGroups(size),
    });
    return out;
  };
}
