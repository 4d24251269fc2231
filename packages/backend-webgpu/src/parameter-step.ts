// internal
import { type DeviceArray, sizeOf } from '@neurona/backend';
import { type Scalar, spread } from './shader.js';
import type { WebGPURuntime } from './webgpu-runtime.js';

/** An update of all parameters: each shader takes as many of them as the device binds at once. */
export interface ParameterStep {
  readonly name: string;
  /** Distinguishes variants of the update's code. */
  readonly variant: string;
  readonly params: readonly DeviceArray[];
  readonly grads: readonly DeviceArray[];
  /** State by name, updated in place. */
  readonly state: Readonly<Record<string, readonly DeviceArray[]>>;
  /** Numbers that the update reads as `params.<name>`. */
  readonly settings: Readonly<Record<string, number>>;
  /** WGSL that changes `p` and the state's variables, one element of each, by the gradient's element `g`. */
  readonly update: string;
}

/** Runs an update in place. */
export function stepParameters(gpu: WebGPURuntime, step: ParameterStep): void {
  const names = Object.keys(step.state);
  const perShader = Math.max(
    1,
    Math.floor(gpu.device.limits.maxStorageBuffersPerShaderStage / (2 + names.length)),
  );
  const indices = step.params.map((_, i) => i).filter((i) => sizeOf(step.params[i]!.shape) > 0);
  for (let at = 0; at < indices.length; at += perShader)
    run(gpu, step, names, indices.slice(at, at + perShader));
}

function run(
  gpu: WebGPURuntime,
  step: ParameterStep,
  names: readonly string[],
  indices: readonly number[],
): void {
  const slots = indices.map((_, slot) => slot);
  const sizes = indices.map((i) => sizeOf(step.params[i]!.shape));
  const ends: number[] = [];
  for (const size of sizes) ends.push((ends.at(-1) ?? 0) + Math.ceil(size / 256));
  const source = () => {
    const inputs: Record<string, Scalar> = {};
    const outputs: Record<string, Scalar> = {};
    const params: Record<string, Scalar> = {};
    for (const name of Object.keys(step.settings)) params[name] = 'f32';
    for (const slot of slots) {
      inputs[`g${slot}`] = 'f32';
      for (const name of ['p', ...names]) outputs[`${name}${slot}`] = 'f32';
    }
    for (const slot of slots) params[`size${slot}`] = 'u32';
    for (const slot of slots) params[`end${slot}`] = 'u32';
    return {
      name: step.name,
      inputs,
      outputs,
      params,
      body: `  let number = group.y * groups.x + group.x;\n${slots.map((slot) => slotCode(step, names, slot)).join('\n')}`,
    };
  };
  gpu.dispatch(`${step.name} ${step.variant} ${slots.length}`, source, {
    inputs: indices.map((i) => step.grads[i]!),
    outputs: indices.flatMap((i) => [step.params[i]!, ...names.map((name) => step.state[name]![i]!)]),
    params: [...Object.values(step.settings), ...sizes, ...ends],
    groups: spread(ends.at(-1)!),
  });
}

function slotCode(step: ParameterStep, names: readonly string[], slot: number): string {
  const start = slot === 0 ? '0u' : `params.end${slot - 1}`;
  const fields = ['p', ...names];
  return `  if (number >= ${start} && number < params.end${slot}) {
    let i = (number - ${start}) * 256u + lane;
    if (i >= params.size${slot}) { return; }
    var g = g${slot}[i];
${fields.map((name) => `    var ${name} = ${name}${slot}[i];`).join('\n')}
    ${step.update}
    p${slot}[i] = p;
${names.map((name) => `    ${name}${slot}[i] = ${settled(name)};`).join('\n')}
    return;
  }`;
}

/** A moment to be stored: 0 where it is so tiny (below 2⁻¹²⁶) that processors would compute with it slowly. */
const settled = (name: string): string => `select(${name}, 0.0, abs(${name}) < 1.17549435e-38)`;
