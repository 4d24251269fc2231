// internal
import { BackendError } from '@neurona/backend';
import type { DeviceFailure } from './failure.js';
import { assemble, type Scalar, type ShaderSource } from './shader.js';

/** A compiled shader and how its buffers are bound. */
export interface Program {
  readonly name: string;
  readonly pipeline: GPUComputePipeline;
  readonly layout: GPUBindGroupLayout;
  /** Different for each layout and size of params: bind groups are shared within it. */
  readonly layoutKey: string;
  readonly params: readonly Scalar[];
  /** Bytes of the params' slot, a multiple of `slotBytes`. */
  readonly paramBytes: number;
}

/** Alignment of params, which every device takes. */
export const slotBytes = 256;

/** Compiles shaders once, and finds out later whether the device took them. */
export class Pipelines {
  readonly #programs = new Map<string, Program>();
  readonly #layouts = new Map<string, { layout: GPUBindGroupLayout; pipelineLayout: GPUPipelineLayout }>();

  constructor(
    readonly device: GPUDevice,
    readonly failure: DeviceFailure,
  ) {}

  /** The program of a key; `source` is asked the first time only. */
  get(key: string, source: () => ShaderSource): Program {
    let program = this.#programs.get(key);
    if (!program) {
      program = this.compile(source());
      this.#programs.set(key, program);
    }
    return program;
  }

  private compile(source: ShaderSource): Program {
    const { name, inputs = {}, outputs, params = {} } = source;
    const kinds = Object.values(params);
    const buffers = [
      ...Object.keys(inputs).map(() => 'read' as const),
      ...Object.keys(outputs).map(() => 'write' as const),
    ];
    const paramBytes = Math.ceil((kinds.length * 4) / slotBytes) * slotBytes;
    this.device.pushErrorScope('validation');
    const { layout, pipelineLayout, layoutKey } = this.layout(buffers, paramBytes);
    const module = this.device.createShaderModule({ label: name, code: assemble(source) });
    const pipeline = this.device.createComputePipeline({
      label: name,
      layout: pipelineLayout,
      compute: { module, entryPoint: 'main' },
    });
    this.watch(name);
    return { name, pipeline, layout, layoutKey, params: kinds, paramBytes };
  }

  private layout(buffers: readonly ('read' | 'write')[], paramBytes: number) {
    const layoutKey = `${buffers.map((access) => access[0]).join('')}${paramBytes}`;
    let entry = this.#layouts.get(layoutKey);
    if (!entry) {
      const visibility = GPUShaderStage.COMPUTE;
      const entries: GPUBindGroupLayoutEntry[] = buffers.map((access, binding) => ({
        binding,
        visibility,
        buffer: { type: access === 'read' ? 'read-only-storage' : 'storage' },
      }));
      if (paramBytes > 0) {
        entries.push({
          binding: buffers.length,
          visibility,
          buffer: { type: 'uniform', hasDynamicOffset: true },
        });
      }
      const layout = this.device.createBindGroupLayout({ entries });
      entry = { layout, pipelineLayout: this.device.createPipelineLayout({ bindGroupLayouts: [layout] }) };
      this.#layouts.set(layoutKey, entry);
    }
    return { ...entry, layoutKey };
  }

  private watch(name: string): void {
    const check = this.device.popErrorScope().then(
      (error) => {
        if (error) this.failure.record(rejected(name, error));
      },
      () => {}, // the device is gone, which `lost` tells
    );
    this.failure.expect(check);
  }
}

const rejected = (name: string, error: GPUError): BackendError =>
  new BackendError('webgpu', {
    expected: `a shader '${name}' that the device accepts`,
    received: error.message.trim(),
    hint: 'Results since then are not valid. Please report it with the adapter that devices() prints.',
    cause: error,
  });
